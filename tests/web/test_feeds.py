"""Private calendars: the page that opens and closes their addresses, and what a phone reads under one."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from pacc_flow.actions.accounts import deactivate_account, reactivate_account
from pacc_flow.actions.entities import update_office
from pacc_flow.actions.feeds import MOST, open_feed
from pacc_flow.actions.memberships import Place, place_account
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.substitutions import name_substitute
from pacc_flow.clock import bogota_date, now
from pacc_flow.models import Entry, Feed, OfficeKind
from pacc_flow.workflow import Action, Standing, State
from tests.support.calendars import complaints, day_of, events
from tests.support.cast import NOW, SETUP, World
from tests.support.growth import grow_cut
from tests.support.statements import count_statements
from tests.support.web import post, sign_in

PAGE = "/app/cuenta/calendarios"
COMERCIAL = "Oficina Comercial"


def opened(world: World, name: str, office: str | None = None) -> str:
    """The path of a new address of the person's."""
    place = world.office(office) if office else None
    token = open_feed(world.session, world.person(name), place, actor=SETUP, at=NOW)
    world.session.commit()
    return f"/calendarios/{token}.ics"


def read(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, headers=headers)


def keys(client: FlaskClient, path: str) -> set[str]:
    return set(events(read(client, path).data))


def entry_key(world: World, number: int) -> str:
    return f"entry-{world.entry(number).id}"


def cut_key(world: World, milestone: str, number: int = 1) -> str:
    return f"cut-{world.cut(number).id}-{milestone}"


def move_to(world: World, name: str, *offices: str) -> None:
    """The person belongs to these offices and to no other."""
    places = [Place(world.office(office)) for office in offices]
    place_account(world.session, world.person(name), places, standing=Standing.MEMBER, actor=SETUP, at=now())
    world.session.commit()


def test_a_person_opens_an_address_and_is_shown_it_once(client: FlaskClient):
    sign_in(client, "Laura")
    assert "No tiene direcciones abiertas" in client.get(PAGE).text
    assert post(client, PAGE, {"what": "mio"}).location == PAGE
    page = client.get(PAGE).text
    address = re.search(r'value="http://127\.0\.0\.1:8000(/calendarios/[\w-]{32}\.ics)"', page)
    assert address
    assert f'href="webcal://127.0.0.1:8000{address[1]}"' in page
    assert read(client.application.test_client(), address[1]).status_code == 200
    again = client.get(PAGE).text
    assert address[1] not in again
    assert "Abierta hoy, 9:00" in again


def test_an_address_may_be_of_an_office(client: FlaskClient, world: World):
    sign_in(client, "Laura")
    post(client, PAGE, {"what": str(world.office(COMERCIAL).id)})
    assert f'<h2 id="direccion">{COMERCIAL}</h2>' in client.get(PAGE).text
    assert world.session.scalars(select(Feed.office_id)).one() == world.office(COMERCIAL).id


@pytest.mark.parametrize("what", ["", "otro", "-1", "Secretaría General", "99999999999999999999"])
def test_an_address_of_anything_else_is_refused_at_its_field(client: FlaskClient, world: World, what: str):
    secretary = world.office("Secretaría General").id
    sign_in(client, "Laura")
    for asked in (what, str(secretary)):
        answer = post(client, PAGE, {"what": asked})
        assert (answer.status_code, answer.text.count("Elija lo suyo o una de sus oficinas.")) == (422, 2)
    assert world.session.scalars(select(Feed.id)).all() == []


def test_a_person_has_so_many_addresses_and_no_more(client: FlaskClient, world: World):
    for _ in range(MOST):
        opened(world, "Laura")
    sign_in(client, "Laura")
    answer = post(client, PAGE, {"what": "mio"})
    assert (answer.status_code, "Cierre las que no use." in answer.text) == (409, True)


def test_an_address_that_is_closed_is_gone_at_once_and_its_closing_has_a_receipt(client: FlaskClient, world: World):
    path = opened(world, "Laura")
    feed_id = world.session.scalars(select(Feed.id)).one()
    sign_in(client, "Laura")
    assert post(client, f"{PAGE}/{feed_id}/cerrar").location == PAGE
    page = client.get(PAGE).text
    assert "<strong>Cerró la dirección.</strong>" in page
    assert "Recibo" in page
    assert "No tiene direcciones abiertas" in page
    assert read(client, path).status_code == 404
    assert post(client, f"{PAGE}/{feed_id}/cerrar").location == PAGE


