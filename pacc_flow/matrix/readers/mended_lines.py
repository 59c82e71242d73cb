"""Lines of a text that a program spoiled: whole within quotes, as Excel saves again what it kept in one cell, or with a
percentage cut in two at a decimal comma that nobody quoted.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pacc_flow.matrix.findings import Code, Confidence, Finding

_WHOLE = re.compile(r'"((?:[^"]|"")*)"')
_CUT = re.compile(r", *[0-9]{1,3},[0-9]{1,2} ?%")
_WHOLE_PART, _DECIMALS = re.compile(r"[0-9]{1,3}"), re.compile(r"[0-9]{1,2} ?%")
_NARROWEST = 3  # columns of a matrix: narrower lines are titles
_LONGEST = 100_000  # characters of a line
_TOLD = 8  # lines that are named one by one


class Mender:
    """`width`: how many cells the lines of a text have; `uncut`: how many one has where no percentage is cut, 0 where none
    seems to be. `wrapped` and `cut` are the numbers of the lines that were mended.
    """

    def __init__(self, separator: str, width: int, uncut: int) -> None:
        self._separator, self._width, self._uncut = separator, width, uncut
        self.wrapped: list[int] = []
        self.cut: list[int] = []

    def over(self, records: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        for number, cells in records:
            mended = cells
            if (inner := within(cells, self._separator)) and len(inner) == self._width:
                self.wrapped.append(number)
                mended = inner
            if self._uncut and (whole := _rejoined(mended, self._uncut)) is not mended:
                self.cut.append(number)
                mended = whole
            yield number, mended

    def findings(self, before: int) -> Iterator[Finding]:
        """`before`: lines of the file above the first record."""
        if self.wrapped:
            is_one = len(self.wrapped) == 1
            came = f"{_lines(self.wrapped, before)} {'venía entero' if is_one else 'venían enteros'} entre comillas"
            mended = f"{'lo' if is_one else 'los'} repartimos en sus columnas"
            yield _finding(f"{came}, como los guarda Excel cuando traen una coma; {mended}.")
        if self.cut:
            lines = _lines(self.cut, before)
            yield _finding(f"En {lines[0].lower()}{lines[1:]} una coma partía el porcentaje en dos celdas; las unimos.")


def within(cells: Sequence[str], separator: str) -> list[str]:
    """The cells of a line that stands all within quotes, read as one cell or split as if they were none; else nothing."""
    line = cells[0] if cells else ""
    if len(cells) > 1:
        whole = _WHOLE.fullmatch(separator.join(cells)) if line[:1] == '"' == cells[-1][-1:] else None
        line = whole[1].replace('""', '"') if whole else ""
    if separator not in line or "\n" in line or "\r" in line or len(line) > _LONGEST:
        return []
    return next(csv.reader([line], delimiter=separator), [])


def uncut_width(text: str, sample: Iterable[Sequence[str]]) -> int:
    """How many cells most lines have of those where no percentage may be cut; 0 where none is cut in the text."""
    if not _CUT.search(text):
        return 0
    widths = Counter(len(cells) for cells in sample if len(cells) >= _NARROWEST and not _cuts(cells))
    return widths.most_common(1)[0][0] if widths else 0


def _rejoined(cells: list[str], width: int) -> list[str]:
    """With each cut percentage whole, where a line has as many cells too many as there are halves of one."""
    if len(cells) <= width or len(cells) - width != len(cuts := _cuts(cells)):
        return cells
    return [
        f"{cell.strip()},{cells[at + 1].strip()}" if at in cuts else cell for at, cell in enumerate(cells) if at - 1 not in cuts
    ]


def _cuts(cells: Sequence[str]) -> set[int]:
    """The places of what may be the whole part of a percentage, with its decimals in the next cell."""
    pairs = enumerate(pairwise(cells))
    return {at for at, (one, after) in pairs if _WHOLE_PART.fullmatch(one.strip()) and _DECIMALS.fullmatch(after.strip())}


def _finding(message: str) -> Finding:
    return Finding(Code.MENDED_LINES, "file", message, Confidence.MEDIUM)


def _lines(numbers: Sequence[int], before: int) -> str:
    found = [number + before for number in numbers]
    if len(found) == 1:
        return f"El renglón {found[0]}"
    last = str(found[-1]) if len(found) <= _TOLD else f"{len(found) - _TOLD} más"
    return f"Los renglones {', '.join(map(str, found[: min(_TOLD, len(found) - 1)]))} y {last}"
