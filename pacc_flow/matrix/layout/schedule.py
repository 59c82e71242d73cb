"""A schedule in columns, one for each month: the marks of a row say in which ones it is due."""

from collections.abc import Mapping, Sequence

from pacc_flow.matrix.cells.written_date import MONTH_NUMBERS, MONTHS
from pacc_flow.matrix.words import fold

_FEWEST = 3  # months that stand in a row of columns
_NAMES = {fold(name): MONTHS[number - 1] for name, number in MONTH_NUMBERS.items()}


def is_month(heading: str) -> bool:
    return _folded(heading) in _NAMES


def months_of(leaves: Mapping[int, str]) -> dict[int, str]:
    """{place of a column: its month}, when enough of the headings are months; else nothing."""
    found = {place: _NAMES[_folded(leaf)] for place, leaf in leaves.items() if is_month(leaf)}
    return found if len(set(found.values())) >= _FEWEST else {}


def marked(cells: Sequence[str], months: Mapping[int, str]) -> str:
    """«abril, agosto»: the months whose cell says anything, in the order of the columns."""
    return ", ".join(dict.fromkeys(month for place, month in months.items() if place < len(cells) and cells[place]))


def _folded(heading: str) -> str:
    return fold(heading).rstrip(".")
