"""The formats and shared texts of an XLSX: which show a percentage or a month, and which are struck out."""

from dataclasses import dataclass
from xml.parsers import expat

from pacc_flow.matrix.readers.archive import BROKEN
from pacc_flow.matrix.readers.number_formats import shows_only_month, shows_percent
from pacc_flow.matrix.readers.unreadable import Unreadable

# Those that every program knows without being told (18.8.30).
_PERCENT_FORMATS = frozenset({"9", "10"})
_MONTH_FORMATS = frozenset({"17"})
_TEXTS = ("si", "is")  # a shared one, and one that its cell keeps


@dataclass(frozen=True, slots=True)
class MarkedStyles:
    """The cell formats, by their number, that show a percentage, that show no more of a day than its month, or that strike
    their text out.
    """

    percents: frozenset[int]
    months: frozenset[int]
    struck: frozenset[int]


def marked_styles(content: bytes) -> MarkedStyles:
    reader = _Styles()
    if content:
        walk(content, reader.start, reader.end)
    percents, months = reader.percent_formats | _PERCENT_FORMATS, reader.month_formats | _MONTH_FORMATS
    return MarkedStyles(
        frozenset(at for at, (form, _) in enumerate(reader.formats) if form in percents),
        frozenset(at for at, (form, _) in enumerate(reader.formats) if form in months),
        frozenset(at for at, (_, font) in enumerate(reader.formats) if font in reader.struck_fonts),
    )


def struck_strings(content: bytes) -> dict[int, bool]:
    """The texts of a list that are struck out, by their number: True when all of the text is."""
    if b"strike" not in content:
        return {}
    reader = _Strings()
    walk(content, reader.start, reader.end, reader.text)
    return reader.struck


class _Styles:
    def __init__(self) -> None:
        self.percent_formats: set[str] = set()
        self.month_formats: set[str] = set()
        self.struck_fonts: set[str] = set()
        self.formats: list[tuple[str, str]] = []
        self._fonts = -1
        self._within: list[str] = []

    def start(self, name: str, said: dict[str, str]) -> None:
        parent = self._within[-1] if self._within else ""
        self._within.append(name)
        if name == "numFmt":
            self._number_format(said.get("numFmtId", ""), said.get("formatCode", ""))
        elif name == "font" and parent == "fonts":
            self._fonts += 1
        elif name == "strike" and parent == "font" and said.get("val", "1") not in ("0", "false"):
            self.struck_fonts.add(str(self._fonts))
        elif name == "xf" and parent == "cellXfs":
            self.formats.append((said.get("numFmtId", ""), said.get("fontId", "")))

    def _number_format(self, number: str, code: str) -> None:
        if shows_percent(code):
            self.percent_formats.add(number)
        elif shows_only_month(code):
            self.month_formats.add(number)

    def end(self, _name: str) -> None:
        self._within.pop()


class _Strings:
    """Which texts are struck out, and whether as a whole."""

    def __init__(self) -> None:
        self.struck: dict[int, bool] = {}
        self._at = -1
        self._is_struck = False
        self._plain = self._lined = False
        self._in_text = False

    def start(self, name: str, said: dict[str, str]) -> None:
        if name in _TEXTS:
            self._at, self._plain, self._lined = self._at + 1, False, False
        if name in (*_TEXTS, "r"):
            self._is_struck = False
        elif name == "strike":
            self._is_struck = said.get("val", "1") not in ("0", "false")
        self._in_text = name == "t"

    def text(self, text: str) -> None:
        if self._in_text and text.strip():
            self._plain, self._lined = self._plain or not self._is_struck, self._lined or self._is_struck

    def end(self, name: str) -> None:
        self._in_text = False
        if name in _TEXTS and self._lined:
            self.struck[self._at] = not self._plain


def walk(content: bytes, start: object, end: object = None, text: object = None) -> None:
    """Local names only: programs choose their prefixes, and the document type was refused before."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, said: start(name.rpartition(":")[2], said)  # type: ignore[operator]  # a handler
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])  # type: ignore[operator]  # a handler
    if text is not None:
        parser.CharacterDataHandler = text  # type: ignore[assignment]  # a handler
    try:
        parser.Parse(content, True)  # noqa: FBT003 -- the end of the document
    except (expat.ExpatError, LookupError) as error:  # the second for an encoding that nobody knows
        raise Unreadable(BROKEN) from error
