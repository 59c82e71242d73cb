"""Outbox rows: written in the transaction that decides, delivered by the scheduler afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from pacc_flow.models import Account, Cut, Entry, Membership, Notice, Office, OfficeKind, Report
from pacc_flow.workflow import Action, Standing, Step

RETURNED, RECEIPT, PUBLISHED = "returned", "receipt", "published"
# Receipts are told together, so that forty decisions in a morning are not forty mails.
RECEIPTS_EVERY = timedelta(minutes=15)


def notify(session: Session, entry: Entry, step: Step, *, by: Account, at: datetime) -> None:
    """Who takes a step gets its receipt; whom a return concerns finds it, with its comment, in the next digest."""
    if step.action is not Action.SAVE:
        session.add(_receipt(entry, step, by, at))
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


def announce(session: Session, report: Report, cut: Cut, *, entity_id: int, at: datetime) -> None:
    """Planning, Internal Control, the heads of the offices and the auditors hear of a publication, with its checkpoint."""
    informed = or_(Office.kind.in_((OfficeKind.PLANNING, OfficeKind.CONTROL)), Membership.is_head)
    members = session.scalars(_current().where(Office.entity_id == entity_id, informed))
    auditors = session.scalars(
        select(Account.id).where(Account.entity_id == entity_id, Account.is_active, Account.standing == Standing.AUDITOR)
    )
    for recipient_id in sorted({*members, *auditors}):
        session.add(
            Notice(
                recipient_id=recipient_id,
                cut_id=cut.id,
                kind=PUBLISHED,
                step=f"revision {report.revision}",
                round=report.revision,
                content={"cut": cut.id, "revision": report.revision},
                created_at=at,
                next_try_at=at,
            )
        )


def _receipt(entry: Entry, step: Step, by: Account, at: datetime) -> Notice:
    since = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond) % RECEIPTS_EVERY
    return Notice(
        recipient_id=by.id,
        cut_id=entry.cut_id,
        kind=RECEIPT,
        step=f"{entry.id}@{entry.rev}",
        round=entry.round,
        content={"entry_id": entry.id, "rev": entry.rev, "action": step.action},
        created_at=at,
        next_try_at=at - since + RECEIPTS_EVERY,
    )


def _current() -> Select[int]:
    return (
        select(Membership.account_id)
        .join(Membership.office)
        .join(Membership.account)
        .where(Membership.ended_at.is_(None), Account.is_active)
        .distinct()
        .order_by(Membership.account_id)
    )


def _concerned(session: Session, entry: Entry, step: Step) -> Sequence[int]:
    if step.action is Action.RETURN_TO_OFFICE:
        responsible = [responsibility.office_id for responsibility in entry.activity.responsibilities]
        return session.scalars(_current().where(Membership.office_id.in_(responsible))).all()
    planning = (Office.entity_id == entry.activity.plan.entity_id, Office.kind == OfficeKind.PLANNING)
    return session.scalars(_current().where(*planning)).all()
