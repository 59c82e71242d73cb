"""The follow-up that a whole document is of, as its titles or the name of its sheet say it: «Corte a 31 de agosto»."""

import re
from collections.abc import Iterator, Sequence

from pacc_flow.matrix.layout.cut_labels import CutLabel, label_of
from pacc_flow.matrix.words import fold

_SURE = re.compile(r"\b(CORTES?|PERIODOS?|(BI|TRI|CUATRI|SE)MESTRE)\b")
_ABOUT = re.compile(r"\b(SEGUIMIENTOS?|SEG|MONITOREOS?|AVANCES?|REPORTES?)\b")
_LAST_DAYS = 28


def labels_in(titles: Sequence[str]) -> Iterator[tuple[str, CutLabel]]:
    """The titles that name a follow-up with what they name, the surest first."""
    for pattern in (_SURE, _ABOUT):
        for text in titles:
            if pattern.search(fold(text)) and (label := label_of(text)):
                yield text, label


def cut_in(titles: Sequence[str]) -> tuple[str, CutLabel] | None:
    """The title that names the cut, and the cut: no day of January, and no day within a month unless it is called a cut,
    for these say when the follow-up was made.
    """
    return next(((text, label) for text, label in labels_in(titles) if _is_cut(text, label)), None)


def _is_cut(text: str, label: CutLabel) -> bool:
    if label.order:
        return True
    return label.month != 1 and (label.day >= _LAST_DAYS or _SURE.search(fold(text)) is not None)