@pytest.mark.parametrize("name", ["Mateo", "Andrés", "Charlie"])
def test_nobody_closes_an_address_of_somebody_else(client: FlaskClient, world: World, name: str):
    path = opened(world, "Laura")
    feed_id = world.session.scalars(select(Feed.id)).one()
    sign_in(client, name)
    assert post(client, f"{PAGE}/{feed_id}/cerrar").status_code == 404
    assert read(client, path).status_code == 200


def test_whoever_administers_has_no_calendar(client: FlaskClient):
    sign_in(client, "Ana")
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/app/cuenta").text


def test_an_office_reads_what_it_owes_and_the_milestones(client: FlaskClient, world: World):
    path = opened(world, "Laura", COMERCIAL)
    body = read(client, path).data
    assert complaints(body) == []
    found = events(body)
    assert {key for key in found if key.startswith("entry-")} == {entry_key(world, 1), entry_key(world, 2)}
    report = found[entry_key(world, 1)]
    assert day_of(report) == date(2026, 5, 8)
    assert str(report["SUMMARY"]) == "Reportar, actividad 1: Actualizar el mapa de riesgos"
    due = found[cut_key(world, "offices_due_on")]
    assert (str(due["SUMMARY"]), day_of(due)) == ("Reportar 2 actividades: primer corte de 2026", date(2026, 5, 8))
    assert len(due.walk("VALARM")) == 2
    assert day_of(found[cut_key(world, "opens_on", 2)]) == date(2026, 8, 16)
    assert day_of(found[cut_key(world, "control_due_on", 3)]) == date(2027, 1, 18)


def test_the_link_of_an_event_signs_in_and_lands_on_its_entry(client: FlaskClient, world: World):
    url = str(events(read(client, opened(world, "Laura")).data)[entry_key(world, 1)]["URL"])
    path = url.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).location == "/entrar"
    assert sign_in(client, "Laura").location == path
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("desk", [("Andrés", "planning_due_on", "Revisar"), ("Marta", "control_due_on", "Verificar")])
def test_a_desk_reads_one_event_with_the_figure_of_what_waits(client: FlaskClient, world: World, desk: tuple[str, str, str]):
    name, milestone, verb = desk
    state = State.SUBMITTED if name == "Andrés" else State.REVIEWED
    grow_cut(world.session, world.cut(), 44, states=(state,))
    found = events(read(client, opened(world, name)).data)
    assert str(found[cut_key(world, milestone)]["SUMMARY"]) == f"{verb} 40 entradas: primer corte de 2026"
    assert sum(key.startswith("entry-") for key in found) == 1  # the one that their own office leads


def test_what_a_person_may_not_decide_does_not_wait_for_them_though_it_does_for_their_office(client: FlaskClient, world: World):
    world.submit(3, by="Andrés")
    milestone = cut_key(world, "planning_due_on")
    titles = [
        str(events(read(client, path).data)[milestone]["SUMMARY"])
        for path in (opened(world, "Andrés"), opened(world, "Diana"), opened(world, "Andrés", "Oficina de Planeación"))
    ]
    assert ["Revisar 1" in title for title in titles] == [False, True, True]


def test_whoever_replaces_somebody_reads_their_work_too_while_it_lasts(
    client: FlaskClient, world: World, time: time_machine.Traveller
):
    """It begins and ends by itself: nothing is recorded on those days, and what a client has is from before."""
    first = bogota_date(NOW) + timedelta(days=1)
    people = world.person("Laura"), world.person("Paola")
    days = {"starts_on": first, "ends_on": first + timedelta(days=1)}
    name_substitute(world.session, *people, **days, actor=SETUP, at=NOW)
    world.session.commit()
    path, lent = opened(world, "Paola"), entry_key(world, 1)
    seen = []
    answer = read(client, path)
    for _ in range(4):
        seen.append(lent in events(answer.data))
        time.shift(timedelta(days=1))
        again = read(client, path, **{"If-Modified-Since": answer.headers["Last-Modified"]})
        answer = again if again.status_code == 200 else answer
    assert seen == [False, True, True, False]


