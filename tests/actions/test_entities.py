"""Entities, their offices and their settings below the web."""

import pytest

from pacc_flow.actions.entities import RESERVED_SLUGS, create_entity, create_office, update_office
from pacc_flow.actions.entity_settings import EntitySettings, update_entity
from pacc_flow.actions.refusals import Invalid
from pacc_flow.models import OfficeKind
from tests.support.cast import NOW, SETUP, World


@pytest.mark.parametrize("slug", [*sorted(RESERVED_SLUGS), "", "Ñame", "con espacio", "-x", "x-", "x" * 41])
def test_an_address_that_will_not_do_is_refused(world: World, slug: str):
    with pytest.raises(Invalid, match="no sirve como dirección"):
        create_entity(world.session, slug=slug, name="X", actor=SETUP, at=NOW)


def test_two_entities_never_share_an_address_and_each_has_a_name(world: World):
    with pytest.raises(Invalid) as refusal:
        create_entity(world.session, slug=" ENTIDAD ", name=" ", actor=SETUP, at=NOW)
    assert refusal.value.errors == {
        "slug": "Ya hay una entidad con la dirección «entidad».",
        "name": "Escriba el nombre de la entidad, en no más de 200 caracteres.",
    }


@pytest.mark.parametrize(
    ("name", "kind", "field"),
    [
        ("oficina  COMERCIAL", OfficeKind.OFFICE, "name"),
        ("", OfficeKind.OFFICE, "name"),
        ("Otra", OfficeKind.PLANNING, "kind"),
    ],
)
def test_an_office_that_will_not_do_names_its_field(world: World, name: str, kind: OfficeKind, field: str):
    with pytest.raises(Invalid) as refusal:
        create_office(world.session, world.entity, name=name, kind=kind, actor=SETUP, at=NOW)
    assert list(refusal.value.errors) == [field]
    with pytest.raises(Invalid):
        _update(world, "Secretaría General", name=name, kind=kind)


def test_an_office_keeps_its_own_name_and_changes_what_differs(world: World):
    assert _update(world, "Secretaría General") is None
    assert _update(world, "Secretaría General", name="Secretaria general") is not None
    world.session.commit()
    assert world.office("Secretaria general").name_key == "secretaria general"


def test_planning_cannot_be_closed_but_another_office_can(world: World):
    with pytest.raises(Invalid, match="no se cierran"):
        _update(world, "Oficina de Planeación", kind=OfficeKind.PLANNING, is_active=False)
    assert _update(world, "Secretaría General", is_active=False) is not None


def test_settings_are_recorded_once(world: World):
    assert update_entity(world.session, world.entity, _settings(name="Entidad  Nueva"), actor=SETUP, at=NOW) is not None
    world.session.commit()
    assert world.entity.name == "Entidad Nueva"
    assert update_entity(world.session, world.entity, _settings(name="Entidad Nueva"), actor=SETUP, at=NOW) is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"plan_kind": "OTRO"}, "plan_kind"),
        ({"thresholds": {"low_below": 0}}, "thresholds"),
    ],
)
def test_settings_that_contradict_themselves_name_their_field(world: World, changed: dict[str, object], field: str):
    with pytest.raises(Invalid) as refusal:
        update_entity(world.session, world.entity, _settings(**changed), actor=SETUP, at=NOW)
    assert list(refusal.value.errors) == [field]


def _update(world: World, office: str, **changed: object) -> object:
    found = world.office(office)
    values = {"name": found.name, "kind": OfficeKind(found.kind), "spellings": (), "is_active": True} | changed
    return update_office(world.session, found, **values, actor=SETUP, at=NOW)


def _settings(**changed: object) -> EntitySettings:
    values: dict[str, object] = {
        "name": "Entidad de Prueba",
        "plan_kind": "PTEP",
        "thresholds": {},
    }
    return EntitySettings(**(values | changed))
