"""Ways of writing a date that say it whole, each as the ways that are read: «31-VIII-2023», «20230630», «30/06/ 2023»."""

import re

from pacc_flow.matrix.cells.written_date import MONTHS

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "20[0-9]{2}"
_MONTH_AND_YEAR = re.compile(rf"(?<![0-9/.-])({_MONTH})[/-]({_YEAR})(?![0-9/-])")
_YEAR_WITH_POINT = re.compile(r"(?<![0-9.,])2\.0(?=[0-9]{2}(?![0-9]))")
_BY_ROMAN = re.compile(rf"(?<![0-9/.-])({_DAY})( ?[-/.] ?| )([IVX]{{1,4}})\2({_YEAR})(?![0-9/-])")
_SPACED = re.compile(r"(?<![0-9/.-])([0-9]{1,2}) ?/ ?([0-9]{1,2}) ?/ ?(20[0-9]{2})(?![0-9])")
_YEAR_FIRST = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_YEAR_LAST = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])(20[0-9]{2})")


def spelled(text: str) -> str:
    """The text, in one line, with its dates in the ways that are read; «03/2021» is marzo 2021, and 2.021 is a year."""
    if match := _YEAR_FIRST.fullmatch(text):
        return "-".join(match.groups())
    if match := _YEAR_LAST.fullmatch(text):
        return "/".join(match.groups())
    text = _YEAR_WITH_POINT.sub("20", text)
    text = _SPACED.sub(r"\1/\2/\3", text)
    text = _BY_ROMAN.sub(_with_name, text)
    return _MONTH_AND_YEAR.sub(lambda found: f"{MONTHS[int(found[1]) - 1]} {found[2]}", text)


def _with_name(found: re.Match[str]) -> str:
    return f"{found[1]} {MONTHS[_ROMAN.index(found[3])]} {found[4]}" if found[3] in _ROMAN else found[0]
