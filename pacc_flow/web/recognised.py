"""What somebody holds of a published follow-up, in words, and where the rest of it is."""

from dataclasses import dataclass
from typing import Any

from pacc_flow import reports
from pacc_flow.filing import snapshot_of
from pacc_flow.queries.published import PublishedLine, PublishedReport, Revisions
from pacc_flow.queries.recognising import Recognised
from pacc_flow.reports import Part, Snapshot, UnknownPartError
from pacc_flow.workflow.office_names import of_the, the

# fmt: off
_DOCUMENTS = {
    "pdf":  "el PDF",
    "docx": "el documento de Word",
    "xlsx": "el archivo de Excel",
    "ods":  "el archivo de LibreOffice",
    "csv":  "el CSV",
    "json": "el JSON",
}
# fmt: on


@dataclass(frozen=True)
class Shown:
    """`what` follows «Es»; `is_document` when it was recognised by its bytes. `where` holds slug, year and n of the address."""

    what: str
    is_document: bool
    report: PublishedReport
    snapshot: Snapshot
    in_force: PublishedLine
    signed_by: str
    json_name: str

    @property
    def is_superseded(self) -> bool:
        return self.report.revision < self.in_force.revision

    @property
    def where(self) -> dict[str, Any]:
        return {"slug": self.snapshot.entity.slug, "year": self.snapshot.plan.year, "n": self.snapshot.cut.number}


def shown_as(found: Recognised, revisions: Revisions) -> Shown:
    """Raises AlteredReportError."""
    report = revisions.report
    if report is None:
        raise LookupError(found.report_id)
    snapshot = snapshot_of(report)
    follow_up = (
        f"seguimiento del {snapshot.cut.name.lower()} de {snapshot.plan.year} {of_the(snapshot.entity.name)}, "
        f"revisión {snapshot.revision}"
    )
    what = f"{_document(found, snapshot)} del {follow_up}" if found.format else f"el {follow_up}"
    return Shown(
        what=what,
        is_document=found.format is not None,
        report=report,
        snapshot=snapshot,
        in_force=revisions.in_force,
        signed_by=the(snapshot.signed_by_office),
        json_name=reports.file_name(snapshot, "json"),
    )


def _document(found: Recognised, snapshot: Snapshot) -> str:
    document = _DOCUMENTS[found.format or ""]
    try:
        part = reports.part_named(snapshot, found.part or "")
    except UnknownPartError:  # it was named by an earlier version of this program
        return f"{document} con una parte"
    return f"{document} {_showing(part, snapshot)}"


def _showing(part: Part, snapshot: Snapshot) -> str:
    match part.kind:
        case "whole":
            return "completo"
        case "matrix":
            return "con solo la matriz"
        case "summary":
            return "con solo el resumen de Control Interno"
        case "component":
            name = next(one.name for one in snapshot.components if one.number == part.component)
            return f"con solo el componente {part.component}, «{name}»,"
        case "office":
            return f"con solo la parte {of_the(part.label)},"
