"""Reemplazos: naming who acts in one's name, and what that person sees, may open and leaves behind."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from pacc_flow.actions.accounts import deactivate_account
from pacc_flow.actions.substitutions import end_substitution, name_substitute
from pacc_flow.clock import bogota_date
from pacc_flow.models import Substitution
from pacc_flow.web.access import Audience
from pacc_flow.workflow import Action
from tests.support.cast import NOW, SETUP, World
from tests.support.crawl import addresses, things
from tests.support.growth import grow_cut
from tests.support.statements import count_statements
from tests.support.web import post, sign_in

ADDRESS = "/app/cuenta/reemplazos"
TODAY = bogota_date(NOW)
FRIDAY = date(2026, 5, 8)


def away(world: World, name: str, by: str, *, starts_on: date = TODAY, ends_on: date = FRIDAY) -> int:
    made = name_substitute(
        world.session, world.person(name), world.person(by), starts_on=starts_on, ends_on=ends_on, actor=SETUP, at=NOW
    )
    world.session.commit()
    return made.substitution.id


def typed(world: World, name: str = "Paola", **fields: str) -> dict[str, str]:
    return {"substitute": str(world.person(name).id), "starts_on": "04/05/2026", "ends_on": "08/05/2026"} | fields


@pytest.fixture
def enter(app: Flask) -> Callable[[str], FlaskClient]:
    def client(name: str) -> FlaskClient:
        made = app.test_client()
        assert sign_in(made, name).status_code == 302
        return made

    return client


def test_with_nobody_named_the_page_says_so(enter: Callable[[str], FlaskClient]):
    page = enter("Laura").get(ADDRESS)
    assert "Nadie, por ahora" in page.text
    assert "Paola Guerrero (Secretaría General)" in page.text
    assert not [name for name in ("Ana Admin", "Óscar Auditor", "Charlie Afuera") if f"{name} (" in page.text]


def test_a_person_names_who_acts_for_them_and_gets_a_receipt(enter: Callable[[str], FlaskClient], world: World):
    laura = enter("Laura")
    answer = post(laura, ADDRESS, typed(world))
    assert (answer.status_code, answer.location) == (302, ADDRESS)
    page = laura.get(ADDRESS).text
    assert "Reemplazo nombrado." in page
    assert "Paola Guerrero actúa en su nombre del 4 al 8 de mayo de 2026." in page
    assert 'class="receipt' in page
    assert "Vigente" in page


# fmt: off
REFUSED = (  # what is typed, the field that it comes back at, what is said there
    ({"substitute": ""},          "substitute", "Elija a la persona."),
    ({"substitute": "Paola"},     "substitute", "Elija"),
    ({"substitute": "999999"},    "substitute", "Elija a una persona de la lista."),
    ({"starts_on": "mañana"},     "starts_on",  "Escriba día, mes y año, como 24/12/2026."),
    ({"starts_on": ""},           "starts_on",  "Escriba día, mes y año, como 24/12/2026."),
    ({"starts_on": "31/02/2026"}, "starts_on",  "Escriba día, mes y año, como 24/12/2026."),
    ({"starts_on": "03/05/2026"}, "starts_on",  "El reemplazo empieza hoy"),
    ({"ends_on": "01/05/2026"},   "ends_on",    "El último día no puede quedar antes del primero."),
    ({"ends_on": "08/05/2030"},   "ends_on",    "Un reemplazo dura un año a lo sumo."),
)
# fmt: on


@pytest.mark.parametrize(("fields", "field", "said"), REFUSED)
def test_what_cannot_be_comes_back_at_its_field_and_changes_nothing(
    enter: Callable[[str], FlaskClient], world: World, fields: dict[str, str], field: str, said: str
):
    answer = post(enter("Laura"), ADDRESS, typed(world, **fields))
    assert answer.status_code == 422
    told = answer.text.partition(f'id="{field}-error"')[2].partition("</p>")[0]
    assert said in told
    assert world.session.scalars(select(Substitution)).all() == []


def test_what_was_typed_stays(enter: Callable[[str], FlaskClient], world: World):
    page = post(enter("Laura"), ADDRESS, typed(world, ends_on="el viernes")).text
    assert 'value="el viernes"' in page
    assert f'<option selected value="{world.person("Paola").id}">' in page


@pytest.mark.parametrize("name", ["Ana", "Óscar", "Charlie"])
def test_whoever_may_not_be_chosen_is_not_there(enter: Callable[[str], FlaskClient], world: World, name: str):
    assert post(enter("Laura"), ADDRESS, typed(world, name)).status_code == 422


def test_a_replacement_is_ended_by_whoever_named_it_and_by_no_stranger(enter: Callable[[str], FlaskClient], world: World):
    made = away(world, "Laura", by="Paola")
    assert post(enter("Mateo"), f"{ADDRESS}/{made}/terminar").status_code == 404
    laura = enter("Laura")
    assert post(laura, f"{ADDRESS}/{made}/terminar").status_code == 302
    page = laura.get(ADDRESS).text
    assert "Reemplazo terminado." in page
    assert "Reemplazos que terminaron (1)" in page
    assert "Se terminó antes, hoy" in page
    assert post(laura, f"{ADDRESS}/{made}/terminar").status_code == 302
    assert "Reemplazo terminado." not in laura.get(ADDRESS).text


def test_whoever_replaces_somebody_may_give_it_back(enter: Callable[[str], FlaskClient], world: World):
    made = away(world, "Laura", by="Paola")
    paola = enter("Paola")
    assert "Dejar de reemplazar" in paola.get(ADDRESS).text
    assert post(paola, f"{ADDRESS}/{made}/terminar").status_code == 302
    page = paola.get(ADDRESS).text
    assert "Usted ya no actúa en nombre de Laura Cifuentes, a quien le llega un correo." in page
    assert "Dejar de reemplazar" not in page


def test_the_profile_leads_there_only_who_may_be_replaced(enter: Callable[[str], FlaskClient]):
    assert ADDRESS in enter("Laura").get("/app/cuenta").text
    assert ADDRESS not in enter("Ana").get("/app/cuenta").text


def test_whoever_was_named_reads_it_above_every_page(enter: Callable[[str], FlaskClient], world: World, time: Traveller):
    away(world, "Laura", by="Paola")
    away(world, "Andrés", by="Paola", starts_on=date(2026, 5, 6))
    paola = enter("Paola")
    for address in ("/app/actividades", "/app/cuenta"):
        page = paola.get(address).text
        assert "Usted reemplaza a Laura Cifuentes hasta el viernes 8 de mayo." in page
        assert "Desde el miércoles 6 de mayo usted reemplaza a Andrés Rojas, hasta el viernes 8 de mayo." in page
    assert "Usted reemplaza" not in enter("Mateo").get("/app/actividades").text
    time.move_to(NOW + timedelta(days=5))
    assert "usted reemplaza" not in enter("Paola").get("/app/actividades").text.lower()


@pytest.mark.parametrize(
    ("days", "is_open"), [(-1, False), (0, True), (4, True), (5, False)], ids=["before", "first", "last", "after"]
)
def test_a_desk_is_open_to_the_substitute_on_the_days_and_on_no_other(
    app: Flask, world: World, time: Traveller, days: int, *, is_open: bool
):
    later = timedelta(days=7)
    away(world, "Marta", by="Paola", starts_on=TODAY + later, ends_on=FRIDAY + later)
    time.move_to(NOW + later + timedelta(days=days))
    client = app.test_client()
    sign_in(client, "Paola")
    assert client.get("/app/corte").status_code == (200 if is_open else 403)
    assert client.get("/app/", follow_redirects=True).request.path == ("/app/corte" if is_open else "/app/actividades")


def test_every_address_of_a_borrowed_desk_opens(app: Flask, enter: Callable[[str], FlaskClient], world: World):
    """As if they were of it: nothing that a page asks about the person's own offices is missing."""
    world.submit(1)
    away(world, "Marta", by="Paola")
    away(world, "Andrés", by="Paola")
    paola, known = enter("Paola"), things(world.session)
    lent = {Audience.CONTROL, Audience.PLANNING, Audience.OFFICE}
    for address in addresses(app, "GET", known):
        endpoint = app.url_map.bind("").match(address.partition("?")[0])[0]
        if lent & app.view_functions[endpoint].audience:
            assert paola.get(address).status_code in (200, 204, 302, 404, 409, 422), address


