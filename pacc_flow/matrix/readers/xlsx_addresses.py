"""The addresses of a sheet's rows and cells: programs may leave them unsaid, and then each follows the one before.

ECMA-376, part 1, 18.3.1.4 and 18.3.1.73.
"""

import re
from functools import cached_property, lru_cache

_ROW_OR_CELL = rb"<%s(row|c)(?=[\s/>])"
_IS_UNSAID = rb"(?![^<>]*?\sr=)"
_IS_SAID = rb"(?:[^<>]*?\sr=[\"']([A-Z]{0,3})([0-9]{1,7}))?"
_NOT_PLAIN = re.compile(rb'<row(?! r=")[\s/>]'), re.compile(rb'<c(?! r=")[\s/>]')
_ROW = re.compile(rb"<row\b[^<>]*?\sr=[\"']([0-9]{1,7})")
_FAR = re.compile(rb'<c r="[A-Z]{3}')
_FAR_CELL = re.compile(rb'<c r="([A-Z]{3})[0-9]+"[^<>]*(?<!/)>')
_ALPHABET = 26


class SheetXml:
    """The bytes of a sheet, looked through once for each thing that is asked of them."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def is_plain(self) -> bool:
        """Whether every row and cell begins with its address, as nearly all programs write it."""
        return b"<sheetData" in self.content and not any(tag.search(self.content) for tag in _NOT_PLAIN)

    @cached_property
    def addressed(self) -> bytes:
        """The same sheet with every address said."""
        tag = _ROW_OR_CELL % prefix_of(self.content)
        if self.is_plain or not re.search(tag + _IS_UNSAID, self.content):
            return self.content
        return re.sub(tag + _IS_SAID, _Counter().said, self.content)

    @property
    def extent(self) -> tuple[int, int]:
        """The last row with a value and the last column with one, as far as a glance tells: 0 where it tells nothing.

        A parser that lays out every cell up to a stray one at the end of the sheet is asked only after this.
        """
        content = self.content
        last = max(content.rfind(b"<v"), content.rfind(b"<is"))
        row = _ROW.match(content, content.rfind(b"<row", 0, max(last, 0)))
        columns = _FAR_CELL.findall(content) if _FAR.search(content) else []
        return int(row[1]) if row else 0, max((column_of(letters) + 1 for letters in columns), default=0)


def prefix_of(content: bytes) -> bytes:
    """The pattern of what its program writes before the name of every element: nearly always nothing."""
    return rb"" if b"<sheetData" in content else rb"\w+:"


class _Counter:
    """Walks rows and cells, 1-based."""

    def __init__(self) -> None:
        self._row = self._column = 0

    def said(self, tag: re.Match[bytes]) -> bytes:
        if tag[1] == b"row":
            self._row, self._column = int(tag[3] or self._row + 1), 0
            return tag[0] if tag[3] else b'%s r="%d"' % (tag[0], self._row)
        self._column = column_of(tag[2]) + 1 if tag[2] else self._column + 1
        return tag[0] if tag[3] else b'%s r="%s%d"' % (tag[0], letters_of(self._column), self._row)


@lru_cache(maxsize=1024)
def column_of(letters: bytes) -> int:
    """0-based."""
    number = 0
    for letter in letters:
        number = number * _ALPHABET + letter - 64
    return number - 1


def letters_of(column: int) -> bytes:
    """Of a column counted from 1."""
    letters = b""
    while column:
        column, letter = divmod(column - 1, _ALPHABET)
        letters = b"%c%s" % (65 + letter, letters)
    return letters
