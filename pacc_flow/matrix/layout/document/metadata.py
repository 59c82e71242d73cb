"""The header block above the matrix: entity, year, and the dates of publication and follow-up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pacc_flow.matrix.cells.dates import read_dates
from pacc_flow.matrix.cells.written_date import in_words
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.blocks import FoundBlock, FoundMatrices
from pacc_flow.matrix.layout.cut_labels import CutLabel, cuts_of, label_of
from pacc_flow.matrix.layout.document.cut import cut_in, labels_in
from pacc_flow.matrix.layout.document.entity_title import entity_in
from pacc_flow.matrix.layout.document.plan_year import year_of
from pacc_flow.matrix.pasted_table import is_pasted
from pacc_flow.matrix.proposal import Block, Column, Metadata
from pacc_flow.matrix.readers.grid import Line

# fmt: off
_LABELS = {
    # datum          how documents name it                                   as it is called on the screen
    "entity":       (r"(?:nombre de la )?entidad",                           "la entidad"),
    "year":         (r"vigencia|a[ñn]o",                                     "la vigencia"),
    "published_on": (r"fecha de (?:la )?publicaci[oó]n",                     "la fecha de publicación"),
    "follow_up_on": (r"fecha (?:de(?:l)? )?(?:seguimiento|corte)|corte",                "la fecha de seguimiento"),
}
# fmt: on
_PATTERNS = {name: re.compile(rf"(?:{label})\s*(?:[:：]\s*|\s+|\Z)(.*)", re.IGNORECASE) for name, (label, _) in _LABELS.items()}
_EMPHASIS = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    metadata: Metadata
    findings: tuple[Finding, ...]


def read_header_block(
    found: FoundMatrices, labels: Sequence[CutLabel], due_texts: Sequence[str], filename: str, kind: str
) -> HeaderBlock:
    """A date missing above the matrix is taken from the heading of the percentage or a title, a year from what else names one.

    `labels` are the follow-ups that the rows speak of.
    """
    first = found.blocks[0]
    raw = _in_columns(first) | _raw(found.above)
    by_title = "" if raw.get("entity") else entity_in(text for line in found.above for text in _texts(line))
    year, is_guess = _year(raw, found, labels, due_texts, filename)
    follow_up_on, guessed_by = _cut(raw, found, year)
    read = Metadata(
        entity=raw.get("entity") or by_title or None,
        year=year,
        published_on=_single_date(raw.get("published_on", "")),
        follow_up_on=follow_up_on,
        title=next((text for line in found.above for text in _texts(line)), ""),
        raw=raw,
        sheet=first.grid.sheet,
        columns=tuple((column.heading, column.field) for column in _columns(first, year)),
        headers=tuple(first.headers),
        blocks=tuple(_block(block, year) for block in found.blocks),
        kind=kind,
    )
    guessed = [_year_guessed(year)] if year and is_guess else []
    guessed += [_entity_guessed(by_title)] if by_title else []
    guessed += [_cut_guessed(guessed_by, follow_up_on)] if guessed_by and follow_up_on else []
    return HeaderBlock(read, (*_missing(read), *guessed))


def _block(block: FoundBlock, year: int | None) -> Block:
    title = " · ".join(text for line in block.above for text in _texts(line))
    return Block(block.grid.sheet, title[:500], tuple(_columns(block, year)), tuple(block.headers))


def _columns(block: FoundBlock, year: int | None) -> Iterator[Column]:
    header = block.header
    names = {place: name for name, place in header.places.items()}
    cuts = cuts_of([group.label for group in header.groups], year)
    of_group = {place: (name, group.label) for group in header.groups for name, place in group.places.items()}
    for heading in header.headings:
        name, label = of_group.get(heading.place, (names.get(heading.place, ""), None))
        cut = cuts[label][0] if label else None
        yield Column(heading.written, name, heading.key, cut)


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


def _in_columns(block: FoundBlock) -> dict[str, str]:
    """What a table of open data says in every row alike: its entity, its year, its cut, when it was published."""
    raw: dict[str, str] = {}
    for heading in block.header.headings:
        name = next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(heading.leaf)), "")
        said = {text for line in block.lines for text in line.line.cells[heading.place : heading.place + 1] if text}
        if name and len(said) == 1:
            raw.setdefault(name, said.pop())
    return raw


def _year(
    raw: Mapping[str, str], found: FoundMatrices, labels: Sequence[CutLabel], due_texts: Sequence[str], filename: str
) -> tuple[int | None, bool]:
    headings = [heading.written for block in found.blocks for heading in block.header.headings]
    titles = [text for line in found.above for text in _texts(line)]
    of_block = label_of(raw.get("follow_up_on", ""), alone=True)
    of_rows = labels if len(set(labels)) > 1 else ()  # of one table, whatever date stands above it
    named = [*([of_block] if of_block else ()), *(label for _, label in labels_in(titles)), *of_rows]
    others = ([block.grid.sheet for block in found.blocks], headings, [] if is_pasted(filename) else [filename], due_texts)
    return year_of(raw.get("year", ""), titles, named, others)


def _cut(raw: Mapping[str, str], found: FoundMatrices, year: int | None) -> tuple[date | None, str]:
    """The day of the follow-up, with the text that says only which one of the year it is, or ""."""
    first, said = found.blocks[0], raw.get("follow_up_on", "")
    if day := _single_date(said) or _day_of(label_of(said, alone=True), year) or _cut_in_heading(first, year):
        return day, ""
    lines = [list(_texts(line)) for line in found.above]
    titles = [text for texts in lines if len({label_of(text) for text in texts} - {None}) < 2 for text in texts]  # noqa: PLR2004 -- a line of several names columns
    sheets = dict.fromkeys(block.grid.sheet for block in found.blocks)
    text, label = cut_in([*titles, *sheets]) or ("", None)
    return _day_of(label, year), text if label and label.order and not label.months else ""


def _day_of(label: CutLabel | None, year: int | None) -> date | None:
    return cuts_of([label], year)[label][0] if label else None


def _single_date(text: str) -> date | None:
    days = read_dates(text).days
    return days[0] if days else None


def _cut_in_heading(block: FoundBlock, year: int | None) -> date | None:
    place = block.header.places.get("percent")
    if place is None or block.header.groups:
        return None
    return _day_of(block.header.headings[place].label, year)


def _year_guessed(year: int) -> Finding:
    message = f"El encabezado no dice la vigencia; por lo demás que dice el archivo es {year}."
    return Finding(Code.YEAR_GUESSED, "year", message, Confidence.MEDIUM)


def _entity_guessed(name: str) -> Finding:
    message = f"El encabezado no dice cuál es la entidad; por el título leímos «{name}»."
    return Finding(Code.ENTITY_GUESSED, "entity", message, Confidence.MEDIUM)


def _cut_guessed(text: str, day: date) -> Finding:
    message = f"El encabezado no dice la fecha del seguimiento; por «{text}» la leímos como el {in_words(day)}."
    return Finding(Code.CUT_GUESSED, "follow_up_on", message, Confidence.MEDIUM)


def _missing(metadata: Metadata) -> Iterator[Finding]:
    for name, (_, title) in _LABELS.items():
        if getattr(metadata, name) is None:
            written = metadata.raw.get(name)
            said = f": el archivo dice «{written}»" if written else " en el encabezado del archivo"
            yield Finding(Code.METADATA_MISSING, name, f"No leímos {title}{said}.", Confidence.MEDIUM)
