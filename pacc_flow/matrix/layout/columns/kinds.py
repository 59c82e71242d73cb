"""The kind of the values under a heading: what confirms that the column is what its heading says."""

from collections.abc import Callable, Sequence

from pacc_flow.matrix.cells.cell_readings import read_percentage
from pacc_flow.matrix.cells.dates import is_date_cell
from pacc_flow.matrix.cells.percent_guesses import says_unreported
from pacc_flow.matrix.cells.percents import is_percent_cell

SAMPLE = 40  # values that are looked at
_MOST, _SOME = 0.5, 0.25
_LETTERS = 3  # more of them are a word, not a number of an activity
_SHORT = 60  # characters of what may be a percentage with its words


def is_numeric(text: str) -> bool:
    return text.replace(".", "").replace(",", "").replace("%", "").strip().isdigit()


def share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for value in values if test(value)) / len(values) if values else 0.0


def fits(field: str, values: Sequence[str]) -> bool | None:
    """Whether values are of the kind of a field; None when they say nothing."""
    sample = [value for value in values if value][:SAMPLE]
    if not sample:
        return None
    if field == "due":
        return share(sample, is_date_cell) >= _SOME or None
    if field == "percent":
        return share(sample, _is_percentage) >= _MOST
    if field == "activity":
        return share(sample, is_numeric) < _MOST
    plain = share(sample, lambda value: is_numeric(value) or is_percent_cell(value) or is_date_cell(value))
    return plain < _MOST


def holds(field: str, text: str) -> bool:
    """Whether a cell holds a due date or a percentage, which no heading of such a column does."""
    return is_date_cell(text) if field == "due" else field == "percent" and _is_percentage(text)


def is_column_of(field: str, values: Sequence[str]) -> bool:
    """Whether values can hardly be anything else: dates, or percentages with their sign."""
    sample = [value for value in values if value][:SAMPLE]
    test = is_date_cell if field == "due" else is_percent_cell
    return len(sample) > 1 and share(sample, test) > 1 - _SOME


def are_labels(values: Sequence[str]) -> bool:
    """Whether values are words that several rows share, as when a cell is merged over them or left blank below."""
    sample = values[:SAMPLE]
    words = [value for value in sample if value]
    return bool(words) and share(words, _is_words) > 1 - _SOME and len(set(words)) < max(len(sample), 2)


def _is_words(text: str) -> bool:
    return sum(char.isalpha() for char in text) > _LETTERS and not is_date_cell(text)


def _is_percentage(text: str) -> bool:
    if len(text) > _SHORT:
        return False
    if is_percent_cell(text) or says_unreported(text):
        return True
    return read_percentage(text, unsigned_are_fractions=False).value is not None or text.upper() in ("N/A", "NA", "-")
