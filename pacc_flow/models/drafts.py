"""From a stored proposal to the draft of the plan that it would be."""

import json
from collections.abc import Iterable

from pacc_flow import matrix
from pacc_flow.matrix.deciding.decision_log import DecisionLog
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.matrix.offices.document_offices import KnownOffice
from pacc_flow.models.entity import Office
from pacc_flow.models.proposal import Proposal


def reading_of(proposal: Proposal) -> matrix.Proposal:
    return matrix.from_json(json.loads(proposal.reading))


def stored_reading(reading: matrix.Proposal) -> str:
    return json.dumps(matrix.to_json(reading), ensure_ascii=False, separators=(",", ":"))


def log_of(proposal: Proposal) -> DecisionLog:
    return DecisionLog.from_json(proposal.decisions)


def draft_of(proposal: Proposal, offices: Iterable[Office]) -> PlanDraft:
    """Against the offices that the entity has now."""
    return PlanDraft.of(reading_of(proposal), log_of(proposal), known_offices(offices))


def known_offices(offices: Iterable[Office]) -> list[KnownOffice]:
    return [KnownOffice(office.name, tuple(office.spellings), office.kind, office.is_active) for office in offices]
