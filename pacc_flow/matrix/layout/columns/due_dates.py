"""Of several columns of dates, which is the one by which each activity is due."""

import re
from collections.abc import Sequence

from pacc_flow.matrix.layout.columns.headings import folded_heading

_MAY_BE_DONE = re.compile(r"FECHAS? (DE )?(CUMPLIMIENTO|EJECUCION|REALIZACION|ENTREGA|CIERRE)")
_SLIGHTLY, _OF_BLANKS, _AT_MOST = 0.1, 3.0, 1.9


def doubt_of_due(heading: str, values: Sequence[str]) -> float:
    """What is due is planned for every row; the day on which something was done is blank until it is."""
    blank = sum(1 for value in values if not value) / len(values) if values else 0.0
    return min(_OF_BLANKS * blank, _AT_MOST) + (_SLIGHTLY if _MAY_BE_DONE.fullmatch(folded_heading(heading)) else 0.0)
