"""The characters that the fonts of paper can draw, and how wide, read from the fonts themselves (OpenType: cmap, hmtx).

A PDF that is archived may hold no character without its glyph. One that no font has is written by its number, [U+4E2D],
so that nobody misses it; the JSON has it as it is.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = ("Noto Sans", "Noto Sans Math", "Noto Sans Symbols 2", "Noto Emoji")  # the first that has a character draws it
_FILES = ("NotoSans_400Regular", "NotoSansMath_400Regular", "NotoSansSymbols2_400Regular", "NotoEmoji_400Regular")
_SEGMENTED = 12  # the format of a cmap that knows all of Unicode
_TAB = "    "
_OF_THE_LINE = {"\n": 0.0, "\ufe0e": 0.0, "\ufe0f": 0.0}  # what the setter of the text knows without a glyph
# Written by number whether a font has them or not: what no archived PDF may hold (the mark of byte order, and the numbers
# that each font fills its own way), and what makes a text look as it does not read, by turning its order.
_REFUSED = re.compile("[\ufeff\ue000-\uf8ff\U000f0000-\U0010ffff\u061c\u200f\u202a-\u202e\u2066-\u206f]")


def drawable(text: str) -> str:
    """The text with every character that cannot be drawn written by its number, and a tab as the blanks that it stands for."""
    text = text.replace("\t", _TAB)
    if drawn_alike().issuperset(text):
        return text
    return "".join(_written(character, before) for before, character in pairwise((" ", *text)))


def _written(character: str, before: str) -> str:
    """An accent is drawn over a letter of its own font, and over nothing else."""
    is_lost = character not in widths() or (_is_accent(character) and not all(map(_carries, (before, character))))
    return f"[U+{ord(character):04X}]" if is_lost else character


def _is_accent(character: str) -> bool:
    return unicodedata.category(character).startswith("M") and character not in _OF_THE_LINE


def _carries(character: str) -> bool:
    return character in drawn_alike() and unicodedata.category(character)[0] not in "CZ"


@cache
def drawn_alike() -> frozenset[str]:
    """What the first of the fonts draws, which is nearly all that is ever written."""
    return frozenset({"\n", *_widths_in(_FILES[0])})


@cache
def widths() -> dict[str, float]:
    """Of every character that can be drawn, in units of the size of the letters."""
    found = [_widths_in(name) for name in reversed(_FILES)]
    return dict(chain.from_iterable(font.items() for font in found)) | _OF_THE_LINE


def _widths_in(name: str) -> dict[str, float]:
    found = _widths((FOLDER / f"{name}.ttf").read_bytes())
    return {character: width for character, width in found if not _REFUSED.match(character)}


def _widths(font: bytes) -> Iterator[tuple[str, float]]:
    starts = {tag: start for tag, _, start, _ in _records(font, 4, 12, ">4sLLL")}
    (units,) = struct.unpack_from(">H", font, starts[b"head"] + 18)
    (measured,) = struct.unpack_from(">H", font, starts[b"hhea"] + 34)
    for character, glyph in _characters(font, starts[b"cmap"]):
        # Whatever follows the last one that is measured is as wide as it.
        (width,) = struct.unpack_from(">H", font, starts[b"hmtx"] + 4 * min(glyph, measured - 1))
        yield character, width / units


def _characters(font: bytes, cmap: int) -> Iterator[tuple[str, int]]:
    tables = (cmap + start for _, _, start in _records(font, cmap + 2, cmap + 4, ">HHL"))
    table = next(table for table in tables if struct.unpack_from(">H", font, table)[0] == _SEGMENTED)
    for first, last, glyph in _records(font, table + 12, table + 16, ">LLL", count=">L"):
        yield from ((chr(number), glyph + number - first) for number in range(first, last + 1))


def _records(font: bytes, counted_at: int, start: int, form: str, count: str = ">H") -> Iterator[tuple[Any, ...]]:
    (many,) = struct.unpack_from(count, font, counted_at)
    return struct.iter_unpack(form, font[start : start + many * struct.calcsize(form)])
