"""Outbox rows: written in the transaction that decides, delivered by the scheduler afterwards."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.models import Account, Entry, Membership, Notice, Office, OfficeKind
from pacc_flow.workflow import Action, Step

RETURNED = "returned"


def notify(session: Session, entry: Entry, step: Step, *, by: Account, at: datetime) -> None:
    """Whom a return concerns finds it, with its comment, in the next digest; the person who returned it does not."""
    if not step.is_return or step.action is Action.REOPEN:
        return
    for recipient_id in _concerned(session, entry, step):
        if recipient_id != by.id:
            session.add(
                Notice(
                    recipient_id=recipient_id,
                    cut_id=entry.cut_id,
                    kind=RETURNED,
                    step=f"{entry.id}@{entry.rev}",
                    round=entry.round,
                    content={"entry_id": entry.id, "comment": entry.return_comment, "by": by.name},
                    created_at=at,
                    next_try_at=at,
                )
            )


def _concerned(session: Session, entry: Entry, step: Step) -> list[int]:
    current = (
        select(Membership.account_id)
        .join(Membership.office)
        .join(Membership.account)
        .where(Membership.ended_at.is_(None), Account.is_active)
        .distinct()
        .order_by(Membership.account_id)
    )
    if step.action is Action.RETURN_TO_OFFICE:
        responsible = [responsibility.office_id for responsibility in entry.activity.responsibilities]
        return list(session.scalars(current.where(Membership.office_id.in_(responsible))))
    planning = (Office.entity_id == entry.activity.plan.entity_id, Office.kind == OfficeKind.PLANNING)
    return list(session.scalars(current.where(*planning)))
