"""What a number format of a spreadsheet shows: a number as a percentage, a day as no more than its month."""

import re
from functools import lru_cache

# Words in quotes, a character after a sign that takes it as it is, and conditions between brackets (ECMA-376, 18.8.31).
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')

_OF_DAY_OR_TIME = frozenset("dhs:0#?")  # beside an hour or a second an m is of minutes; the rest is of numbers


@lru_cache(maxsize=1024)
def shows_percent(code: str) -> bool:
    """A format with the sign shows the number a hundredfold; `0"%"` only writes a sign beside it."""
    return "%" in _LITERAL.sub("", code)


@lru_cache(maxsize=1024)
def shows_only_month(code: str) -> bool:
    """«jun-22», «junio»: the file keeps a day, mostly the first, and nobody who looks at the cell sees which."""
    shown = set(_LITERAL.sub("", code).partition(";")[0].lower())
    return "m" in shown and shown.isdisjoint(_OF_DAY_OR_TIME)
