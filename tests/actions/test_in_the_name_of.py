"""What a substitute does: taken in whose name, on which days, and what the entry and the ledger keep of it."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from pacc_flow.actions.accounts import deactivate_account, update_account
from pacc_flow.actions.cuts import open_cut_early
from pacc_flow.actions.memberships import place_account
from pacc_flow.actions.perform import NOTHING, Brings, perform
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.refusals import Forbidden
from pacc_flow.actions.substitutions import end_substitution, name_substitute
from pacc_flow.actions.trail import Receipt
from pacc_flow.clock import bogota_date
from pacc_flow.models import LedgerRecord, Report, Substitution
from pacc_flow.queries.ledger_integrity import verify_ledger
from pacc_flow.workflow import Action, Standing, State
from tests.support.cast import NOW, SETUP, World

TODAY = bogota_date(NOW)
LAST = TODAY + timedelta(days=2)


def away(world: World, name: str, by: str, *, starts_in: int = 0, ends_in: int = 2) -> Substitution:
    days = {"starts_on": TODAY + timedelta(days=starts_in), "ends_on": TODAY + timedelta(days=ends_in)}
    made = name_substitute(world.session, world.person(name), world.person(by), **days, actor=SETUP, at=NOW)
    world.session.commit()
    return made.substitution


def take(world: World, name: str, action: Action, number: int = 1, *, at: datetime = NOW, brings: Brings = NOTHING) -> Receipt:
    entry = world.entry(number)
    actor = world.person(name)
    receipt = perform(world.session, entry.id, action, actor=actor, seen_rev=entry.rev, at=at, brings=brings)
    world.session.commit()
    return receipt


def body_of(world: World, receipt: Receipt) -> dict[str, object]:
    return json.loads(world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == receipt.seq)).one())


def written(world: World) -> Brings:
    return Brings(content=world.written("Laura"))


def test_what_a_substitute_sends_names_both(world: World):
    away(world, "Laura", by="Paola")
    receipt = take(world, "Paola", Action.SUBMIT, brings=written(world))
    entry, body = world.entry(), body_of(world, receipt)
    paola, laura = world.person("Paola").id, world.person("Laura").id
    assert (entry.submitted_by_id, entry.submitted_for_id) == (paola, laura)
    assert entry.authors == sorted([paola, laura])
    assert body["actor"] == {"id": paola, "office": world.office("Oficina Comercial").id, "role": "office"}
    assert body["data"]["on_behalf_of"] == laura
    assert receipt.on_behalf_of == laura


def test_the_evidence_that_a_substitute_adds_names_both(world: World):
    away(world, "Laura", by="Paola")
    receipt = take(world, "Paola", Action.SAVE, brings=written(world))
    before = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == receipt.seq - 1)).one()
    assert json.loads(before)["kind"] == "evidence:add"
    assert json.loads(before)["data"]["on_behalf_of"] == world.person("Laura").id


def test_what_is_also_their_own_is_taken_in_their_own_name(world: World):
    away(world, "Laura", by="Mateo")
    receipt = take(world, "Mateo", Action.SUBMIT, brings=written(world))
    assert world.entry().submitted_for_id is None
    assert "on_behalf_of" not in body_of(world, receipt)["data"]


def test_every_step_of_the_desks_is_taken_for_those_who_are_away(world: World):
    away(world, "Andrés", by="Laura")
    away(world, "Marta", by="Paola")
    world.submit(by="Mateo")
    take(world, "Laura", Action.REVIEW)
    take(world, "Paola", Action.VERIFY, brings=Brings(verified_percent=6500))
    entry = world.entry()
    assert (entry.reviewed_by.name, entry.reviewed_for.name) == ("Laura Cifuentes", "Andrés Rojas")
    assert (entry.verified_by.name, entry.verified_for.name) == ("Paola Guerrero", "Marta Lucía Peña")
    take(world, "Paola", Action.REOPEN, brings=Brings(comment="Una cifra quedó mal."))
    assert (world.entry().verified_by_id, world.entry().verified_for_id) == (None, None)
    take(world, "Paola", Action.RETURN_TO_OFFICE, brings=Brings(comment="No coincide."))
    entry = world.entry()
    assert (entry.reviewed_for_id, entry.submitted_for_id, entry.authors) == (None, None, [])
    world.session.rollback()
    assert verify_ledger(world.engine).findings == []


def test_nobody_reviews_what_they_sent_through_somebody_else(world: World):
    away(world, "Andrés", by="Laura")
    world.submit(by="Laura")
    with pytest.raises(Forbidden, match="La envió usted"):
        take(world, "Laura", Action.REVIEW)


def test_nobody_reviews_what_was_sent_in_their_name(world: World):
    away(world, "Andrés", by="Laura")
    take(world, "Laura", Action.SUBMIT, 3, brings=Brings(content=world.written("Andrés")))
    with pytest.raises(Forbidden, match="La enviaron en su nombre"):
        take(world, "Andrés", Action.REVIEW, 3)
    world.session.rollback()
    take(world, "Diana", Action.REVIEW, 3)
    assert world.entry(3).state == State.REVIEWED


def test_a_substitute_does_not_review_what_the_other_sent_as_long_as_they_replace_them(world: World):
    away(world, "Andrés", by="Diana")
    world.submit(3, by="Andrés")
    with pytest.raises(Forbidden, match="La envió Andrés Rojas, a quien usted reemplaza"):
        take(world, "Diana", Action.REVIEW, 3)
    world.session.rollback()
    take(world, "Diana", Action.REVIEW, 3, at=NOW + timedelta(days=3))
    assert world.entry(3).reviewed_by == world.person("Diana")


@pytest.mark.parametrize(
    ("days", "may"), [(-1, False), (0, True), (2, True), (3, False)], ids=["before", "first", "last", "after"]
)
def test_both_days_count_and_none_beside_them(world: World, days: int, *, may: bool):
    away(world, "Laura", by="Paola", starts_in=1, ends_in=3)
    at = NOW + timedelta(days=1 + days)
    if may:
        take(world, "Paola", Action.SUBMIT, brings=written(world), at=at)
        assert world.entry().submitted_for == world.person("Laura")
        return
    with pytest.raises(Forbidden):
        take(world, "Paola", Action.SUBMIT, brings=written(world), at=at)


def test_the_days_are_those_of_bogota(world: World):
    """The last minute of the last day in Bogotá is the next day in UTC already."""
    away(world, "Laura", by="Paola", ends_in=0)
    midnight = NOW.replace(hour=5, minute=0) + timedelta(days=1)
    with pytest.raises(Forbidden):
        take(world, "Paola", Action.SUBMIT, brings=written(world), at=midnight)
    world.session.rollback()
    take(world, "Paola", Action.SUBMIT, brings=written(world), at=midnight - timedelta(minutes=1))


def test_what_was_ended_lends_nothing_from_that_moment(world: World):
    made = away(world, "Laura", by="Paola")
    end_substitution(world.session, made, actor=SETUP, at=NOW)
    world.session.commit()
    with pytest.raises(Forbidden, match="de otra oficina"):
        take(world, "Paola", Action.SUBMIT, brings=written(world))


def leaves_the_office(world: World) -> None:
    place_account(world.session, world.person("Laura"), [], standing=Standing.MEMBER, actor=SETUP, at=NOW)


def is_deactivated(world: World) -> None:
    deactivate_account(world.session, world.person("Laura"), actor=SETUP, at=NOW)


def turns_auditor(world: World) -> None:
    laura = world.person("Laura")
    place_account(world.session, laura, [], standing=Standing.AUDITOR, actor=SETUP, at=NOW)
    update_account(world.session, laura, name=laura.name, standing=Standing.AUDITOR, actor=SETUP, at=NOW)


@pytest.mark.parametrize("happens", [leaves_the_office, is_deactivated, turns_auditor])
def test_whoever_has_no_duty_any_more_lends_none(world: World, happens: object):
    away(world, "Laura", by="Paola")
    brings = written(world)
    happens(world)
    world.session.commit()
    with pytest.raises(Forbidden):
        take(world, "Paola", Action.SUBMIT, brings=brings)


@pytest.mark.parametrize("standing", [Standing.ADMIN, Standing.AUDITOR])
def test_whoever_turns_to_administer_or_audit_replaces_nobody(world: World, standing: Standing):
    away(world, "Laura", by="Paola")
    paola = world.person("Paola")
    place_account(world.session, paola, [], standing=standing, actor=SETUP, at=NOW)
    update_account(world.session, paola, name=paola.name, standing=standing, actor=SETUP, at=NOW)
    world.session.commit()
    with pytest.raises(Forbidden):
        take(world, "Paola", Action.SUBMIT, brings=written(world))


@pytest.mark.parametrize("name", ["Ana", "Óscar"])
def test_whoever_moves_no_entry_is_not_replaced(world: World, name: str):
    with pytest.raises(Forbidden, match="no mueve entradas"):
        away(world, name, by="Paola")


def test_a_cut_is_signed_by_whoever_acts_and_says_for_whom(world: World):
    away(world, "Marta", by="Paola")
    reasons = {world.entry(number).id: "No se reportó." for number in (1, 2, 3, 4)}
    published = publish_cut(world.session, world.cut().id, actor=world.person("Paola"), reasons=reasons, at=NOW)
    world.session.commit()
    report = world.session.scalars(select(Report)).one()
    assert (report.signed_by_id, report.signed_by_office_id) == (world.person("Paola").id, world.office("Control Interno").id)
    body = body_of(world, published.receipt)
    assert (body["actor"]["id"], body["data"]["on_behalf_of"]) == (world.person("Paola").id, world.person("Marta").id)
    assert not [name for name in ("Paola", "Marta") if name in report.snapshot + report.statement + json.dumps(body)]


def test_a_cut_is_opened_early_for_whoever_plans(world: World):
    away(world, "Andrés", by="Laura")
    receipt = open_cut_early(world.session, world.cut(2).id, actor=world.person("Laura"), at=NOW)
    world.session.commit()
    assert body_of(world, receipt)["data"]["on_behalf_of"] == world.person("Andrés").id
