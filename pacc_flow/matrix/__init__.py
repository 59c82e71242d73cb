"""A spreadsheet or a document becomes a proposal: rows as read, what is doubtful about each, and how sure we are."""

from pacc_flow.matrix.apart import read
from pacc_flow.matrix.cells.dates import nearest_days, read_dates
from pacc_flow.matrix.deciding.corrections import BadCorrection
from pacc_flow.matrix.deciding.decisions import Decisions, Pending, apply, pending
from pacc_flow.matrix.findings import KINDS, Code, Confidence, Finding, Need
from pacc_flow.matrix.offices.office_proposal import OfficeProposal, Spelling, propose_offices
from pacc_flow.matrix.offices.offices import OfficeCatalogue
from pacc_flow.matrix.pace import Part
from pacc_flow.matrix.pasted_table import pasted_name
from pacc_flow.matrix.places.catalogue import PAAC, Catalogue
from pacc_flow.matrix.proposal import Metadata, Proposal, Row, original_cells
from pacc_flow.matrix.proposal_json import dumps, from_json, to_json
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.unreadable import Unreadable

__all__ = [
    "KINDS",
    "PAAC",
    "BadCorrection",
    "Catalogue",
    "Code",
    "Confidence",
    "Decisions",
    "Finding",
    "Limits",
    "Metadata",
    "Need",
    "OfficeCatalogue",
    "OfficeProposal",
    "Part",
    "Pending",
    "Proposal",
    "Row",
    "Spelling",
    "Unreadable",
    "apply",
    "dumps",
    "from_json",
    "nearest_days",
    "original_cells",
    "pasted_name",
    "pending",
    "propose_offices",
    "read",
    "read_dates",
    "to_json",
]
