"""Who acts for whom while a person is away, and whom nobody may name."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from pacc_flow.actions.accounts import deactivate_account, update_account
from pacc_flow.actions.memberships import place_account
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.substitutions import end_substitution, name_substitute
from pacc_flow.clock import bogota_date
from pacc_flow.models import Notice, Substitution
from pacc_flow.workflow import Standing
from tests.support.cast import NOW, SETUP, World

TODAY = bogota_date(NOW)
FRIDAY = date(2026, 5, 8)


def named(world: World, substitute: str, starts_on: date = TODAY, ends_on: date = FRIDAY) -> Substitution:
    made = name_substitute(
        world.session,
        world.person("Laura"),
        world.person(substitute),
        starts_on=starts_on,
        ends_on=ends_on,
        actor=SETUP,
        at=NOW,
    ).substitution
    world.session.commit()
    return made


def refused(world: World, substitute: str, starts_on: date = TODAY, ends_on: date = FRIDAY) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        named(world, substitute, starts_on, ends_on)
    world.session.rollback()
    return refusal.value.errors


def test_a_person_is_replaced_from_one_day_to_another(world: World):
    made = named(world, "Mateo")
    assert (made.account, made.substitute) == (world.person("Laura"), world.person("Mateo"))
    assert (made.starts_on, made.ends_on, made.ended_at) == (TODAY, FRIDAY, None)


@pytest.mark.parametrize(
    ("substitute", "said"),
    [("Laura", "no puede reemplazarse"), ("Charlie", "de la entidad"), ("Ana", "no mueve entradas"), ("Óscar", "no mueve")],
)
def test_not_everybody_may_be_named(world: World, substitute: str, said: str):
    assert said in refused(world, substitute)["substitute"]


def test_a_closed_account_replaces_nobody(world: World):
    deactivate_account(world.session, world.person("Mateo"), actor=SETUP, at=NOW)
    world.session.commit()
    assert "activa" in refused(world, "Mateo")["substitute"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field", "said"),
    [
        (TODAY - timedelta(days=1), FRIDAY, "starts_on", "lo pasado"),
        (FRIDAY, TODAY, "ends_on", "antes del primero"),
        (TODAY, TODAY + timedelta(days=367), "ends_on", "un año"),
        (date(9999, 12, 31), date(9999, 12, 31), "starts_on", "un año de anticipación"),
    ],
)
def test_the_days_must_be_ahead_in_order_and_a_year_at_most(
    world: World, starts_on: date, ends_on: date, field: str, said: str
):
    assert said in refused(world, "Mateo", starts_on, ends_on)[field]


def test_one_person_is_replaced_by_one_at_a_time(world: World):
    first = named(world, "Mateo")
    assert "Mateo" in refused(world, "Paola", FRIDAY, FRIDAY + timedelta(days=3))["starts_on"]
    end_substitution(world.session, first, actor=SETUP, at=NOW)
    world.session.commit()
    assert named(world, "Paola", FRIDAY, FRIDAY + timedelta(days=3)).substitute == world.person("Paola")


def test_nobody_names_whoever_is_away_on_those_days(world: World):
    laura, mateo, paola = (world.person(name) for name in ("Laura", "Mateo", "Paola"))
    days = {"starts_on": FRIDAY, "ends_on": FRIDAY + timedelta(days=5), "actor": SETUP, "at": NOW}
    name_substitute(world.session, mateo, paola, **days)
    world.session.commit()
    said = refused(world, "Mateo")["substitute"]
    assert said == "Paola Guerrero reemplaza a Mateo Ríos hasta el 13 de mayo de 2026: elija a otra persona."
    assert named(world, "Mateo", ends_on=FRIDAY - timedelta(days=1)).account.id == laura.id


def test_whoever_replaces_somebody_passes_nothing_on_until_they_gave_it_back(world: World):
    mateo, paola = world.person("Mateo"), world.person("Paola")
    made = named(world, "Mateo")
    days = {"starts_on": FRIDAY, "ends_on": FRIDAY, "actor": SETUP, "at": NOW}
    with pytest.raises(Invalid) as refusal:
        name_substitute(world.session, mateo, paola, **days)
    world.session.rollback()
    assert "usted reemplaza a Laura Cifuentes" in refusal.value.errors["starts_on"]
    end_substitution(world.session, made, actor=SETUP, at=NOW)
    world.session.commit()
    assert name_substitute(world.session, mateo, paola, **days).substitution.substitute == paola


def test_what_is_over_cannot_be_ended_again(world: World):
    made = named(world, "Mateo")
    assert end_substitution(world.session, made, actor=SETUP, at=NOW + timedelta(days=30)) is None
    assert end_substitution(world.session, made, actor=SETUP, at=NOW) is not None
    world.session.commit()
    assert made.ended_at == NOW
    assert end_substitution(world.session, made, actor=SETUP, at=NOW) is None


def closes(world: World, name: str) -> None:
    deactivate_account(world.session, world.person(name), actor=SETUP, at=NOW)


def becomes_administrator(world: World, name: str) -> None:
    account = world.person(name)
    place_account(world.session, account, [], standing=Standing.ADMIN, actor=SETUP, at=NOW)
    update_account(world.session, account, name=account.name, standing=Standing.ADMIN, actor=SETUP, at=NOW)


@pytest.mark.parametrize("happens", [closes, becomes_administrator])
@pytest.mark.parametrize(("name", "other"), [("Laura", "Mateo"), ("Mateo", "Laura")])
def test_of_somebody_who_moves_no_entry_any_more_nobody_acts_for_whom(
    world: World, happens: Callable[[World, str], None], name: str, other: str
):
    """Neither stays bound to the other, and whoever is left hears of it."""
    made = named(world, "Mateo")
    happens(world, name)
    world.session.commit()
    assert world.session.get(Substitution, made.id).ended_at == NOW
    told = world.session.scalars(select(Notice).where(Notice.kind == "substitute", Notice.state == "pending")).all()
    assert [one.recipient_id for one in told] == ([world.person(other).id] if name == "Mateo" else [])
