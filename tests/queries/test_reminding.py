"""Who is reminded while somebody is away: whoever replaces them, and of nothing that they may not decide."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from pacc_flow.actions.accounts import deactivate_account
from pacc_flow.actions.entity_calendar import CalendarSettings, plans_under_way, rules_from
from pacc_flow.actions.nudges import Late, nudge
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.substitutions import name_substitute
from pacc_flow.calendar import EntryFacts, PersonFacts
from pacc_flow.clock import bogota_date
from pacc_flow.models import Notice
from pacc_flow.queries import reminding
from pacc_flow.workflow import Action, State
from tests.support.cast import NOW, SETUP, World

TODAY = bogota_date(NOW)
RULES = rules_from(CalendarSettings(("04-30", "08-31", "12-31"), {}, (), ()))


def away(world: World, name: str, by: str) -> None:
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=2)}
    name_substitute(world.session, world.person(name), world.person(by), **days, actor=SETUP, at=NOW)
    world.session.commit()


def told(world: World, days: int = 0) -> dict[str, PersonFacts]:
    """By the first word of their name, who may be told something."""
    facts = reminding.facts(world.session, world.entity.id, [world.cut()], now=NOW + timedelta(days=days))
    names = {world.person(name).id: name for name in ("Laura", "Mateo", "Paola", "Andrés", "Diana", "Marta", "Jorge")}
    return {names[person.person_id]: person for person in facts.people}


def entry(world: World, number: int) -> EntryFacts:
    facts = reminding.facts(world.session, world.entity.id, [world.cut()], now=NOW)
    return next(one for one in facts.entries[world.cut().id] if one.number == number)


def offices(world: World, *names: str) -> frozenset[int]:
    return frozenset(world.office(name).id for name in names)


def test_what_somebody_away_would_be_told_is_told_to_whoever_replaces_them(world: World):
    away(world, "Andrés", by="Laura")
    people = told(world)
    assert "Andrés" not in people
    assert people["Laura"].office_ids == offices(world, "Oficina Comercial", "Oficina de Planeación")
    assert people["Laura"].roles == {"office", "planning"}


@pytest.mark.parametrize("days", [-1, 3])
def test_on_any_other_day_everybody_is_told_their_own(world: World, days: int):
    away(world, "Andrés", by="Laura")
    people = told(world, days)
    assert people["Andrés"].roles == {"office", "planning"}
    assert people["Laura"].roles == {"office"}


def test_when_whoever_replaces_them_is_gone_they_are_told_themselves(world: World):
    away(world, "Andrés", by="Laura")
    deactivate_account(world.session, world.person("Laura"), actor=SETUP, at=NOW)
    world.session.commit()
    assert told(world)["Andrés"].roles == {"office", "planning"}


def test_nobody_is_asked_to_decide_on_what_is_theirs_in_either_name(world: World):
    away(world, "Laura", by="Paola")
    sent = world.entry(1)
    brings = Brings(content=world.written("Laura"))
    perform(world.session, sent.id, Action.SUBMIT, actor=world.person("Paola"), seen_rev=sent.rev, at=NOW, brings=brings)
    world.session.commit()
    world.submit(3, by="Andrés")
    away(world, "Andrés", by="Diana")
    assert entry(world, 1).barred_ids == {world.person("Laura").id, world.person("Paola").id}
    assert entry(world, 3).barred_ids == {world.person("Andrés").id, world.person("Diana").id}


def test_a_return_is_told_to_whoever_replaces_those_of_the_office_too(world: World):
    away(world, "Laura", by="Paola")
    world.submit(1)
    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta el acta.")
    recipients = set(world.session.scalars(select(Notice.recipient_id).where(Notice.kind == "returned")))
    assert recipients == {world.person(name).id for name in ("Laura", "Mateo", "Paola")}


def test_whoever_locks_the_cuts_of_an_entity_takes_them_in_one_order(world: World):
    """Two who took the same cuts in two orders would wait for each other for ever."""
    locks: list[str] = []
    event.listen(world.engine, "before_cursor_execute", lambda *asked: locks.append(asked[2]))
    entity_id, first = world.entity.id, world.entry(1)
    late = Late(first.id, first.cut_id, State.DRAFT, first.round)
    locks.clear()
    reminding.open_cuts(world.session, entity_id)
    plans_under_way(world.session, entity_id, RULES, today=TODAY, lock=True)
    nudge(world.session, {world.person("Laura").id: [late]}, actor=world.person("Andrés"), at=NOW)
    assert sum("ORDER BY cut.id" in statement for statement in locks) == 3
