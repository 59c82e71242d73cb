"""A published follow-up as a citizen reads it: its frozen snapshot, and the documents written from it alone.

Both are a pure function of the stored text, so what was worked out for one visitor serves the next one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from pacc_flow import reports
from pacc_flow.queries.published import PublishedReport
from pacc_flow.reports import Snapshot, Summary, summarise
from pacc_flow.reports.columns import timeliness
from pacc_flow.reports.snapshot import Component, Row
from pacc_flow.reports.summary import Line

# fmt: off
DOCUMENTS = {  # format: what it is good for
    "pdf":  "Para leer e imprimir, accesible",
    "docx": "El mismo texto, para citar y editar",
    "xlsx": "Hoja de cálculo con filtros",
    "ods":  "La misma hoja, en formato abierto",
    "csv":  "Datos abiertos, un renglón por actividad",
    "json": "Datos abiertos, para programas",
}
# fmt: on

# To weigh a document is to write it. Pages are set slowly: of a plan as large as few, their size is not told beforehand.
# Neither is that of the open data once they carry their proof, which a page would have to ask of the database.
SET_ON_PAGES, QUICKLY_SET = frozenset({"pdf", "docx"}), 250


class AlteredReportError(Exception):
    """What is stored is not what was signed."""


@dataclass(frozen=True)
class Download:
    """`size` in bytes; None when nobody knows before it is asked for."""

    name: str
    label: str
    words: str
    size: int | None


@dataclass(frozen=True)
class ComponentRows:
    """The rows of one component, with its line of the summary; `anchor` is blank where the component comes again."""

    component: Component
    line: Line
    rows: list[Row]
    anchor: str


@dataclass(frozen=True)
class FollowUp:
    snapshot: Snapshot
    summary: Summary
    downloads: list[Download]

    def groups_of(self, rows: Iterable[Row]) -> list[ComponentRows]:
        """Consecutive rows of one component stand together; the order of the plan is kept whatever it is."""
        components = {component.number: component for component in self.snapshot.components}
        lines = {line.number: line for line in self.summary.components}
        anchors = {number: f"c{number}" for number in components}
        return [
            ComponentRows(components[number], lines[number], list(own), anchors.pop(number, ""))
            for number, own in groupby(rows, key=lambda row: row.component)
        ]

    def timeliness(self, row: Row) -> str:
        """«Extemporáneo (2 días hábiles)» for what came late, nothing otherwise."""
        return timeliness(self.snapshot, row) if row.is_late else ""


def follow_up(report: PublishedReport, address: str, *, is_covered: bool) -> FollowUp:
    """`is_covered` by a checkpoint, which gives the open data their proof; the rest as in `document`. Raises
    AlteredReportError when the text has not the fingerprint that was signed.
    """
    snapshot = snapshot_of(report)

    def size(name: str) -> int | None:
        is_slow = name in SET_ON_PAGES and len(snapshot.rows) > QUICKLY_SET
        is_told = not is_slow and not (name == "json" and is_covered)
        return len(document(report.snapshot, name, address)) if is_told else None

    downloads = [Download(name, form.label, DOCUMENTS[name], size(name)) for name, form in reports.FORMATS.items()]
    return FollowUp(snapshot, summarise(snapshot), downloads)


def snapshot_of(report: PublishedReport) -> Snapshot:
    try:
        snapshot, sha256 = _read(report.snapshot)
    except reports.SnapshotError as error:
        raise AlteredReportError from error
    if sha256 != report.sha256:
        raise AlteredReportError
    return snapshot


@lru_cache(maxsize=32)
def document(text: str, name: str, address: str, registration: str | None = None) -> bytes:
    """`address` is where the follow-up is published, which pages and the JSON say.

    `registration` is JSON, so that it can be remembered by: see `reports.json`. Other formats have no place for it.
    """
    if name == "json" and registration:
        return reports.write_json(_read(text)[0], json.loads(registration), address=address)
    return reports.render(_read(text)[0], name, address)


@lru_cache(maxsize=16)
def _read(text: str) -> tuple[Snapshot, str]:
    snapshot = Snapshot.from_bytes(text.encode())
    return snapshot, snapshot.sha256
