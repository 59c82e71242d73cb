"""The formats in which a follow-up is published, as a table: a new format is a new row."""

from collections.abc import Callable
from dataclasses import dataclass

from pacc_flow.reports import csv, docx, json, ods, pdf, xlsx
from pacc_flow.reports.snapshot import Snapshot


class UnknownFormatError(LookupError):
    """Nobody wrote that format; the message lists those there are."""


@dataclass(frozen=True)
class Format:
    """`write` is given the address where the follow-up is published, which pages on paper and the JSON say; blank if nobody
    knows it.
    """

    write: Callable[[Snapshot, str], bytes]
    media_type: str
    extension: str
    label: str


def alone(write: Callable[[Snapshot], bytes]) -> Callable[[Snapshot, str], bytes]:
    """For what says nothing beyond the snapshot."""
    return lambda snapshot, _: write(snapshot)


def open_data(snapshot: Snapshot, address: str) -> bytes:
    """Without the proof of its publication, which the log has."""
    return json.write(snapshot, address=address)


# fmt: off
FORMATS = {
    "pdf":  Format(pdf.write,         pdf.MEDIA_TYPE,                           ".pdf",  "PDF"),
    "docx": Format(docx.write,        docx.MEDIA_TYPE,                          ".docx", "Word"),
    "xlsx": Format(alone(xlsx.write), xlsx.MEDIA_TYPE,                          ".xlsx", "Excel"),
    "ods":  Format(alone(ods.write),  ods.MEDIA_TYPE,                           ".ods",  "LibreOffice"),
    "csv":  Format(alone(csv.write),  "text/csv; charset=utf-8; header=present", ".csv",  "CSV"),
    "json": Format(open_data,         "application/json",                       ".json", "JSON"),
}
# fmt: on


def render(snapshot: Snapshot, name: str, address: str = "") -> bytes:
    """`address` is where the follow-up is published, for whoever holds the paper and wants to check it."""
    return format_named(name).write(snapshot, address)


def file_name(snapshot: Snapshot, name: str) -> str:
    """Such as icetex-2021-corte-3.xlsx; a correction says its revision, and a demonstration that it is one."""
    follow_up = f"{snapshot.entity.slug}-{snapshot.plan.year}-corte-{snapshot.cut.number}"
    revision = f"-revision-{snapshot.revision}" if snapshot.revision > 1 else ""
    demo = "-demostracion" if snapshot.entity.is_demo else ""
    return f"{follow_up}{revision}{demo}{format_named(name).extension}"


def format_named(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownFormatError(f"El formato «{name}» no existe; los que hay son: {', '.join(FORMATS)}.")
    return FORMATS[name]