def test_an_event_that_changes_with_who_reads_is_a_newer_version_of_itself(
    client: FlaskClient, world: World, time: time_machine.Traveller
):
    """Paola helps with one activity; in the name of Laura, who leads it, she sends it, and owes another."""
    path, changing = opened(world, "Paola"), (entry_key(world, 2), cut_key(world, "offices_due_on"))
    days = {"starts_on": bogota_date(NOW) + timedelta(days=1), "ends_on": bogota_date(NOW) + timedelta(days=1)}
    name_substitute(world.session, world.person("Laura"), world.person("Paola"), **days, actor=SETUP, at=NOW)
    world.session.commit()
    seen = []
    for _ in range(3):  # the day before, the day itself, the day after
        seen.append(events(read(client, path).data))
        time.shift(timedelta(days=1))
    for key in changing:
        titles = [str(found[key]["SUMMARY"]) for found in seen]
        assert titles[0] != titles[1] != titles[2]
        for stamp in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"):
            stamps = [found[key].decoded(stamp) for found in seen]
            assert stamps[0] < stamps[1] < stamps[2]


def test_a_day_with_another_figure_is_a_newer_version_of_itself(
    client: FlaskClient, world: World, time: time_machine.Traveller
):
    path, key = opened(world, "Laura"), cut_key(world, "offices_due_on")
    before = events(read(client, path).data)[key]
    time.shift(timedelta(minutes=5))
    world.act("Laura", Action.SUBMIT, 1, at=now(), content=world.written("Laura"))
    after = events(read(client, path).data)[key]
    assert str(before["SUMMARY"]) != str(after["SUMMARY"])
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")


def test_the_desk_of_whoever_is_replaced_counts_what_the_two_may_decide(client: FlaskClient, world: World):
    today = bogota_date(NOW)
    people = world.person("Andrés"), world.person("Paola")
    name_substitute(world.session, *people, starts_on=today, ends_on=today, actor=SETUP, at=NOW)
    world.session.commit()
    world.submit(3, by="Andrés")
    world.submit(1)
    title = events(read(client, opened(world, "Paola")).data)[cut_key(world, "planning_due_on")]["SUMMARY"]
    assert "Revisar 1" in str(title)


def test_what_is_done_is_gone_and_what_came_back_is_there_again(client: FlaskClient, world: World):
    path, key = opened(world, "Laura"), entry_key(world, 1)
    before = events(read(client, path).data)[key]["SEQUENCE"]
    world.submit(1)
    assert key not in keys(client, path)
    world.act("Andrés", Action.RETURN_TO_OFFICE, 1, comment="Falta el acta, dice Diana Torres.")
    event = events(read(client, path).data)[key]
    assert str(event["SUMMARY"]).startswith("Corregir, actividad 1")
    assert event["SEQUENCE"] > before
    assert "Diana" not in read(client, path).text


def test_an_office_that_helps_is_asked_for_its_section_until_it_is_written(client: FlaskClient, world: World):
    path, key = opened(world, "Paola"), entry_key(world, 2)
    assert str(events(read(client, path).data)[key]["SUMMARY"]).startswith("Escribir su parte, actividad 2")
    content = world.written("Paola")
    world.act("Paola", Action.SAVE, 2, content=type(content)(office_id=content.office_id, narrative="Se hizo."))
    assert key not in keys(client, path)


def test_moving_a_milestone_moves_the_same_events_and_raises_their_sequence(
    client: FlaskClient, world: World, time: time_machine.Traveller
):
    path, names = opened(world, "Laura"), (entry_key(world, 1), cut_key(world, "offices_due_on"))
    before = read(client, path)
    time.shift(timedelta(hours=2))
    move_milestones(
        world.session, world.cut(), {"offices_due_on": date(2026, 5, 11)}, reason="Hubo paro.", actor=SETUP, at=now()
    )
    world.session.commit()
    after = read(client, path, **{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.last_modified > before.last_modified
    for name in names:
        old, new = events(before.data)[name], events(after.data)[name]
        assert (day_of(old), day_of(new)) == (date(2026, 5, 8), date(2026, 5, 11))
        assert new["UID"] == old["UID"]
        assert new["SEQUENCE"] > old["SEQUENCE"]
        assert new.decoded("LAST-MODIFIED") > old.decoded("LAST-MODIFIED")
        assert new.decoded("DTSTAMP") == new.decoded("LAST-MODIFIED")


def test_a_published_cut_leaves_the_calendar(client: FlaskClient, world: World):
    path, milestone = opened(world, "Laura"), cut_key(world, "control_due_on")
    assert milestone in keys(client, path)
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id)), "No llegó.")
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    assert not {key for key in keys(client, path) if key.startswith(("entry-", milestone))}


def test_an_auditor_reads_the_milestones_and_nothing_to_do(client: FlaskClient, world: World):
    found = events(read(client, opened(world, "Óscar")).data)
    assert len(found) == 3 + 4 + 4
    assert not [event for event in found.values() if event.walk("VALARM")]


