"""An entity changes its calendar: opened cuts stay, planned ones follow when asked to, with a reason, and people hear of it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.entity_calendar import (
    Application,
    CalendarSettings,
    Kept,
    fingerprint,
    plans_under_way,
    rules_from,
    set_calendar,
)
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.refusals import Invalid
from pacc_flow.clock import bogota_date
from pacc_flow.models import Account, Cut, LedgerRecord, Notice
from tests.support.cast import NOW, SETUP, World

WHY = "Lo decidió el comité."


def calendar(**changed: Any) -> CalendarSettings:  # noqa: ANN401 - any field of the settings
    values: dict[str, Any] = {"schedule": ("04-30", "08-31", "12-31"), "offsets": {}, "days_off": (), "days_worked": ()}
    return CalendarSettings(**(values | changed))


def seen(world: World, settings: CalendarSettings) -> str:
    today = bogota_date(NOW)
    return fingerprint(plans_under_way(world.session, world.entity.id, rules_from(settings), today=today))


def applied(world: World, settings: CalendarSettings, reason: str = WHY, mark: str = "") -> Kept:
    apply = Application(reason, mark or seen(world, settings))
    kept = set_calendar(world.session, world.entity, settings, actor=SETUP, at=NOW, apply=apply)
    world.session.commit()
    return kept


def dates(world: World) -> list[tuple[str, date, date]]:
    world.session.expire_all()
    cuts = world.session.scalars(select(Cut).order_by(Cut.number))
    return [(cut.name, cut.cut_on, cut.control_due_on) for cut in cuts]


def test_without_being_asked_to_planned_cuts_keep_their_dates(world: World):
    before = dates(world)
    kept = set_calendar(world.session, world.entity, calendar(schedule=("06-30", "12-31")), actor=SETUP, at=NOW)
    world.session.commit()
    assert (kept.moved, kept.added, kept.receipt is not None) == (0, 0, True)
    assert world.entity.schedule == ["06-30", "12-31"]
    assert dates(world) == before


def test_planned_cuts_follow_and_the_open_one_stays(world: World):
    days = (date(2026, 12, 24), date(2026, 9, 2), date(2026, 9, 2))
    kept = applied(world, calendar(days_off=days, schedule=("04-15", "08-31", "12-15")))
    assert (kept.moved, kept.added) == (2, 0)
    assert world.entity.days_off == ["2026-09-02", "2026-12-24"]
    assert dates(world) == [
        ("Primer corte", date(2026, 4, 30), date(2026, 5, 15)),
        ("Segundo corte", date(2026, 8, 31), date(2026, 9, 15)),
        ("Tercer corte", date(2026, 12, 15), date(2026, 12, 31)),
    ]
    versions = [cut.calendar_version for cut in world.session.scalars(select(Cut).order_by(Cut.number))]
    assert versions[0] != versions[1] == versions[2]


def test_a_year_with_more_cuts_gets_the_ones_that_are_lacking(world: World):
    kept = applied(world, calendar(schedule=("03-31", "06-30", "09-30", "12-31")))
    assert (kept.moved, kept.added) == (2, 1)
    assert [(name, on) for name, on, _ in dates(world)] == [
        ("Primer corte", date(2026, 4, 30)),
        ("Segundo corte", date(2026, 6, 30)),
        ("Tercer corte", date(2026, 9, 30)),
        ("Cuarto corte", date(2026, 12, 31)),
    ]


def test_the_trail_tells_what_moved_and_why_and_everybody_of_the_plan_hears_of_it(world: World):
    applied(world, calendar(schedule=("04-30", "08-31", "12-15")))
    told = [json.loads(body) for body in world.session.scalars(select(LedgerRecord.body).order_by(LedgerRecord.seq))][-2:]
    assert [one["kind"] for one in told] == ["entity:update", "cut:move_milestone"]
    assert [one["data"]["reason"] for one in told] == [WHY, WHY]
    assert told[1]["data"]["milestones"]["cut_on"] == ["2026-12-31", "2026-12-15"]
    found = world.session.execute(select(Account.name, Notice.content).join(Notice.recipient).where(Notice.kind == "moved"))
    notices = {row.name.split()[0]: row.content for row in found}
    assert set(notices) == {"Laura", "Mateo", "Paola", "Andrés", "Diana", "Marta", "Jorge"}
    assert notices["Marta"]["moved"]["cut_on"] == ["2026-12-31", "2026-12-15"]
    assert "calendar_version" not in notices["Marta"]["moved"]


def test_what_was_moved_by_hand_is_told_with_the_day_that_it_loses(world: World):
    moves = {"control_due_on": date(2026, 9, 21)}
    move_milestones(world.session, world.cut(2), moves, reason="Auditoría.", actor=SETUP, at=NOW)
    world.session.commit()
    settings = calendar(days_off=(date(2026, 9, 2),))
    plans = plans_under_way(world.session, world.entity.id, rules_from(settings), today=bogota_date(NOW))
    second = plans[0].outcomes[1]
    assert second.before is not None
    assert (second.before.control_due_on, second.after.control_due_on) == (date(2026, 9, 21), date(2026, 9, 15))


# No term of a cut would come within a year of it.
MOST_OF_A_YEAR = tuple(date(2026, 9, 1) + timedelta(days=n) for n in range(400))


@pytest.mark.parametrize(
    ("settings", "reason", "mark", "field"),
    [
        (calendar(schedule=()), WHY, "", "schedule"),
        (calendar(offsets={"offices": 9, "planning": 3}), WHY, "", "offsets"),
        (calendar(days_off=(date(2026, 7, 20),), days_worked=(date(2026, 7, 20),)), WHY, "", "days_off"),
        (calendar(days_off=MOST_OF_A_YEAR), WHY, "", "days_off"),
        (calendar(days_off=(date(2026, 9, 2),)), " \x00", "", "reason"),
        (calendar(schedule=("04-30",)), WHY, "", "cuts"),
        (calendar(days_off=(date(2026, 9, 2),)), WHY, "what was seen yesterday", "cuts"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    world: World, settings: CalendarSettings, reason: str, mark: str, field: str
):
    before, size = dates(world), world.session.scalar(select(func.count()).select_from(LedgerRecord))
    with pytest.raises(Invalid) as refused:
        applied(world, settings, reason, mark)
    assert set(refused.value.errors) == {field}
    world.session.rollback()
    assert dates(world) == before
    assert world.entity.schedule == ["04-30", "08-31", "12-31"]
    assert world.session.scalar(select(func.count()).select_from(LedgerRecord)) == size


def test_planned_cuts_follow_later_what_was_kept_without_them(world: World):
    settings = calendar(days_off=(date(2026, 9, 2),))
    set_calendar(world.session, world.entity, settings, actor=SETUP, at=NOW)
    world.session.commit()
    kept = applied(world, settings)
    assert (kept.moved, kept.receipt is not None) == (1, True)
    assert applied(world, settings) == Kept(None, 0, 0)
