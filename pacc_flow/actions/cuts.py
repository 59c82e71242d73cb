"""The life of a cut: planned with its plan, opened on its day or by Planning, published by Internal Control."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.content import EMPTY_DIGEST
from pacc_flow.actions.refusals import Forbidden, NotFound, Refusal
from pacc_flow.actions.seats import seat_of
from pacc_flow.actions.source import NOWHERE, Source
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar import Milestones, milestones, ordinal_name
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Activity, Cut, CutState, Entry, OfficeKind, Plan, facts_of_account
from pacc_flow.models.calendars import calendar_of, offsets_of, schedule_of
from pacc_flow.workflow.publication import why_not_open


def plan_cuts(session: Session, plan: Plan, *, actor: Actor, at: datetime, first: int = 1) -> list[Cut]:
    """The cuts of the year by the entity's schedule, from the `first` on, each with its milestones and their calendar."""
    entity = plan.entity
    calendar, offsets = calendar_of(entity), offsets_of(entity)
    dates = enumerate(schedule_of(entity).dates(plan.year), start=1)
    return [
        plan_cut(session, plan, number, milestones(cut_on, offsets, calendar), actor=actor, at=at)[0]
        for number, cut_on in dates
        if number >= first
    ]


def plan_cut(session: Session, plan: Plan, number: int, the: Milestones, *, actor: Actor, at: datetime) -> tuple[Cut, Receipt]:
    cut = Cut(plan_id=plan.id, number=number, name=ordinal_name(number), **asdict(the))
    session.add(cut)
    data = {"cut_on": the.cut_on.isoformat(), "number": number, "plan": plan.id}
    receipt = record(session, kind=Kind.CUT_PLAN, actor=actor, at=at, subject=cut, entity_id=plan.entity_id, data=data)
    return cut, receipt


def open_cut_early(session: Session, cut_id: int, *, actor: Account, at: datetime, source: Source = NOWHERE) -> Receipt:
    """Planning opens a planned cut before its day. Raises NotFound, Forbidden, or Refusal when it is open already."""
    cut = load_cut(session, cut_id, entity_id=actor.entity_id)
    person = facts_of_account(actor, on=bogota_date(at))
    if refusal := why_not_open(person, is_planned=True):
        raise Forbidden(refusal)
    if refusal := why_not_open(person, is_planned=cut.state == CutState.PLANNED):
        raise Refusal(refusal)
    seat = seat_of(actor, OfficeKind.PLANNING, on=bogota_date(at))
    return open_cut(session, cut, actor=seat.actor(actor, source), at=at)


def open_cut(session: Session, cut: Cut, *, actor: Actor, at: datetime) -> Receipt:
    """Creates the entries, one for each activity, with the percentage verified at the previous cut as their baseline."""
    entity_id = cut.plan.entity_id
    baseline = _verified_before(session, cut)
    for activity_id in session.scalars(select(Activity.id).where(Activity.plan_id == cut.plan_id).order_by(Activity.number)):
        entry = Entry(
            cut_id=cut.id,
            activity_id=activity_id,
            baseline_percent=baseline.get(activity_id),
            content_sha256=EMPTY_DIGEST,
        )
        session.add(entry)
        data = {"activity": activity_id, "baseline_percent": baseline.get(activity_id), "cut": cut.id}
        record(session, kind=Kind.ENTRY_CREATE, actor=actor, at=at, subject=entry, entity_id=entity_id, data=data)
    cut.state = CutState.OPEN
    cut.opened_at = at
    opened = {"number": cut.number}
    return record(session, kind=Kind.CUT_OPEN, actor=actor, at=at, subject=cut, entity_id=entity_id, data=opened)


def load_cut(session: Session, cut_id: int, *, entity_id: int, lock: bool = True) -> Cut:
    """The cut of this entity, plan and entity at hand. Locked until the transaction ends, unless it is only to be read,
    so that no step slips in meanwhile.
    """
    found = (
        select(Cut)
        .join(Cut.plan)
        .where(Cut.id == cut_id, Plan.entity_id == entity_id)
        .options(contains_eager(Cut.plan).joinedload(Plan.entity, innerjoin=True))
        .execution_options(populate_existing=True)
    )
    cut = session.scalar(found.with_for_update(of=Cut) if lock else found)
    if cut is None:
        raise NotFound
    return cut


def _verified_before(session: Session, cut: Cut) -> dict[int, int | None]:
    """Progress is cumulative within the year: what was last verified of each activity at an earlier cut."""
    rows = session.execute(
        select(Entry.activity_id, Entry.verified_percent)
        .join(Entry.cut)
        .where(Cut.plan_id == cut.plan_id, Cut.number < cut.number, Entry.verified_percent.is_not(None))
        .order_by(Cut.number)
    )
    return {row.activity_id: row.verified_percent for row in rows}
