"""Outbox rows for what happened: written in the transaction in which it happens, delivered by the scheduler afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from pacc_flow.clock import bogota_date
from pacc_flow.models import (
    Account,
    Activity,
    Cut,
    CutState,
    Entry,
    Membership,
    Notice,
    Office,
    OfficeKind,
    Report,
    Responsibility,
)
from pacc_flow.models.outbox import RECEIPT
from pacc_flow.models.stand_ins import replaced_by
from pacc_flow.notifications.preferences import Way, preferences_of
from pacc_flow.workflow import Action, Standing, State, Step

RETURNED, PUBLISHED, MOVED = "returned", "published", "moved"
ASSIGNED, SUBSTITUTE = "assigned", "substitute"
_NEWS = {Action.REVIEW: "reviewed", Action.VERIFY: "verified"}
# Receipts are told together, so that forty decisions in a morning are not forty mails.
RECEIPTS_EVERY = timedelta(minutes=15)


def tell(
    session: Session,
    recipients: Iterable[Account],
    kind: str,
    *,
    cut_id: int | None,
    step: str,
    content: Mapping[str, object],
    at: datetime,
    round_: int = 1,
) -> int:
    """One row for each person who wants to hear of such an event, in the way in which they want it; how many were told.
    `cut_id` is the cut that it is about, if it is about one.
    """
    told = 0
    for recipient in recipients:
        preferences = preferences_of(recipient)
        way = preferences.way_of(kind)
        if way is not Way.NEVER:
            session.add(
                Notice(
                    recipient_id=recipient.id,
                    cut_id=cut_id,
                    kind=kind,
                    step=step,
                    round=round_,
                    content=dict(content),
                    created_at=at,
                    next_try_at=at if way is Way.AT_ONCE else preferences.next_digest(at),
                    at_once=way is Way.AT_ONCE,
                )
            )
            told += 1
    return told


def notify(session: Session, entry: Entry, step: Step, *, by: Account, at: datetime) -> None:
    """Who takes a step gets its receipt; whom it concerns hears of it: of a return with its comment."""
    if step.action is not Action.SAVE:
        session.add(_receipt(entry, step, by, at))
    if step.is_return and step.action is not Action.REOPEN:
        comment = {"comment": entry.return_comment, "by": by.name}
        kind, content = RETURNED, {"entry_id": entry.id, "state": step.target} | comment
        people = session.scalars(_concerned(entry, step)).all()
        concerned = _with_stand_ins(session, entry.activity.plan.entity_id, people, at=at)
    elif step.action in _NEWS:
        kind, content = _NEWS[step.action], {"entry_id": entry.id}
        concerned = list(session.scalars(_whose_work_it_was(entry, step.action)))
    else:
        return
    others = [person for person in concerned if person.id != by.id]
    step_key = f"{entry.id}@{entry.rev}"
    tell(session, others, kind, cut_id=entry.cut_id, step=step_key, round_=entry.round, content=content, at=at)


def announce(session: Session, report: Report, cut: Cut, *, entity_id: int, at: datetime) -> None:
    """Planning, Internal Control, the heads of the offices, whoever replaces one of them, and the auditors hear of a
    publication, with its checkpoint.
    """
    informed = or_(Office.kind.in_((OfficeKind.PLANNING, OfficeKind.CONTROL)), Membership.is_head)
    members = session.scalars(_current().where(Office.entity_id == entity_id, informed)).all()
    auditors = session.scalars(
        select(Account).where(Account.entity_id == entity_id, Account.is_active, Account.standing == Standing.AUDITOR)
    ).all()
    tell(
        session,
        {person.id: person for person in (*_with_stand_ins(session, entity_id, members, at=at), *auditors)}.values(),
        PUBLISHED,
        cut_id=cut.id,
        step=f"revision {report.revision}",
        round_=report.revision,
        content={"cut": cut.id, "revision": report.revision},
        at=at,
    )


def announce_move(
    session: Session, cut: Cut, moved: Mapping[str, Sequence[date]], *, reason: str, by: str, by_id: int | None, at: datetime
) -> None:
    """`cut`, with its plan at hand, as it stands after the move; `moved` holds each milestone as `[old, new]`.

    Told to the offices that still have something to see through in the cut, to Planning, to Internal Control and whoever
    replaces one of them, but not to whoever moved it, who has the receipt. The revision of the cut tells moves apart.
    """
    session.flush()
    members = session.scalars(_current().where(or_(*_concerned_by_move(cut)))).all()
    concerned = _with_stand_ins(session, cut.plan.entity_id, members, at=at)
    others = [person for person in concerned if person.id != by_id]
    told = {name: [on.isoformat() for on in days] for name, days in moved.items()}
    content = {"reason": reason, "moved": told, "by": by}
    tell(session, others, MOVED, cut_id=cut.id, step=f"revision {cut.rev}", round_=cut.rev, content=content, at=at)


def _concerned_by_move(cut: Cut) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Before it opens, every office of the plan."""
    unfinished = select(Responsibility.office_id).join(Activity).where(Activity.plan_id == cut.plan_id)
    if cut.state != CutState.PLANNED:
        is_open = and_(Entry.activity_id == Activity.id, Entry.cut_id == cut.id, Entry.state != State.VERIFIED)
        unfinished = unfinished.join(Entry, is_open)
    oversees = Office.kind.in_((OfficeKind.PLANNING, OfficeKind.CONTROL))
    return Membership.office_id.in_(unfinished), and_(Office.entity_id == cut.plan.entity_id, oversees)


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


def _current() -> Select[Account]:
    return (
        select(Account)
        .join(Account.memberships)
        .join(Membership.office)
        .where(Membership.ended_at.is_(None), Account.is_active)
        .distinct()
        .order_by(Account.id)
    )


def _concerned(entry: Entry, step: Step) -> Select[Account]:
    if step.action is Action.RETURN_TO_OFFICE:
        responsible = [responsibility.office_id for responsibility in entry.activity.responsibilities]
        return _current().where(Membership.office_id.in_(responsible))
    return _current().where(Office.entity_id == entry.activity.plan.entity_id, Office.kind == OfficeKind.PLANNING)


def _with_stand_ins(session: Session, entity_id: int, people: Sequence[Account], *, at: datetime) -> list[Account]:
    """Whoever replaces one of them hears of it too: they may be the one who sent it."""
    away = replaced_by(session, entity_id, on=bogota_date(at))
    substitutes = {away[person.id] for person in people if person.id in away} - {person.id for person in people}
    if not substitutes:
        return list(people)
    return [*people, *session.scalars(select(Account).where(Account.id.in_(substitutes)).order_by(Account.id))]


def _whose_work_it_was(entry: Entry, action: Action) -> Select[Account]:
    """Whoever sent it and, once it is verified, whoever reviewed it; and in whose name, where a substitute did."""
    people = {entry.submitted_by_id, entry.submitted_for_id}
    if action is Action.VERIFY:
        people |= {entry.reviewed_by_id, entry.reviewed_for_id}
    return select(Account).where(Account.id.in_(people - {None}), Account.is_active).order_by(Account.id)
