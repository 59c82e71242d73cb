"""The calendar of an entity: its cuts, their terms and its own days, and what a change does to cuts that are planned."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.cuts import plan_cut
from pacc_flow.actions.milestones import why_moved, write_move
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar import (
    BusinessCalendar,
    CutOfPlan,
    CutSchedule,
    InvalidCalendarError,
    Offsets,
    Outcome,
    milestones,
    replanned,
)
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Cut, CutState, Entity, Plan
from pacc_flow.models.calendars import milestones_of

_CHANGED_MEANWHILE = "Los cortes cambiaron mientras usted los miraba: así están ahora. No se guardó nada."


@dataclass(frozen=True)
class CalendarSettings:
    """`schedule` as MM-DD, `offsets` in the JSON shape of the room calendar."""

    schedule: tuple[str, ...]
    offsets: dict[str, int]
    days_off: tuple[date, ...]
    days_worked: tuple[date, ...]

    def values(self) -> dict[str, object]:
        return {
            "schedule": list(self.schedule),
            "offsets": self.offsets,
            "days_off": [on.isoformat() for on in sorted(set(self.days_off))],
            "days_worked": [on.isoformat() for on in sorted(set(self.days_worked))],
        }


@dataclass(frozen=True)
class Rules:
    """The settings as the room calendar understands them."""

    schedule: CutSchedule
    offsets: Offsets
    calendar: BusinessCalendar


@dataclass(frozen=True)
class PlanUnderWay:
    """A plan with cuts that did not open yet. Either `outcomes`, or the sentence that says why its cuts cannot follow."""

    plan: Plan
    cuts: tuple[Cut, ...]
    outcomes: tuple[Outcome, ...]
    refusal: str

    @property
    def changes(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.fate in ("moves", "added"))


@dataclass(frozen=True)
class Application:
    """The choice to take the planned cuts along: why, and the `fingerprint` of what was seen to happen to them."""

    reason: str
    seen: str


@dataclass(frozen=True)
class Kept:
    """The receipt of the settings or, when these were as they are, of the last cut; how many cuts moved and were added."""

    receipt: Receipt | None
    moved: int
    added: int


def rules_from(settings: CalendarSettings) -> Rules:
    """Raises Invalid naming the fields that cannot be."""
    checks: dict[str, Callable[[], object]] = {
        "schedule": lambda: CutSchedule.from_json(settings.schedule),
        "offsets": lambda: Offsets.from_json(settings.offsets),
        "days_off": lambda: BusinessCalendar(frozenset(settings.days_off), frozenset(settings.days_worked)),
    }
    errors = {}
    for field, check in checks.items():
        try:
            check()
        except InvalidCalendarError as refusal:
            errors[field] = str(refusal)
    if errors:
        raise Invalid(errors)
    rules = Rules(
        CutSchedule.from_json(settings.schedule),
        Offsets.from_json(settings.offsets),
        BusinessCalendar(frozenset(settings.days_off), frozenset(settings.days_worked)),
    )
    _check_that_terms_fit(rules, {year for on in settings.days_off for year in (on.year - 1, on.year)})
    return rules


def _check_that_terms_fit(rules: Rules, years: Iterable[int]) -> None:
    """With too few days to work, the terms of a cut would be too far from it."""
    try:
        for on in (on for year in sorted(years) for on in rules.schedule.dates(year)):
            milestones(on, rules.offsets, rules.calendar)
    except InvalidCalendarError as refusal:
        raise Invalid({"days_off": f"Quedan muy pocos días hábiles. {refusal}"}) from refusal


def plans_under_way(session: Session, entity_id: int, rules: Rules, *, today: date, lock: bool = False) -> list[PlanUnderWay]:
    """Each plan that has a cut to open, the oldest first, with what the rules would make of its cuts."""
    waiting = select(Cut.plan_id).where(Cut.state == CutState.PLANNED)
    found = (
        select(Cut)
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id, Plan.id.in_(waiting))
        .options(contains_eager(Cut.plan))
        .order_by(Cut.id)  # as whoever else locks them
        .execution_options(populate_existing=True)
    )
    cuts = session.scalars(found.with_for_update(of=Cut) if lock else found)
    by_year = sorted(cuts, key=lambda cut: (cut.plan.year, cut.number))
    return [_under_way(tuple(of_plan), rules, today) for _, of_plan in groupby(by_year, key=lambda cut: cut.plan_id)]


def fingerprint(plans: Sequence[PlanUnderWay]) -> str:
    """Of what would happen to the planned cuts: the same again means that nobody changed them meanwhile."""
    told = [(one.plan.year, outcome.number, outcome.fate, str(outcome.after)) for one in plans for outcome in one.outcomes]
    return sha256(repr(told).encode()).hexdigest()[:16]


def set_calendar(
    session: Session,
    entity: Entity,
    settings: CalendarSettings,
    *,
    actor: Actor,
    at: datetime,
    apply: Application | None = None,
) -> Kept:
    """Cuts that opened keep their dates; planned ones too, unless the change is to be applied to them.

    Raises Invalid naming a field of the settings, `reason`, or `cuts` when these cannot follow or changed meanwhile.
    """
    rules = rules_from(settings)
    plans: list[PlanUnderWay] = []
    reason = ""
    if apply:
        reason = why_moved(apply.reason)
        plans = plans_under_way(session, entity.id, rules, today=bogota_date(at), lock=True)
        _check(plans, apply)
    changed: dict[str, object] = dict(change(entity, settings.values()))
    receipt = None
    if changed:
        data = changed | ({"reason": reason} if reason else {})
        receipt = record(session, kind=Kind.ENTITY_UPDATE, actor=actor, at=at, subject=entity, entity_id=entity.id, data=data)
    receipts = [_follow(session, plan, one, reason=reason, actor=actor, at=at) for plan in plans for one in plan.changes]
    fates = [one.fate for plan in plans for one in plan.changes]
    return Kept(receipt or (receipts[-1] if receipts else None), fates.count("moves"), fates.count("added"))


def _under_way(cuts: tuple[Cut, ...], rules: Rules, today: date) -> PlanUnderWay:
    plan = cuts[0].plan
    known = [CutOfPlan(cut.number, cut.state == CutState.PLANNED, milestones_of(cut)) for cut in cuts]
    try:
        outcomes = replanned(plan.year, known, rules.schedule, rules.offsets, rules.calendar, today=today)
    except InvalidCalendarError as refusal:
        return PlanUnderWay(plan, cuts, (), str(refusal))
    return PlanUnderWay(plan, cuts, outcomes, "")


def _check(plans: Sequence[PlanUnderWay], apply: Application) -> None:
    if refusal := next((one.refusal for one in plans if one.refusal), ""):
        raise Invalid({"cuts": refusal})
    if fingerprint(plans) != apply.seen:
        raise Invalid({"cuts": _CHANGED_MEANWHILE})


def _follow(session: Session, under_way: PlanUnderWay, one: Outcome, *, reason: str, actor: Actor, at: datetime) -> Receipt:
    if one.before is None:
        return plan_cut(session, under_way.plan, one.number, one.after, actor=actor, at=at)[1]
    cut = next(cut for cut in under_way.cuts if cut.number == one.number)
    return write_move(session, cut, asdict(one.after), reason=reason, actor=actor, at=at)
