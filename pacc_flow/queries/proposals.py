"""The proposals of an entity: those that wait for decisions, those that became a plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pacc_flow.models import Account, Office, Plan, Proposal, ProposalState

MOST = 50


@dataclass(frozen=True)
class ProposalLine:
    """`year` is that of the plan it became, when it did."""

    id: int
    file_name: str
    state: ProposalState
    uploaded_at: datetime
    uploaded_by: str
    year: int | None


def proposals_of(session: Session, entity_id: int) -> list[ProposalLine]:
    """The newest first, without those put aside. Their readings, which are large, stay where they are."""
    rows = session.execute(
        select(Proposal.id, Proposal.file_name, Proposal.state, Proposal.uploaded_at, Account.name, Plan.year)
        .outerjoin(Account, Account.id == Proposal.uploaded_by_id)
        .outerjoin(Plan, Plan.id == Proposal.plan_id)
        .where(Proposal.entity_id == entity_id, Proposal.state != ProposalState.DISCARDED)
        .order_by(Proposal.id.desc())
        .limit(MOST)
    )
    return [
        ProposalLine(row.id, row.file_name, ProposalState(row.state), row.uploaded_at, row.name or "El sistema", row.year)
        for row in rows
    ]


def proposal_of(session: Session, proposal_id: int, *, entity_id: int) -> Proposal | None:
    """With its plan and whoever uploaded it at hand; none when it is of another entity."""
    return session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id, Proposal.entity_id == entity_id)
        .options(joinedload(Proposal.plan), joinedload(Proposal.uploaded_by))
    )


def all_offices(session: Session, entity_id: int) -> Sequence[Office]:
    """Open and closed, by name."""
    return session.scalars(select(Office).where(Office.entity_id == entity_id).order_by(Office.name_key)).all()


def names_of(session: Session, account_ids: Iterable[int]) -> dict[int, str]:
    found = session.execute(select(Account.id, Account.name).where(Account.id.in_(set(account_ids))))
    return {row.id: row.name for row in found}


def years_with_plan(session: Session, entity_id: int) -> frozenset[int]:
    return frozenset(session.scalars(select(Plan.year).where(Plan.entity_id == entity_id)))
