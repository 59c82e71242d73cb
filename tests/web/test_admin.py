"""The administrator's screens: people, offices and the entity, each change with its record."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from pacc_flow.actions.accounts import create_account
from pacc_flow.actions.memberships import join_office
from pacc_flow.models import Account, LedgerRecord, Membership
from pacc_flow.web.database import db
from tests.support.cast import NOW, SETUP, World
from tests.support.web import EMAILS, post, sign_in

PEOPLE = "/app/admin/personas"
OFFICES = "/app/admin/oficinas"
ENTITY = "/app/admin/entidad"


@pytest.fixture
def admin(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Ana")
    return client


def test_people_are_found_by_name_address_or_office_without_accents(admin: FlaskClient):
    page = admin.get(f"{PEOPLE}?q=planeacion").text
    assert "Andrés Rojas" in page
    assert "Laura Cifuentes" not in page
    assert "Nadie coincide" in admin.get(f"{PEOPLE}?q=zzz").text


def test_a_new_person_gets_an_account_its_offices_and_a_link(admin: FlaskClient, world: World):
    office = world.office("Secretaría General").id
    answer = post(
        admin, f"{PEOPLE}/nueva", _person("Rosa Nueva", email="Rosa@entidad.gov.co", offices=[office], heads=[office])
    )
    rosa = world.person("Rosa")
    assert answer.location == f"{PEOPLE}/{rosa.id}/invitacion"
    assert (rosa.email, rosa.password_hash) == ("rosa@entidad.gov.co", None)
    assert [(each.office_id, each.is_head) for each in rosa.memberships] == [(office, True)]
    link = post(admin, answer.location).text.split("/clave/")[1].split("<")[0]
    assert "Elija su contraseña" in admin.get(f"/clave/{link}").text
    assert _kinds(world)[-3:] == ["account:create", "membership:start", "account:invite"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Escriba el nombre de la persona."),
        ({"email": "sin arroba"}, "Escriba un correo completo"),
        ({"email": "laura@entidad.gov.co"}, "Ya hay una cuenta con el correo laura@entidad.gov.co."),
        ({"heads": [1]}, "Para dirigir «Oficina Comercial», márquela también como su oficina."),
        ({"offices": [1], "standing": "admin"}, "Quien administra o audita no es de ninguna oficina"),
        ({"standing": "emperor"}, "Opción inválida."),
    ],
)
def test_a_person_that_will_not_do_comes_back_with_what_was_typed(
    admin: FlaskClient, world: World, typed: dict[str, object], sentence: str
):
    before = _kinds(world)
    answer = post(admin, f"{PEOPLE}/nueva", _person("Rosa Nueva", email="rosa@entidad.gov.co") | typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed.get("name", "Rosa Nueva") in answer.text
    assert _kinds(world) == before


def test_an_address_may_be_corrected_and_the_trail_tells_both(admin: FlaskClient, world: World):
    laura = world.person("Laura")
    assert f'value="{laura.email}"' in admin.get(f"{PEOPLE}/{laura.id}").text
    typed = _person("Laura Cifuentes", email=" Laura.Cifuentes@entidad.gov.co ", offices=[world.office("Oficina Comercial").id])
    assert post(admin, f"{PEOPLE}/{laura.id}", typed).status_code == 302
    assert world.person("Laura").email == "laura.cifuentes@entidad.gov.co"
    update = next(record for record in _records(world) if record["kind"] == "account:update")
    assert update["data"] == {"email": ["laura@entidad.gov.co", "laura.cifuentes@entidad.gov.co"]}


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Escriba el correo de la persona."),
        ("laura", "Escriba un correo completo"),
        ("mateo@entidad.gov.co", "Ya hay una cuenta con el correo mateo@entidad.gov.co."),
    ],
)
def test_an_address_that_will_not_do_changes_nothing(admin: FlaskClient, world: World, email: str, sentence: str):
    laura, office, before = world.person("Laura").id, world.office("Oficina Comercial").id, _kinds(world)
    answer = post(admin, f"{PEOPLE}/{laura}", _person("Laura Cifuentes", email=email, offices=[office]))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert _kinds(world) == before


def test_changing_a_person_tells_what_changed_and_keeps_their_past_offices(admin: FlaskClient, world: World):
    laura, office = world.person("Laura"), world.office("Secretaría General")
    answer = post(admin, f"{PEOPLE}/{laura.id}", _person("Laura C. Cifuentes", offices=[office.id]))
    assert answer.status_code == 302
    kept = world.session.scalars(select(Membership).where(Membership.account_id == laura.id).order_by(Membership.id)).all()
    assert [(each.office.name, each.ended_at is None) for each in kept] == [
        ("Oficina Comercial", False),
        ("Secretaría General", True),
    ]
    update = next(record for record in _records(world) if record["kind"] == "account:update")
    assert update["data"] == {"name": ["Laura Cifuentes", "Laura C. Cifuentes"]}
    assert update["actor"]["role"] == "admin"


def test_saving_without_a_change_records_nothing(admin: FlaskClient, world: World):
    laura = world.person("Laura")
    before = _kinds(world)
    answer = post(admin, f"{PEOPLE}/{laura.id}", _person(laura.name, offices=[laura.memberships[0].office_id]))
    assert answer.status_code == 302
    assert "No había nada que cambiar." in admin.get(PEOPLE).text
    assert _kinds(world) == before


def test_becoming_the_head_of_an_office_is_a_change_of_the_membership(admin: FlaskClient, world: World):
    laura = world.person("Laura")
    office = laura.memberships[0].office_id
    post(admin, f"{PEOPLE}/{laura.id}", _person(laura.name, offices=[office], heads=[office]))
    assert [each.is_head for each in world.person("Laura").memberships] == [True]
    assert _records(world)[-1]["data"]["is_head"] == [False, True]
    assert "(la dirige)" in admin.get(PEOPLE).text


def test_deactivating_ends_the_sessions_at_once_and_can_be_undone(admin: FlaskClient, world: World):
    laura, theirs = world.person("Laura"), admin.application.test_client()
    sign_in(theirs, "Laura")
    post(admin, f"{PEOPLE}/{laura.id}/desactivar")
    assert theirs.get("/app/cuenta").location == "/entrar"
    assert post(admin, f"{PEOPLE}/{laura.id}/invitacion").status_code == 422
    assert "Desactivada" in admin.get(PEOPLE).text
    post(admin, f"{PEOPLE}/{laura.id}/activar")
    assert sign_in(theirs, "Laura").status_code == 302


def test_administrators_neither_deactivate_nor_demote_themselves(admin: FlaskClient, world: World):
    ana = world.person("Ana")
    assert "No puede desactivar su propia cuenta" in admin.get(f"{PEOPLE}/{ana.id}").text
    assert post(admin, f"{PEOPLE}/{ana.id}/desactivar").status_code == 403
    answer = post(admin, f"{PEOPLE}/{ana.id}", _person(ana.name, standing="member"))
    assert (answer.status_code, "Su propia cuenta la cambia otro administrador." in answer.text) == (422, True)
    assert _kinds(world)[-1] == "refusal:access"
    assert (world.person("Ana").is_active, world.person("Ana").standing) == (True, "admin")


def test_offices_are_created_renamed_and_closed(admin: FlaskClient, world: World):
    typed = {"name": "Oficina  Jurídica", "kind": "office", "spellings": "Of. Jurídica\n\nOAJ"}
    assert post(admin, f"{OFFICES}/nueva", typed).location == OFFICES
    office = world.office("Oficina Jurídica")
    assert office.spellings == ["Of. Jurídica", "OAJ"]
    assert "Of. Jurídica\nOAJ" in admin.get(f"{OFFICES}/{office.id}").text
    post(admin, f"{OFFICES}/{office.id}", typed | {"name": "Oficina Asesora Jurídica"})
    data = _records(world)[-1]["data"]
    assert data == {"is_active": [True, False], "name": ["Oficina Jurídica", "Oficina Asesora Jurídica"]}
    assert "(cerrada)" in admin.get(OFFICES).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "secretaria general"}, "Ya hay una oficina llamada «secretaria general»."),
        ({"kind": "control"}, "La entidad ya tiene esa oficina"),
        ({"name": ""}, "Escriba el nombre de la oficina."),
    ],
)
def test_an_office_that_will_not_do_comes_back(admin: FlaskClient, typed: dict[str, str], sentence: str):
    for address in (f"{OFFICES}/nueva", f"{OFFICES}/1"):
        answer = post(admin, address, {"name": "Oficina Nueva", "kind": "office", "is_active": "y"} | typed)
        assert (answer.status_code, sentence in answer.text) == (422, True)


def test_planning_and_internal_control_cannot_be_closed(admin: FlaskClient, world: World):
    planning = world.office("Oficina de Planeación")
    answer = post(admin, f"{OFFICES}/{planning.id}", {"name": planning.name, "kind": "planning", "spellings": ""})
    assert (answer.status_code, "no se cierran" in answer.text) == (422, True)


def test_the_settings_of_the_entity_are_changed_and_recorded(admin: FlaskClient, world: World):
    typed = _settings(name="Entidad Nueva", plan_kind="PAAC", low_below="50")
    assert post(admin, ENTITY, typed).location == ENTITY
    entity = world.entity
    assert (entity.name, entity.plan_kind, entity.schedule) == ("Entidad Nueva", "PAAC", ["04-30", "08-31", "12-31"])
    assert entity.thresholds == {"low_below": 5000, "mid_below": 8000}
    changed = _records(world)[-1]
    assert changed["kind"] == "entity:update"
    assert changed["data"]["plan_kind"] == ["PTEP", "PAAC"]
    size = len(_kinds(world))
    post(admin, ENTITY, typed)
    assert len(_kinds(world)) == size
    assert 'value="Entidad Nueva"' in admin.get(ENTITY).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"low_below": "90"}, "Los umbrales no están en orden entre 0 y 100"),
        ({"name": " "}, "Escriba el nombre de la entidad"),
    ],
)
def test_settings_that_contradict_themselves_come_back_and_change_nothing(
    admin: FlaskClient, world: World, typed: dict[str, str], sentence: str
):
    before = _kinds(world)
    answer = post(admin, ENTITY, _settings(**typed))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert _kinds(world) == before


def test_the_lists_take_as_many_statements_for_nine_people_as_for_sixty(admin: FlaskClient, world: World):
    few = [_statements(admin, address) for address in (PEOPLE, OFFICES)]
    entity, office = world.entity, world.office("Secretaría General")
    for number in range(51):
        email = f"p{number}@entidad.gov.co"
        account = create_account(world.session, entity, email=email, name=f"Persona {number}", actor=SETUP, at=NOW)
        join_office(world.session, account, office, actor=SETUP, at=NOW)
    world.session.commit()
    assert [_statements(admin, address) for address in (PEOPLE, OFFICES)] == few


def test_people_and_offices_of_another_entity_are_not_found(admin: FlaskClient, world: World):
    theirs = world.outsider
    office = theirs.memberships[0].office_id
    world.session.rollback()
    for address in (f"{PEOPLE}/{theirs.id}", f"{PEOPLE}/{theirs.id}/invitacion", f"{OFFICES}/{office}"):
        assert admin.get(address).status_code == 404
        assert post(admin, address, {}).status_code == 404
    answer = post(admin, f"{PEOPLE}/nueva", _person("Rosa", email="rosa@entidad.gov.co", offices=[office]))
    assert answer.status_code == 422
    assert world.session.scalar(select(Account).where(Account.name == "Rosa")) is None


def _person(name: str, **typed: object) -> dict[str, object]:
    """With the address of whoever has that first name."""
    known = [email for whole, email in EMAILS.items() if whole.split()[0] == name.split(maxsplit=1)[0]]
    return {"name": name, "email": "".join(known), "standing": "member"} | typed


def _settings(**typed: str) -> dict[str, str]:
    return {
        "name": "Entidad de Prueba",
        "plan_kind": "PTEP",
        "low_below": "60",
        "mid_below": "80",
    } | typed


def _statements(client: FlaskClient, address: str) -> int:
    seen: list[str] = []

    def count(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    with client.application.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    answer: TestResponse = client.get(address)
    event.remove(engine, "before_cursor_execute", count)
    assert answer.status_code == 200
    return len([sql for sql in seen if sql.lstrip().upper().startswith("SELECT")])


def _records(world: World) -> list[dict[str, object]]:
    bodies = world.session.scalars(select(LedgerRecord.body).order_by(LedgerRecord.seq)).all()
    world.session.rollback()
    return [json.loads(body) for body in bodies]


def _kinds(world: World) -> list[str]:
    return [str(record["kind"]) for record in _records(world)]
