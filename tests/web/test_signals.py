"""What those who sign are helped to see: on both desks, and where the follow-up is signed. It never stops anybody."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pacc_flow.actions.publication import publish_cut
from pacc_flow.workflow import Action, State
from tests.support.cast import NOW, World
from tests.support.growth import grow_cut
from tests.support.statements import count_statements
from tests.support.web import post, sign_in

LONG = "La oficina actualizó el mapa con los líderes de los procesos y lo presentó al comité con sus controles <de> 2026."
SAYS_IT_GOES_ON = "Reporta 100\u00a0%, pero el texto dice que la tarea sigue"
NONE_FOUND = "Sin señales en fechas, cifras, texto ni enlaces."


@pytest.fixture
def odd(world: World) -> World:
    """Entries 1 and 2 carry nearly the same text, and the first is full while it goes on."""
    for number, end in ((1, "Se continuará en mayo."), (2, "")):
        content = world.written("Laura", percent=10_000 if number == 1 else 6500, narrative=f"{LONG} {end}")
        world.act("Laura", Action.SUBMIT, number, content=content)
    return world


def seat(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, name)
    return client


def address(world: World, desk: str, number: int = 1) -> str:
    entry_id = world.entry(number).id
    world.session.rollback()
    return f"/app/{desk}/{entry_id}"


def signing(world: World) -> str:
    cut_id = world.cut().id
    world.session.rollback()
    return f"/app/publicacion/{cut_id}"


def titles(page: str) -> list[str]:
    return re.findall(r"<h3>([^<]+)</h3>\s*<p class=\"find-words\">", page)


def test_planning_sees_each_signal_with_its_reason_before_the_evidence(app: Flask, odd: World):
    page = seat(app, "Andrés").get(address(odd, "revision")).text
    assert titles(page) == [
        SAYS_IT_GOES_ON,
        "Reporta 100\u00a0%, pero la fecha de culminación es posterior al corte",
        "El texto es casi igual al de la actividad 2",
    ]
    assert "«Se continuará en mayo.»" in page
    assert "No bloquean ni se publican: usted decide." in page
    assert page.index("Señales") < page.index("Evidencia <span")


def test_the_two_texts_are_compared_word_by_word(app: Flask, odd: World):
    page = seat(app, "Andrés").get(address(odd, "revision")).text
    assert "Comparar los dos textos" in page
    assert "<ins>Se continuará en mayo.</ins>" in page
    assert "controles &lt;de&gt; 2026." in page
    assert "<de>" not in page


def test_the_same_text_needs_no_comparison(app: Flask, world: World):
    for number in (1, 2):
        world.act("Laura", Action.SUBMIT, number, content=world.written("Laura", narrative=LONG))
    page = seat(app, "Andrés").get(address(world, "revision")).text
    assert titles(page) == ["El texto es igual al de la actividad 2"]
    assert "Comparar los dos textos" not in page


def test_internal_control_sees_them_beside_the_entry(app: Flask, odd: World):
    odd.review(1)
    page = seat(app, "Marta").get(address(odd, "verificacion")).text
    assert SAYS_IT_GOES_ON in titles(page)
    assert page.index("Revisión de Planeación") < page.index("Señales") < page.index("Evidencia <span")


def test_without_signals_one_quiet_line_says_so_and_of_a_draft_nothing_is_said(app: Flask, world: World):
    world.submit(1)
    planning = seat(app, "Andrés")
    page = planning.get(address(world, "revision")).text
    assert NONE_FOUND in page
    assert "Señales" not in page
    page = planning.get(address(world, "revision", 2)).text
    assert NONE_FOUND not in page
    assert "Señales" not in page


def test_nobody_else_reads_them(app: Flask, odd: World):
    entry = address(odd, "entradas")
    for name in ("Laura", "Óscar"):
        page = seat(app, name).get(entry)
        assert page.status_code == 200
        assert "Señales" not in page.text
        assert SAYS_IT_GOES_ON not in page.text


def test_they_stop_nobody(app: Flask, odd: World):
    planning, control, page = seat(app, "Andrés"), seat(app, "Marta"), address(odd, "revision")
    rev = odd.entry(1).rev
    odd.session.rollback()
    assert post(planning, f"{page}/aprobar", {"rev": rev}).status_code == 302
    page = address(odd, "verificacion")
    assert post(control, f"{page}/verificar", {"rev": rev + 1, "verified_percent": "100"}).status_code == 302
    assert odd.entry(1).state == State.VERIFIED


def test_where_the_follow_up_is_signed_they_are_counted_and_listed(app: Flask, odd: World):
    control = seat(app, "Marta")
    assert "Señales" not in control.get(signing(odd)).text  # nothing is verified yet
    for number in (1, 2):
        odd.review(number)
        odd.verify(number, percent=10_000 if number == 1 else 6500)
    page = control.get(signing(odd)).text
    assert "2 de 2 verificadas tienen algo que conviene mirar. No bloquean la firma ni se publican: usted decide." in page
    groups = re.findall(r'<h3>([^<]+) <span class="count">(\d+)</span></h3>', page)
    assert groups == [
        ("Reportan 100\u00a0%, pero el texto dice que la tarea sigue", "1"),
        ("Reportan 100\u00a0%, pero la fecha de culminación es posterior al corte", "1"),
        ("El texto es igual o casi igual al de otra actividad", "2"),
    ]
    assert page.count(f'href="{address(odd, "verificacion", 1)}"') == 3
    assert page.count(f'href="{address(odd, "verificacion", 2)}"') == 1
    assert "Firmar y publicar" in page


def test_where_the_follow_up_is_signed_a_quiet_line_says_that_there_are_none(app: Flask, world: World):
    world.submit(1)
    world.review(1)
    world.verify(1)
    page = seat(app, "Marta").get(signing(world)).text
    assert "Ninguna en fechas, cifras, textos ni enlaces de las verificadas." in page


def test_nothing_of_them_is_published(app: Flask, odd: World):
    for number in (1, 2):
        odd.review(number)
        odd.verify(number, percent=10_000)
    reasons = {odd.entry(number).id: "No se alcanzó." for number in (3, 4)}
    report = publish_cut(odd.session, odd.cut().id, actor=odd.person("Marta"), reasons=reasons, at=NOW).report
    snapshot = report.snapshot
    odd.session.commit()
    public = app.test_client().get("/entidad/2026/corte-1/").text
    assert "Actualizar el mapa de riesgos" in public
    for said in ("Señales", "casi igual", "la tarea sigue"):
        assert said not in public
        assert said not in snapshot


def test_the_statements_do_not_grow_with_the_entries(app: Flask, odd: World):
    odd.review(1)
    planning, control = seat(app, "Andrés"), seat(app, "Marta")
    pages = (
        (planning, address(odd, "revision", 2)),
        (control, address(odd, "verificacion", 1)),
        (control, signing(odd)),
    )

    def counts() -> list[int]:
        return [count_statements(app, lambda client=client, page=page: client.get(page)) for client, page in pages]

    grow_cut(odd.session, odd.cut(), 20)
    odd.session.rollback()
    few = counts()
    grow_cut(odd.session, odd.cut(), 150)
    odd.session.rollback()
    assert counts() == few
