"""A published follow-up, frozen, and the documents written from it alone."""

from pacc_flow.reports.formats import FORMATS, Format, UnknownFormatError, file_name, render
from pacc_flow.reports.json import write as write_json
from pacc_flow.reports.record import SnapshotError
from pacc_flow.reports.snapshot import Snapshot
from pacc_flow.reports.status import Status, status_at
from pacc_flow.reports.summary import Summary, Zone, as_earlier, summarise

__all__ = [
    "FORMATS",
    "Format",
    "Snapshot",
    "SnapshotError",
    "Status",
    "Summary",
    "UnknownFormatError",
    "Zone",
    "as_earlier",
    "file_name",
    "render",
    "status_at",
    "summarise",
    "write_json",
]
