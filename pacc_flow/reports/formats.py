"""The formats in which a follow-up is published, as a table: a new format is a new row."""

from collections.abc import Callable
from dataclasses import dataclass

from pacc_flow.reports import csv, json, ods, xlsx
from pacc_flow.reports.snapshot import Snapshot


class UnknownFormatError(LookupError):
    """Nobody wrote that format; the message lists those there are."""


@dataclass(frozen=True)
class Format:
    write: Callable[[Snapshot], bytes]
    media_type: str
    extension: str
    label: str


# fmt: off
FORMATS = {
    "xlsx": Format(xlsx.write, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "Excel"),
    "ods":  Format(ods.write,  ods.MEDIA_TYPE,                                                      ".ods",  "LibreOffice"),
    "csv":  Format(csv.write,  "text/csv; charset=utf-8; header=present",                           ".csv",  "CSV"),
    "json": Format(json.write, "application/json",                                                  ".json", "JSON"),
}
# fmt: on


def render(snapshot: Snapshot, name: str) -> bytes:
    return format_named(name).write(snapshot)


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
