"""The year of the plan that a document follows up: what says it, or what else in the document names a year."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pacc_flow.matrix.cells.written_date import MONTH_NAMES
from pacc_flow.matrix.layout.cut_labels import CutLabel

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_SAID_YEAR = re.compile(r"(?:vigencia|a[ñn]o)\W{0,3}(20[0-9]{2})(?![0-9])", re.IGNORECASE)
# Years that are not the plan's: of a law that is cited, of the form, of the four years of a development plan.
_OTHER_YEARS = re.compile(
    r"\b(?:ley|decreto|resoluci[oó]n|acuerdo|circular|conpes)\s+(?:n\S{0,3}\s*)?[0-9.]{1,6}\s+del?\s+(?:[0-9]{1,2}\s+de\s+\w+\s+de\s+)?20[0-9]{2}"
    r"|\b(?:c[oó]digo|versi[oó]n)\b.*|20[0-9]{2}\s*[-–]\s*20[0-9]{2}",
    re.IGNORECASE,
)
# A day or a month: a plan is followed up in its year, and for the last time in January of the next.
_DATE = re.compile(
    rf"\b(?:[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.]20[0-9]{{2}}|20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}"
    rf"|(?:{MONTH_NAMES})\.?(?:\s+[0-9]{{1,2}},?)?(?:\s+del?\b|\s*[-/])?\s*20[0-9]{{2}})\b",
    re.IGNORECASE,
)


def year_of(
    raw: str, titles: Sequence[str], labels: Sequence[CutLabel], others: Iterable[Iterable[str]]
) -> tuple[int | None, bool]:
    """The year and whether it was supposed. `raw` is what the header block says of it, `labels` the follow-ups that the
    document names; `others` are texts that may name a year, the surest first.
    """
    if said := _YEAR.search(raw):
        return int(said[0]), False
    own = [_OTHER_YEARS.sub(" ", text) for text in titles]
    if named := next((match for text in own if (match := _SAID_YEAR.search(text))), None):
        return int(named[1]), False
    in_january = [label.year - 1 for label in labels if label.year and label.month == 1]
    of_cuts = [label.year for label in labels if label.year and label.month != 1]
    undated = (_DATE.sub(" ", text) for text in own)
    found = (_years(undated), of_cuts, *map(_years, others), in_january, _years(own))
    years = next((years for years in found if years), [])
    return (Counter(years).most_common(1)[0][0], True) if years else (None, False)


def years_named(texts: Iterable[str]) -> set[int]:
    """The years that some texts name, but for those of a date, a law or a form."""
    return set(_years(_DATE.sub(" ", _OTHER_YEARS.sub(" ", text)) for text in texts))


def _years(texts: Iterable[str]) -> list[int]:
    return [int(year) for text in texts for year in _YEAR.findall(text)]
