"""Internal Control corrects what is published, through the pages themselves."""

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pacc_flow.models import LedgerRecord, Report
from pacc_flow.web import corrections
from tests.support.bulk import many_entries
from tests.support.cast import World
from tests.support.statements import count_statements
from tests.support.web import post, sign_in
from tests.web.test_public import publish, readable

REASON = "El porcentaje se digitó mal."


@pytest.fixture
def control(client: FlaskClient, world: World) -> FlaskClient:
    publish(world)
    sign_in(client, "Marta")
    return client


def address(world: World, end: str = "") -> str:
    cut_id = world.cut().id
    world.session.rollback()
    return f"/app/publicacion/{cut_id}/correccion{end}"


def fields(page: str) -> dict[str, Any]:
    """What the form of a page would send if it were sent as it is."""
    areas = re.findall(r'<textarea[^>]*\bname="([^"]+)"[^>]*>\r?\n?([^<]*)</textarea>', page)
    boxes = re.findall(r'<input(?=[^>]*name="(seen|shown|percent_\d+)")[^>]*value="([^"]*)"', page)
    radios = re.findall(r'<input(?=[^>]*\bchecked)[^>]*name="(reported_\d+)"[^>]*value="([^"]*)"', page)
    hidden = {name: re.findall(rf'<input type="hidden" name="{name}" value="(\d+)"', page) for name in ("a", "c")}
    return {name: html.unescape(value) for name, value in [*areas, *boxes, *radios]} | hidden


