"""A schedule in columns, one for each month or quarter: the marks of a row say in which ones it is due."""

from collections.abc import Container, Mapping, Sequence

from pacc_flow.matrix.cells.written_date import MONTH_NUMBERS, MONTHS
from pacc_flow.matrix.layout.cut_labels import label_of_name
from pacc_flow.matrix.words import fold

_NOTHING = frozenset({"", "0", "0%", "-", "–", "—", "N/A", "NA"})  # nothing is due then
_FEWEST = 3  # months that stand in a row of columns
_INITIALS, _NUMBERS = tuple("EFMAMJJASOND"), tuple(map(str, range(1, len(MONTHS) + 1)))
_PLANNED, _DONE = ("P", "PR", "PROG", "PROGRAMADO", "PROGRAMADA"), ("E", "EJ", "EJEC", "EJECUTADO", "EJECUTADA")
_NAMES = {fold(name): MONTHS[number - 1] for name, number in MONTH_NUMBERS.items()}


def is_month(heading: str) -> bool:
    return _folded(heading) in _NAMES


def is_part_of_month(heading: str) -> bool:
    """«P | E» under each month: what was programmed, and what was carried out."""
    return _folded(heading) in (*_PLANNED, *_DONE)


def stands_under_month(texts: Sequence[str]) -> bool:
    above = texts[:-1]
    return bool(above) and is_part_of_month(texts[-1]) and (any(map(is_month, above)) or bool(_end_of(above)))


def months_of(headings: Mapping[int, Sequence[str]], percents: Container[int] = ()) -> dict[int, str]:
    """{place of a column: its month, or the last of its quarter}, when enough of the headings (each its texts, from the top)
    are months or quarters; else nothing. What was carried out in a month says nothing of when it is due, nor do `percents`,
    the places of columns of them, in a quarter.
    """
    found = {place: month for place, texts in headings.items() if (month := _month_of(texts))}
    if len(set(found.values())) >= _FEWEST:
        return found
    quarters = {place: month for place, texts in headings.items() if place not in percents and (month := _end_of(texts))}
    return quarters if len(set(quarters.values())) > 1 else _year_of(headings)


def _year_of(headings: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """Twelve columns side by side called E, F, M… D, or 1 to 12, which alone name no month."""
    leaves = {place: _folded(texts[-1]).lstrip("0") for place, texts in headings.items() if texts}
    for first in leaves:
        year = range(first, first + len(MONTHS))
        if tuple(leaves.get(place, "") for place in year) in (_INITIALS, _NUMBERS):
            return dict(zip(year, MONTHS, strict=True))
    return {}


def marked(cells: Sequence[str], months: Mapping[int, str]) -> str:
    """«abril, agosto»: the months whose cell says anything, in the order of the columns."""
    said = (month for place, month in months.items() if place < len(cells) and cells[place] not in _NOTHING)
    return ", ".join(dict.fromkeys(said))


def _month_of(texts: Sequence[str]) -> str:
    if texts and is_month(texts[-1]):
        return _NAMES[_folded(texts[-1])]
    is_planned = stands_under_month(texts) and _folded(texts[-1]) in _PLANNED
    return next((_NAMES[_folded(text)] for text in reversed(texts) if is_month(text)), "") if is_planned else ""


def _end_of(texts: Sequence[str]) -> str:
    """The last month of «Trimestre II», of «T2», or of «II» under «TRIMESTRE», which may have «P | E» below."""
    if len(texts) > 1 and is_part_of_month(texts[-1]):
        texts = texts[:-1] if _folded(texts[-1]) in _PLANNED else ()
    for named in (texts[-1:], texts[-2:]):
        label = label_of_name(" ".join(named))
        if label and 0 < label.order * label.months <= len(MONTHS):
            return MONTHS[label.order * label.months - 1]
    return ""


def _folded(heading: str) -> str:
    return fold(heading).rstrip(".")