def test_another_entity_reads_nothing_of_ours(client: FlaskClient, world: World):
    for office in (None, "Control Interno"):
        place = next(member.office for member in world.outsider.memberships) if office else None
        token = open_feed(world.session, world.outsider, place, actor=SETUP, at=NOW)
        world.session.commit()
        answer = read(client, f"/calendarios/{token}.ics")
        assert answer.status_code == 200
        assert events(answer.data) == {}
        assert complaints(answer.data) == []


def test_what_a_client_already_has_is_not_sent_again(client: FlaskClient, world: World):
    path = opened(world, "Laura")
    first = read(client, path)
    assert first.content_type == "text/calendar; charset=utf-8"
    assert first.cache_control.private
    assert "Set-Cookie" not in first.headers
    for header, value in (("If-None-Match", first.headers["ETag"]), ("If-Modified-Since", first.headers["Last-Modified"])):
        again = read(client, path, **{header: value})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert client.head(path).headers["ETag"] == first.headers["ETag"]


def test_what_a_client_has_from_before_is_sent_anew_whatever_it_asks_by(
    client: FlaskClient, world: World, time: time_machine.Traveller
):
    """What left the calendar leaves no instant in it: the answer still knows that something changed."""
    path = opened(world, "Laura")
    first = read(client, path)
    time.shift(timedelta(minutes=5))
    world.act("Laura", Action.SUBMIT, 1, at=now(), content=world.written("Laura"))
    for header, value in (("If-None-Match", first.headers["ETag"]), ("If-Modified-Since", first.headers["Last-Modified"])):
        assert read(client, path, **{header: value}).status_code == 200


def test_a_phone_that_reads_keeps_no_session_alive(app: Flask, client: FlaskClient, world: World):
    path = opened(world, "Laura")
    sign_in(client, "Laura")
    assert "Set-Cookie" not in read(client, path).headers
    assert read(app.test_client(), path).data == read(client, path).data


@pytest.mark.parametrize("path", ["ninguna", "A" * 32, "a" * 5000, "../../app", "%00", "ñ"])
def test_an_address_that_never_was_is_not_found(client: FlaskClient, path: str):
    assert read(client, f"/calendarios/{path}.ics").status_code == 404


def test_a_closed_account_has_no_calendar_until_it_is_open_again(client: FlaskClient, world: World):
    path = opened(world, "Laura")
    deactivate_account(world.session, world.person("Laura"), actor=SETUP, at=NOW)
    world.session.commit()
    assert read(client, path).status_code == 404
    reactivate_account(world.session, world.person("Laura"), actor=SETUP, at=NOW)
    world.session.commit()
    assert read(client, path).status_code == 200


@pytest.mark.parametrize("office", [None, COMERCIAL])
def test_whoever_leaves_an_office_stops_reading_its_calendar(client: FlaskClient, world: World, office: str | None):
    path = opened(world, "Laura", office)
    move_to(world, "Laura")
    assert read(client, path).status_code == 404


@pytest.mark.parametrize("office", [None, COMERCIAL])
def test_an_office_that_is_closed_still_owes_what_it_owed(client: FlaskClient, world: World, office: str | None):
    """It takes on nothing new; its people are reminded of the rest as ever."""
    path = opened(world, "Laura", office)
    closed = world.office(COMERCIAL)
    as_it_is = {"name": closed.name, "kind": OfficeKind.OFFICE, "spellings": closed.spellings}
    update_office(world.session, closed, **as_it_is, is_active=False, actor=SETUP, at=NOW)
    world.session.commit()
    assert entry_key(world, 1) in keys(client, path)


def test_an_address_that_shows_nothing_any_more_says_so_and_can_be_closed(client: FlaskClient, world: World):
    opened(world, "Laura", COMERCIAL)
    move_to(world, "Laura", "Secretaría General")
    sign_in(client, "Laura")
    assert "Ya no pertenece a esta oficina: no muestra nada" in client.get(PAGE).text


def test_its_statements_do_not_grow_with_the_entries_nor_with_the_addresses(client: FlaskClient, world: World):
    paths = [opened(world, name) for name in ("Laura", "Andrés", "Marta")]
    sign_in(client, "Laura")
    asked = [*paths, PAGE]
    few = [count_statements(client.application, lambda path=path: client.get(path)) for path in asked]
    grow_cut(world.session, world.cut(), 64)
    for _ in range(5):
        opened(world, "Laura", COMERCIAL)
    assert [count_statements(client.application, lambda path=path: client.get(path)) for path in asked] == few
    assert max(few[:3]) <= 7
