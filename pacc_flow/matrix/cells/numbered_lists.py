"""The numbers of a list within a cell, «1. 30/04/2023 2. 31/08/2023», which are no part of what it lists."""

import re

# «1-» is also the first day of a range, so that a dash numbers nothing by itself.
_NUMBER = re.compile(r"(?:\A|(?<=[\s;,]))(?P<number>[0-9]{1,2})(?:(?P<sure>\.-?(?=\s)|\))|\s?[-–—](?=\s))\s*(?!\s|del?\b|\Z)")


def without_numbers(text: str) -> str:
    """The text without the numbers of its list, from 1 on; as it stands when it is no list."""
    text = text.strip()
    found: list[re.Match[str]] = []
    for match in _NUMBER.finditer(text):
        if int(match["number"]) == len(found) + 1 and (found or match.start() == 0):
            found.append(match)
    if not found or (len(found) == 1 and not _numbers_alone(found[0])):
        return text
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _numbers_alone(match: re.Match[str]) -> bool:
    """«1. 30/04/2023»: nobody lists one thing by a dash, and «1. mayo» is a day."""
    return match["sure"] is not None and match.string[match.end() : match.end() + 1].isdigit()