def written(client: FlaskClient, world: World, query: str = "?a=2&c=1", **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """What is sent once the form of these is filled with a reason and the changes."""
    return fields(client.get(address(world, f"/texto{query}")).text) | {"reason": REASON} | changes


def signed(client: FlaskClient, world: World, typed: dict[str, Any], **options: Any) -> TestResponse:  # noqa: ANN401
    """As a person does: what changes is looked at, and then signed."""
    shown = fields(post(client, address(world, "/texto"), typed).text)
    return post(client, address(world, "/texto"), shown | {"do": "sign"}, **options)


def revisions(world: World) -> list[int]:
    found = list(world.session.scalars(select(Report.revision).order_by(Report.revision)))
    world.session.rollback()
    return found


def test_the_published_cut_lists_its_revisions_and_offers_to_correct(control: FlaskClient, world: World):
    page = control.get(address(world).removesuffix("/correccion")).text
    assert "Revisión 1</a></strong>, del 4 de mayo de 2026 (vigente)" in page
    assert f'href="{address(world)}">Corregir lo publicado</a>' in page


def test_the_choice_is_searched_and_keeps_what_was_chosen(control: FlaskClient, world: World):
    page = control.get(address(world)).text
    assert re.findall(r'type="checkbox" name="a" value="(\d)"', page) == ["1", "2", "3", "4"]
    assert re.findall(r'type="checkbox" name="c" value="(\d)"', page) == ["1", "2"]
    found = control.get(address(world, "?q=AUDIENCIA+publica&a=2&c=1")).text
    assert re.findall(r'name="a" value="(\d)"( checked)?', found) == [("2", " checked"), ("3", ""), ("4", "")]
    assert re.findall(r'name="c" value="(\d)"( checked)?', found) == [("1", " checked"), ("2", "")]
    assert "Ninguna coincide" in control.get(address(world, "?q=xyz&a=2")).text


def test_a_long_plan_is_listed_in_part_and_found_by_searching(
    control: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(corrections, "LISTED", 3)
    page = control.get(address(world)).text
    assert re.findall(r'type="checkbox" name="a" value="(\d)"', page) == ["1", "2", "3"]
    assert "Hay 1 más: búsquelas" in page
    assert 'value="4"' in control.get(address(world, "?q=evaluar")).text


@pytest.mark.parametrize(("query", "sentence"), [
    ("", "Elija al menos una actividad o un componente."),
    ("?a=9&c=x&a=99999999999999", "Elija al menos una actividad o un componente."),
    ("?a=1&a=2&c=1", "Elija hasta 2 a la vez."),
])  # fmt: skip
def test_nothing_or_too_much_is_not_corrected_at_once(
    control: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch, query: str, sentence: str
):
    monkeypatch.setattr(corrections, "AT_ONCE", 2)
    monkeypatch.setattr(corrections, "_TOO_MANY", "Elija hasta 2 a la vez.")
    answer = control.get(address(world, f"/texto{query}"))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert post(control, address(world, "/texto"), {}).status_code == 422


def test_what_is_published_stands_in_its_place(control: FlaskClient, world: World):
    page = control.get(address(world, "/texto?a=2&a=3&c=1")).text
    assert "Escriba la revisión 2" in page
    told = fields(page)
    assert (told["percent_2"], told["narrative_2"], told["reported_2"], told["reported_3"]) == ("65", "Se hizo.", "si", "no")
    assert told["unreported_3"] == "La oficina no reportó."
    assert told["remark_1"] == "Sin terminar: actividad 2."
    assert (told["a"], told["c"]) == (["2", "3"], ["1"])
    assert "<span>https://www.entidad.gov.co/informe</span>" in page
    assert "No escriba nombres de personas" in page
    assert "Firmar y publicar" not in page


def test_before_signing_each_difference_is_seen(control: FlaskClient, world: World):
    typed = written(control, world, percent_2="80,5", narrative_2="Se hizo y se publicó.")
    answer = post(control, address(world, "/texto"), typed)
    page = readable(answer.text)
    assert answer.status_code == 200
    assert "Lo que cambia con la revisión 2" in page
    assert '<span class="told">65 %</span>' in page
    assert '<span class="told">80,50 %</span>' in page
    assert "Control Interno corrige el seguimiento del primer corte de 2026" in page
    assert "Firmar y publicar la revisión 2" in page
    assert {name: text for name, text in fields(answer.text).items() if name != "shown"} == typed
    assert revisions(world) == [1]


def test_signing_publishes_the_revision_and_leaves_a_receipt(control: FlaskClient, world: World):
    typed = written(control, world, percent_2="80", links_2="https://www.entidad.gov.co/a\r\nhttps://www.entidad.gov.co/b")
    answer = signed(control, world, typed, follow_redirects=True)
    assert answer.status_code == 200
    assert "Firmó y publicó la revisión 2." in answer.text
    assert f"Corrige la revisión 1: «{REASON}»" in answer.text
    seq = world.session.scalar(select(func.max(LedgerRecord.seq)).where(LedgerRecord.kind == "report:publish"))
    assert f"Recibo {seq}" in answer.text
    public = readable(control.get("/entidad/2026/corte-1/").text)
    assert "Evidencia: 3" in public
    assert "80 %" in public


def test_what_was_not_shown_is_not_signed(control: FlaskClient, world: World):
    shown = fields(post(control, address(world, "/texto"), written(control, world, percent_2="80")).text)
    answer = post(control, address(world, "/texto"), shown | {"percent_2": "90", "do": "sign"})
    assert answer.status_code == 200
    assert "Lo que escribió no es lo último que vio: mire de nuevo qué cambia y firme." in answer.text
    assert revisions(world) == [1]
    assert post(control, address(world, "/texto"), fields(answer.text) | {"do": "sign"}).status_code == 302
    assert revisions(world) == [1, 2]


def test_a_signature_without_a_reason_still_shows_what_changes(control: FlaskClient, world: World):
    answer = signed(control, world, written(control, world, percent_2="80", reason=""))
    assert answer.status_code == 422
    assert "Escriba por qué se corrige" in answer.text
    assert post(control, address(world, "/texto"), fields(answer.text) | {"reason": REASON, "do": "sign"}).status_code == 302


def test_evidence_is_taken_out_by_its_box(control: FlaskClient, world: World):
    key = re.findall(r'name="evidence_2" value="([0-9a-f]{16})"', control.get(address(world, "/texto?a=2")).text)
    answer = post(control, address(world, "/texto"), written(control, world, evidence_2=key))
    assert '<th scope="row">Evidencias</th>' in answer.text
    assert f'value="{key[0]}" checked' in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Escriba por qué se corrige: se publica con la revisión."),
        ({"percent_2": "101"}, "El porcentaje va de 0 a 100"),
        ({"percent_2": ""}, "Falta el porcentaje verificado."),
        ({"links_2": "http://x"}, "La dirección del enlace debe empezar por https://"),
        ({"reported_2": "no"}, "Escriba por qué no se reportó."),
        ({"evidence_2": "0" * 16}, "La evidencia ya no es esa."),
        ({"remark_1": "x" * 501}, "El texto tiene 501 caracteres y el máximo es 500."),
        ({"percent_2": "65"}, "Nada cambia: lo que escribió es lo que ya está publicado."),
        ({"reported_2": "quizá"}, "No se publicó"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_keeps_what_was_typed(
    control: FlaskClient, world: World, changes: dict[str, str], sentence: str
):
    typed = written(control, world, **({"percent_2": "80"} | changes))
    answer = post(control, address(world, "/texto"), typed | {"do": "sign"})
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = fields(answer.text)
    assert {name: kept.get(name) for name in typed if name not in ("evidence_2", "reported_2")} == {
        name: text for name, text in typed.items() if name not in ("evidence_2", "reported_2")
    }
    assert revisions(world) == [1]


def test_of_two_officers_the_second_keeps_what_they_typed_and_may_sign_anew(control: FlaskClient, world: World):
    typed = written(control, world, percent_2="80")
    other = control.application.test_client()
    sign_in(other, "Jorge")
    assert signed(other, world, written(other, world, percent_2="70")).status_code == 302
    answer = post(control, address(world, "/texto"), typed | {"do": "sign"})
    assert answer.status_code == 409
    assert "Otra persona publicó la revisión 2 mientras usted escribía." in answer.text
    assert "Ver qué cambió la revisión 2" in answer.text
    again = fields(answer.text)
    assert again["seen"] != typed["seen"]
    assert again | {"seen": ""} == typed | {"seen": ""}
    assert revisions(world) == [1, 2]
    assert signed(control, world, again).status_code == 302
    assert revisions(world) == [1, 2, 3]
    refused = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.kind == "refusal:step")).one()
    assert "Otra persona publicó la revisión 2" in refused


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_a_forged_signature_over_something_never_seen_is_a_conflict(control: FlaskClient, world: World, seen: str):
    typed = written(control, world, percent_2="80") | {"do": "sign", "seen": seen}
    assert post(control, address(world, "/texto"), typed).status_code == 409
    assert revisions(world) == [1]


def test_what_an_officer_wrote_cannot_even_be_chosen(client: FlaskClient, world: World):
    world.submit(4, "Jorge")
    publish(world)
    sign_in(client, "Jorge")
    page = client.get(address(world)).text
    assert "La envió usted: la corrige otra persona de Control Interno." in page
    assert re.findall(r'type="checkbox" name="a" value="(\d)"', page) == ["1", "2", "3"]
    assert client.get(address(world, "/texto?a=4")).status_code == 422
    assert 'name="percent_4"' not in client.get(address(world, "/texto?a=2&a=4")).text


def test_a_cut_that_is_not_published_has_nothing_to_correct(client: FlaskClient, world: World):
    sign_in(client, "Marta")
    answer = client.get(address(world))
    assert answer.status_code == 409
    assert "Este corte todavía no se ha publicado: no hay qué corregir." in answer.text


@pytest.mark.parametrize("name", ["Laura", "Andrés", "Ana", "Óscar"])
def test_nobody_else_corrects(client: FlaskClient, world: World, name: str):
    publish(world)
    sign_in(client, name)
    for end in ("", "/texto?a=2"):
        assert client.get(address(world, end)).status_code == 403
    assert post(client, address(world, "/texto"), {"a": "2", "do": "sign"}).status_code == 403
    assert revisions(world) == [1]


def test_another_entity_finds_nothing(client: FlaskClient, world: World):
    publish(world)
    sign_in(client, "Charlie")
    assert client.get(address(world)).status_code == 404
    assert post(client, address(world, "/texto"), {"a": "2"}).status_code == 404


def test_the_statements_of_its_pages_do_not_grow_with_the_activities(client: FlaskClient, world: World):
    many_entries(world, 60)
    publish(world)
    sign_in(client, "Marta")
    few, many = (
        count_statements(client.application, lambda query=query: client.get(address(world, f"/texto{query}")))
        for query in ("?a=2", f"?a=2{''.join(f'&a={number}' for number in range(101, 130))}")
    )
    assert few == many
    assert count_statements(client.application, lambda: client.get(address(world))) <= many
