"""Text with separators: CSV of any program, a table copied from a spreadsheet, or what a word processor copies.

Whether a `"` quotes (RFC 4180) or is only a `"`, and which character separates, nobody says: every way is tried, and the
one under which most lines are as wide as each other is right.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pacc_flow.matrix.cells.clean_text import clean_cells
from pacc_flow.matrix.pace import Progress
from pacc_flow.matrix.readers.encoding import decoded
from pacc_flow.matrix.readers.grid import Grid, Line, ReadFile
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.mended_lines import Mender, uncut_width, within
from pacc_flow.matrix.readers.unreadable import Unreadable

_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SEPARATORS = "\t;,|"
_SAID = re.compile(r"sep=([\t;,|])(?:\r\n|\n|\r)", re.IGNORECASE)
_QUOTE_AT_EDGE = re.compile(r'(?:\A|[\t;,|\r\n])"')
_RULE = re.compile(r" *(?::?-+:? *)?")
_SAMPLE = 100_000  # characters that are looked at to tell what the text is
_NARROWEST = 3  # columns of a matrix
# What spreadsheets' exporters shield with an apostrophe, so that it is not run as a formula. One that was written before
# such a sign is shielded too, by ours, so that it is still there when the shield is taken off.
_SHIELDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True, slots=True)
class _Way:
    r"""`is_spaced`: a blank stands before a quoted cell; `escapes`: a `"` within one is written `\"`, and not `""`."""

    separator: str
    quotes: bool = False
    is_spaced: bool = False
    escapes: bool = False


def read_text(data: bytes, limits: Limits, _tell: Progress | None = None) -> ReadFile:
    text, findings = decoded(data)
    if _BINARY.search(text, 0, _SAMPLE):
        raise Unreadable("El archivo no es un texto: trae datos binarios. Guárdelo como XLSX y súbalo otra vez.")
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    way = _likeliest(text, said[1] if said else _SEPARATORS)
    mender = _mender(text, way)
    records = mender.over(_records(text, way))
    if way.separator == "|":
        records = (record for record in records if not _is_ruled(record[1]))
    above = 1 if said else 0
    lines = tuple(_checked(_unshielded(records) if "'" in text else records, limits, above=above))
    return ReadFile((Grid("", lines),), (*findings, *mender.findings(above)))


def _mender(text: str, way: _Way) -> Mender:
    sample = text[:_SAMPLE]
    lines = (cells for _, cells in _records(sample, way))
    return Mender(way.separator, _regularity(sample, way)[1], uncut_width(text, lines) if way.separator == "," else 0)


def _likeliest(text: str, separators: str) -> _Way:
    sample = text[:_SAMPLE]
    return max(_ways(sample, separators), key=lambda way: _regularity(sample, way))


def _ways(text: str, separators: str) -> Iterator[_Way]:
    """The plainer first: it wins where another reads the same."""
    escaping = (False, True) if '\\"' in text else (False,)
    for separator in separators:
        yield _Way(separator)
        if _quotes(text):
            spacing = (False, True) if f'{separator} "' in text else (False,)
            yield from (
                _Way(separator, quotes=True, is_spaced=is_spaced, escapes=escapes)
                for is_spaced in spacing
                for escapes in escaping
            )


def _quotes(text: str) -> bool:
    return _QUOTE_AT_EDGE.search(text) is not None


def _regularity(text: str, way: _Way) -> tuple[float, int]:
    """How many cells stand in lines as wide as most of the wide ones, less those of lines that are not; and the width."""
    if way.quotes and not _is_sound(text, way):
        return -1, 0
    records = ((within(cells, way.separator) if len(cells) == 1 else None) or cells for _, cells in _records(text, way))
    widths = Counter(map(len, records))
    wide = {width: lines for width, lines in widths.items() if width >= _NARROWEST}
    if not wide:
        return 0, max(widths, default=0)
    usual = max(wide, key=lambda width: (wide[width] * width, width))
    apart = sum(lines * width for width, lines in wide.items() if width > usual)
    return wide[usual] * usual - apart + (0.5 if way.quotes else 0), usual


def _is_sound(text: str, way: _Way) -> bool:
    """Whether each quoted cell ends where a cell may end: a bare `"` inside a text hardly ever does."""
    text = _with_doubled_quotes(text, way)
    blanks = " *" if way.is_spaced else ""
    quoted = re.compile(rf'(?:\A|[{re.escape(way.separator)}\r\n]){blanks}"((?:[^"]|"")*+)"')
    ends = (match.end() for match in quoted.finditer(text))
    outcomes = [end >= len(text) or text[end] in f"{way.separator}\r\n" for end in ends]
    return bool(outcomes) and all(outcomes)


def _is_ruled(cells: Sequence[str]) -> bool:
    """The line that Markdown draws below its headings: |---|:--|."""
    return all(map(_RULE.fullmatch, cells))


def _with_doubled_quotes(text: str, way: _Way) -> str:
    return text.replace('\\"', '""') if way.escapes else text


def _records(text: str, way: _Way) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number, from 1, as a spreadsheet counts them: a line break within a cell begins none."""
    if not way.quotes:
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
            yield number, line.split(way.separator)
        return
    stream = io.StringIO(_with_doubled_quotes(text, way), newline="")
    reader = csv.reader(stream, delimiter=way.separator, skipinitialspace=way.is_spaced)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        raise Unreadable("El texto tiene una celda demasiado grande para una matriz.") from error


def _checked(records: Iterator[tuple[int, Sequence[str]]], limits: Limits, *, above: int) -> Iterator[Line]:
    count = 0
    for number, written in records:
        cells = tuple(clean_cells(written))
        if not any(cells):
            continue
        at, count = number + above, count + 1
        if count > limits.rows:
            raise Unreadable(f"El archivo tiene más de {limits.rows} filas. Deje solo la matriz y súbalo otra vez.")
        if len(cells) > limits.columns or max(map(len, cells)) > limits.cell_characters:
            raise Unreadable(f"El renglón {at} es demasiado grande para una matriz.")
        yield Line(at, cells)


def _unshielded(records: Iterator[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
    for number, written in records:
        yield number, [text[1:] if _SHIELDED.match(text) else text for text in written]
