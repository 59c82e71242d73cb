"""What a number format of a spreadsheet says: whether it shows a number as a percentage."""

import re
from functools import lru_cache

# Words in quotes, a character after a sign that takes it as it is, and conditions between brackets (ECMA-376, 18.8.31).
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')


@lru_cache(maxsize=1024)
def shows_percent(code: str) -> bool:
    """A format with the sign shows the number a hundredfold; `0"%"` only writes a sign beside it."""
    return "%" in _LITERAL.sub("", code)
