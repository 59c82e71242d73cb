"""A published follow-up as a citizen reads it: its frozen snapshot, and the documents written from it alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import current_app

from pacc_flow import reports
from pacc_flow.actions.installation import evidence_store
from pacc_flow.filing import Desk, snapshot_of
from pacc_flow.queries.published import PublishedReport
from pacc_flow.queries.published_files import Kept
from pacc_flow.reports import Part, Snapshot, Summary, summarise
from pacc_flow.reports.columns import timeliness
from pacc_flow.reports.snapshot import Component, Row
from pacc_flow.reports.summary import Line
from pacc_flow.web.signer import verifiers

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

_KINDS = {"matrix": "Una tabla", "summary": "Una tabla", "component": "Un componente", "office": "Una dependencia"}


@dataclass(frozen=True)
class Download:
    """`size` in bytes; None while it is not written yet."""

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


def follow_up(report: PublishedReport, kept: Mapping[str, Kept]) -> FollowUp:
    """`kept` are its documents, by their format. Raises AlteredReportError."""
    snapshot = snapshot_of(report)
    sizes = {name: file.size for name, file in kept.items()}
    downloads = [
        Download(name, reports.FORMATS[name].label, DOCUMENTS[name], sizes.get(name)) for name in reports.formats_of(snapshot)
    ]
    return FollowUp(snapshot, summarise(snapshot), downloads)


def parts_by_kind(snapshot: Snapshot) -> dict[str, list[Part]]:
    """Those that are not the whole, under the words of their kind."""
    found: dict[str, list[Part]] = {}
    for part in reports.parts_of(snapshot)[1:]:
        found.setdefault(_KINDS[part.kind], []).append(part)
    return found


def desk() -> Desk:
    """Where documents are kept and what they say of this installation."""
    settings = current_app.extensions["settings"]
    return Desk(evidence_store(settings), verifiers(), settings.base_url)
