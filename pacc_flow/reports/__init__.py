"""A published follow-up, frozen, and the documents written from it alone."""

from pacc_flow.reports.edition import Edition
from pacc_flow.reports.formats import FORMATS, Format, UnknownFormatError, file_name, formats_of, render
from pacc_flow.reports.look import Logo, Look, Signatory
from pacc_flow.reports.parts import WHOLE, Part, UnknownPartError, part_named, parts_of
from pacc_flow.reports.record import SnapshotError
from pacc_flow.reports.registration import Registration
from pacc_flow.reports.snapshot import Snapshot
from pacc_flow.reports.status import Status, status_at
from pacc_flow.reports.summary import Summary, Zone, as_earlier, summarise

__all__ = [
    "FORMATS",
    "WHOLE",
    "Edition",
    "Format",
    "Logo",
    "Look",
    "Part",
    "Registration",
    "Signatory",
    "Snapshot",
    "SnapshotError",
    "Status",
    "Summary",
    "UnknownFormatError",
    "UnknownPartError",
    "Zone",
    "as_earlier",
    "file_name",
    "formats_of",
    "part_named",
    "parts_of",
    "render",
    "status_at",
    "summarise",
]
