"""The formats in which a follow-up is published, as a table: a new format is a new row."""

from collections.abc import Callable
from dataclasses import dataclass

from pacc_flow.reports import csv, docx, json, ods, pdf, xlsx
from pacc_flow.reports.edition import Edition
from pacc_flow.reports.parts import WHOLE, Part
from pacc_flow.reports.snapshot import Snapshot

EVERY = frozenset({"whole", "matrix", "summary", "component", "office"})


class UnknownFormatError(LookupError):
    """Nobody wrote that format; the message lists those there are."""


@dataclass(frozen=True)
class Format:
    """`parts` are the kinds of part that it can show; `most_rows` how many activities it can hold without asking for more
    memory than a small server has.
    """

    write: Callable[[Edition], bytes]
    media_type: str
    extension: str
    label: str
    parts: frozenset[str] = EVERY
    most_rows: int = 100_000


# fmt: off
FORMATS = {
    "pdf":  Format(pdf.write,  pdf.MEDIA_TYPE,                            ".pdf",  "PDF",  most_rows=2_500),
    "docx": Format(docx.write, docx.MEDIA_TYPE,                           ".docx", "Word"),
    "xlsx": Format(xlsx.write, xlsx.MEDIA_TYPE,                           ".xlsx", "Excel"),
    "ods":  Format(ods.write,  ods.MEDIA_TYPE,                            ".ods",  "LibreOffice"),
    "csv":  Format(csv.write,  "text/csv; charset=utf-8; header=present", ".csv",  "CSV",  EVERY - {"summary", "matrix"}),
    "json": Format(json.write, "application/json",                        ".json", "JSON", frozenset({"whole"})),
}
# fmt: on


def render(edition: Edition, name: str) -> bytes:
    return format_named(name).write(edition)


def formats_of(signed: Snapshot, part: Part = WHOLE) -> list[str]:
    """The names of the formats that can show this part of a follow-up."""
    rows = len(part.of(signed).rows)
    return [name for name, form in FORMATS.items() if part.kind in form.parts and rows <= form.most_rows]


def file_name(snapshot: Snapshot, name: str, part: Part = WHOLE) -> str:
    """Such as icetex-2021-corte-3.xlsx; a correction says its revision, a part which, and a demonstration that it is one."""
    follow_up = f"{snapshot.entity.slug}-{snapshot.plan.year}-corte-{snapshot.cut.number}"
    revision = f"-revision-{snapshot.revision}" if snapshot.revision > 1 else ""
    of = f"-{part.name}" if part.name else ""
    demo = "-demostracion" if snapshot.entity.is_demo else ""
    return f"{follow_up}{revision}{of}{demo}{format_named(name).extension}"


def format_named(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownFormatError(f"El formato «{name}» no existe; los que hay son: {', '.join(FORMATS)}.")
    return FORMATS[name]
