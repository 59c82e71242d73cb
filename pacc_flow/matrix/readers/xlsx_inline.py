"""Texts that an XLSX keeps in their cells and not among the shared ones: which are struck out. ECMA-376, part 1, 18.3.1.53."""

import re
from collections.abc import Iterator

from pacc_flow.matrix.readers.grid import Place
from pacc_flow.matrix.readers.xlsx_addresses import SheetXml, column_of
from pacc_flow.matrix.readers.xlsx_styles import struck_strings

_BEGIN_OR_END = re.compile(
    rb"<(?:\w+:)?c\b(?=[^<>]*\bt=[\"']inlineStr[\"'])[^<>]*\br=[\"'](?P<letters>[A-Z]{1,3})(?P<number>[0-9]{1,7})[\"'][^<>]*>\s*"
    rb"(?=<(?:\w+:)?is\b)|(?P<end></(?:\w+:)?is>)"
)


def struck_inline(xml: SheetXml) -> Iterator[tuple[Place, bool]]:
    """The cells whose own text is struck out, and whether all of it is."""
    if b"strike" not in xml.content or b"inlineStr" not in xml.content:
        return
    texts = [(place, text) for place, text in _texts(xml.addressed) if b"strike" in text]
    struck = struck_strings(b"<sst>" + b"".join(text for _, text in texts) + b"</sst>")
    for at, (place, _) in enumerate(texts):
        if at in struck:
            yield place, struck[at]


def _texts(content: bytes) -> Iterator[tuple[Place, bytes]]:
    """In one pass, whatever a file leaves open."""
    begun: re.Match[bytes] | None = None
    for found in _BEGIN_OR_END.finditer(content):
        if not found["end"]:
            begun = found
        elif begun is not None:
            yield (int(begun["number"]), column_of(begun["letters"])), content[begun.end() : found.end()]
            begun = None