def test_without_an_office_of_their_own_they_see_what_they_are_lent(enter: Callable[[str], FlaskClient], world: World):
    away(world, "Laura", by="Andrés")
    page = enter("Andrés").get("/app/actividades").text
    assert "Oficina Comercial y Oficina de Planeación" in page
    assert page.count("En nombre de Laura Cifuentes") == 2


def test_what_is_ones_own_bears_no_other_name(enter: Callable[[str], FlaskClient], world: World):
    away(world, "Laura", by="Mateo")
    assert "En nombre de" not in enter("Mateo").get("/app/actividades").text


def test_the_figures_of_the_menu_count_what_is_lent(enter: Callable[[str], FlaskClient], world: World):
    world.submit(1)
    world.submit(3, by="Andrés")
    away(world, "Andrés", by="Paola")
    page = enter("Paola").get("/app/tablero").text
    assert '<span class="menu-count">1<' in page
    assert "La envió Andrés Rojas, a quien usted reemplaza" in page


def test_a_substitute_reviews_and_the_history_names_both(enter: Callable[[str], FlaskClient], world: World):
    world.submit(1)
    away(world, "Andrés", by="Paola")
    paola, entry = enter("Paola"), world.entry(1)
    page = paola.get(f"/app/revision/{entry.id}").text
    assert "En nombre de Andrés Rojas" in page
    answer = post(paola, f"/app/revision/{entry.id}/aprobar", {"rev": str(entry.rev)}, follow_redirects=True)
    assert "Lo hizo en nombre de Andrés Rojas." in answer.text
    history = enter("Laura").get(f"/app/entradas/{entry.id}/historia").text
    assert "<strong>Paola Guerrero</strong>, en nombre de Andrés Rojas," in history
    assert "Paola Guerrero, en nombre de Andrés Rojas, hoy" in history
    assert "Usted, en nombre de Andrés Rojas" in paola.get(f"/app/entradas/{entry.id}").text
    assert "Paola Guerrero, en su nombre" in enter("Andrés").get(f"/app/entradas/{entry.id}").text
    assert "Paola Guerrero, en nombre de Andrés Rojas" in enter("Marta").get(f"/app/verificacion/{entry.id}").text
    assert "<strong>Paola Guerrero</strong>, en nombre de Andrés Rojas," in enter("Marta").get("/app/registro").text


