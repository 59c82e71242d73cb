"""The header block above the matrix: entity, year, and the dates of publication and follow-up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pacc_flow.matrix.cells.dates import read_dates
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.columns import Header
from pacc_flow.matrix.proposal import Metadata
from pacc_flow.matrix.readers.grid import Line

# fmt: off
_LABELS = {
    # datum          how documents name it                                   as it is called on the screen
    "entity":       (r"(?:nombre de la )?entidad",                           "la entidad"),
    "year":         (r"vigencia|a[ñn]o",                                     "la vigencia"),
    "published_on": (r"fecha de (?:la )?publicaci[oó]n",                     "la fecha de publicación"),
    "follow_up_on": (r"fecha de (?:seguimiento|corte)|corte",                "la fecha de seguimiento"),
}
# fmt: on
_PATTERNS = {name: re.compile(rf"(?:{label})\s*(?:[:：]\s*|\s+|\Z)(.*)", re.IGNORECASE) for name, (label, _) in _LABELS.items()}
_EMPHASIS = re.compile(r"\*+")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    metadata: Metadata
    findings: tuple[Finding, ...]


def read_header_block(lines: Sequence[Line], header: Header, headers: Sequence[int], sheet: str) -> HeaderBlock:
    """`lines` are those above the first header. A date missing there is taken from the heading of the percentage."""
    raw = _raw(lines)
    read = Metadata(
        entity=raw.get("entity") or None,
        year=_year(raw),
        published_on=_single_date(raw.get("published_on", "")),
        follow_up_on=_single_date(raw.get("follow_up_on", "")) or _cut_in_heading(header),
        title=next((text for line in lines for text in _texts(line)), ""),
        raw=raw,
        sheet=sheet,
        columns=header.fields(),
        headers=tuple(headers),
    )
    return HeaderBlock(read, tuple(_missing(read)))


def _texts(line: Line) -> Iterator[str]:
    return (text for cell in line.cells if (text := " ".join(_EMPHASIS.sub("", cell).split())))


def _raw(lines: Sequence[Line]) -> dict[str, str]:
    raw: dict[str, str] = {}
    for line in lines:
        texts = list(_texts(line))
        for place, text in enumerate(texts):
            for name, pattern in _PATTERNS.items():
                match = pattern.fullmatch(text)
                if match:
                    following = texts[place + 1] if place + 1 < len(texts) else ""
                    raw.setdefault(name, match[1].strip() or following)
    return raw


def _year(raw: Mapping[str, str]) -> int | None:
    match = _YEAR.search(raw.get("year", ""))
    return int(match[0]) if match else None


def _single_date(text: str) -> date | None:
    days = read_dates(text).days
    return days[0] if days else None


def _cut_in_heading(header: Header) -> date | None:
    place = header.places.get("percent")
    return _single_date(header.headings[place].strip()) if place is not None else None


def _missing(metadata: Metadata) -> Iterator[Finding]:
    for name, (_, title) in _LABELS.items():
        if getattr(metadata, name) is None:
            written = metadata.raw.get(name)
            said = f": el archivo dice «{written}»" if written else " en el encabezado del archivo"
            yield Finding(Code.METADATA_MISSING, name, f"No leímos {title}{said}.", Confidence.MEDIUM)