def test_a_substitute_reports_and_the_form_says_in_whose_name(enter: Callable[[str], FlaskClient], world: World):
    away(world, "Laura", by="Paola")
    paola, entry, office = enter("Paola"), world.entry(1), world.office("Oficina Comercial")
    assert "en nombre de Laura Cifuentes" in paola.get(f"/app/entradas/{entry.id}").text
    form = {"rev": entry.rev, "office": office.id, "percent": "65", "narrative": "Se hizo."}
    form |= {"link": "https://www.entidad.gov.co/informe"}
    answer = post(paola, f"/app/entradas/{entry.id}/enviar", form, follow_redirects=True)
    assert "Lo hizo en nombre de Laura Cifuentes." in answer.text
    assert world.entry(1).submitted_for == world.person("Laura")
    assert "Enviada por Paola Guerrero, en nombre de Laura Cifuentes" in enter("Andrés").get(f"/app/revision/{entry.id}").text


def test_a_section_of_an_office_that_does_not_lead_is_not_sent_from(enter: Callable[[str], FlaskClient], world: World):
    """Paola leads through Laura and writes her own section as herself: what is sent goes out from the lead's section."""
    away(world, "Laura", by="Paola")
    paola, entry = enter("Paola"), world.entry(2)
    own = paola.get(f"/app/entradas/{entry.id}?oficina={world.office('Secretaría General').id}").text
    assert "La envía la Oficina Comercial, que lidera esta actividad." in own
    assert "en nombre de Laura Cifuentes" not in own
    assert "en nombre de Laura Cifuentes" in paola.get(f"/app/entradas/{entry.id}").text


def test_a_verification_is_signed_with_both_names(enter: Callable[[str], FlaskClient], world: World):
    world.submit(1)
    world.review(1)
    away(world, "Marta", by="Paola")
    page = enter("Paola").get(f"/app/verificacion/{world.entry(1).id}").text
    assert "Firma <strong>Paola Guerrero</strong>, Control Interno, en nombre de Marta Lucía Peña:" in page


def test_a_cut_is_signed_with_both_names_and_published_with_none(enter: Callable[[str], FlaskClient], world: World):
    for number, by in ((1, "Laura"), (2, "Laura"), (3, "Diana"), (4, "Jorge")):
        world.submit(number, by)
        world.review(number)
        world.verify(number)
    away(world, "Marta", by="Paola")
    paola, address = enter("Paola"), f"/app/publicacion/{world.cut().id}"
    page = paola.get(address).text
    assert "Firma <strong>Paola Guerrero</strong>, Control Interno, en nombre de Marta Lucía Peña:" in page
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    assert "Lo hizo en nombre de Marta Lucía Peña." in post(paola, address, {"seen": seen}, follow_redirects=True).text
    for form in ("", "datos.json"):
        public = paola.application.test_client().get(f"/entidad/2026/corte-1/{form}")
        assert not [name for name in ("Paola", "Marta", "Laura") if name in public.text]


def test_two_desks_are_both_within_reach(enter: Callable[[str], FlaskClient], world: World):
    away(world, "Marta", by="Diana")
    page = enter("Diana").get("/app/corte").text
    assert '<a href="/app/tablero">Tablero</a>' in page
    assert '<a href="/app/actividades">Mis actividades</a>' in page


def test_nobody_is_replaced_once_their_account_is_closed(enter: Callable[[str], FlaskClient], world: World):
    away(world, "Marta", by="Paola")
    deactivate_account(world.session, world.person("Marta"), actor=SETUP, at=NOW)
    world.session.commit()
    paola = enter("Paola")
    assert paola.get("/app/corte").status_code == 403
    assert "Usted reemplaza" not in paola.get("/app/actividades").text


def test_the_statements_of_a_page_grow_neither_with_entries_nor_with_people_replaced(
    enter: Callable[[str], FlaskClient], world: World
):
    world.submit(1)
    away(world, "Andrés", by="Paola")
    paola = enter("Paola")
    pages = ("/app/actividades", "/app/tablero", f"/app/revision/{world.entry(1).id}", ADDRESS)
    few = [count_statements(paola.application, lambda page=page: paola.get(page)) for page in pages]
    for name in ("Laura", "Mateo", "Diana"):
        away(world, name, by="Paola")
    grow_cut(world.session, world.cut(), 60)
    assert [count_statements(paola.application, lambda page=page: paola.get(page)) for page in pages] == few


def test_whoever_replaces_nobody_asks_for_nothing_more(enter: Callable[[str], FlaskClient], world: World):
    """A past replacement costs nothing: it is not looked at any more."""
    paola = enter("Paola")
    before = count_statements(paola.application, lambda: paola.get("/app/actividades"))
    made = world.session.get_one(Substitution, away(world, "Laura", by="Paola"))
    end_substitution(world.session, made, actor=SETUP, at=NOW)
    world.session.commit()
    assert count_statements(paola.application, lambda: paola.get("/app/actividades")) == before


def test_an_act_of_the_substitute_is_refused_on_what_is_their_own(enter: Callable[[str], FlaskClient], world: World):
    world.submit(1)
    away(world, "Laura", by="Andrés")
    page = enter("Andrés").get(f"/app/revision/{world.entry(1).id}").text
    assert "La envió Laura Cifuentes, a quien usted reemplaza: la revisa otra persona." in page
    world.act("Diana", Action.REVIEW)
