"""What a citizen finds: the published follow-ups, each from its frozen snapshot alone, and nothing that is not published."""

import hashlib
import json
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pacc_flow.actions.entities import update_office
from pacc_flow.actions.publication import publish_cut
from pacc_flow.models import Cut, Entry, OfficeKind, Report
from pacc_flow.reports import FORMATS, Snapshot
from pacc_flow.workflow import Action, State
from tests.support.alterations import alter_report
from tests.support.bulk import many_entries
from tests.support.cast import NOW, PEOPLE, SETUP, World
from tests.support.pdf_pages import TaggedPages
from tests.support.statements import statements
from tests.support.web import sign_in

PAGE = "/entidad/2026/corte-1/"
NAMES = [name for name, *_ in PEOPLE] + ["Charlie Afuera"]
EMAILS = [email for _, email, *_ in PEOPLE]
SECRETS = ("Actualizar el mapa de riesgos", "Oficina Comercial", "Gestión del riesgo", "Se hizo.", "65")


def publish(world: World) -> Report:
    """Two activities verified, two unreported."""
    for number, percent in ((1, 10_000), (2, 6_500)):
        world.submit(number)
        world.review(number)
        world.verify(number, percent=percent)
    left = world.session.scalars(select(Entry.id).where(Entry.state != State.VERIFIED)).all()
    reasons = dict.fromkeys(left, "La oficina no reportó.")
    report = publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW).report
    world.session.commit()
    return report


@pytest.fixture
def published(world: World) -> Report:
    return publish(world)


def readable(page: str) -> str:
    return page.replace("\u00a0", " ")


def test_a_citizen_reads_the_follow_up_in_its_order(client: FlaskClient, published: Report):
    answer = client.get(PAGE)
    page = readable(answer.text)
    assert answer.status_code == 200
    order = [
        "Primer corte, al 30 de abril de 2026", "Fecha de publicación", "Cumplimiento", "Avance promedio",
        "Firmado y sin cambios", published.snapshot_sha256[:4], "Descargar", "Resumen de Control Interno",
        "En gráficas", "Por componente", "Por dependencia", "Por estado", "Las 4 actividades", "Dependencia responsable",
    ]  # fmt: skip
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert re.findall(r'class="result-figure">([^<]+)<', page) == ["25 %", "41,25 %"]
    assert page.count('class="zone zone-low"') == 1 + 2 + 2 + 2 + 1
    assert "1 de las 4 actividades llegó al 100 %." in page
    assert "Lo firmó <strong>Control Interno</strong> el 4 de mayo de 2026, 9:00 a. m. Es la revisión 1" in page
    assert re.search(r"<dt>Recibo</dt><dd>\d+ <code>[0-9a-f]{4} [0-9a-f]{4}</code>", page)


def test_the_eight_columns_have_their_headers_rows_and_anchors(client: FlaskClient, published: Report):
    page = readable(client.get(PAGE).text)
    matrix = page[page.index('class="matrix') :]
    assert matrix[: matrix.index("</thead>")].count('scope="col"') == 8
    assert re.findall(r'id="a(\d)"', matrix) == ["1", "2", "3", "4"]
    assert re.findall(r'scope="rowgroup" rowspan="(\d)"', matrix) == ["2", "2"]
    assert matrix.count('scope="row"') == 4
    assert [word.strip() for word in re.findall(r"</svg>(Cumplida|En avance|No reportada)", matrix)] == [
        "Cumplida", "En avance", "No reportada", "No reportada",
    ]  # fmt: skip
    assert matrix.count("No se reportó: La oficina no reportó.") == 2
    assert 'href="https://www.entidad.gov.co/informe"' in matrix
    assert "2 actividades no reportadas. Las actividades no reportadas cuentan como 0 %" in page


def test_what_came_late_says_by_how_much(client: FlaskClient, world: World):
    late = NOW + timedelta(days=8)  # Tuesday 12 May, two business days after the offices' term
    world.act("Laura", Action.SUBMIT, content=world.written("Laura"), at=late)
    world.act("Andrés", Action.REVIEW, at=late)
    world.act("Marta", Action.VERIFY, verified_percent=5_000, at=late)
    left = world.session.scalars(select(Entry.id).where(Entry.state != State.VERIFIED)).all()
    marta, reasons = world.person("Marta"), dict.fromkeys(left, "No llegó.")
    publish_cut(world.session, world.cut().id, actor=marta, reasons=reasons, at=late)
    world.session.commit()
    assert client.get(PAGE).text.count("Extemporáneo (2 días hábiles)") == 1


def test_the_page_comes_from_the_snapshot_whatever_became_of_the_rows(client: FlaskClient, world: World, published: Report):
    before = client.get(PAGE).text
    office, kind = world.office("Oficina Comercial"), OfficeKind.OFFICE
    update_office(world.session, office, name="Otra", kind=kind, spellings=(), is_active=True, actor=SETUP, at=NOW)
    world.session.commit()
    assert client.get(PAGE).text == before


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_offered_and_downloads_as_it_is(client: FlaskClient, published: Report, name: str):
    document = client.get(f"/entidad/2026/corte-1.{name}")
    assert document.status_code == 200
    assert document.headers["Content-Type"] == FORMATS[name].media_type
    assert document.headers["Content-Disposition"] == f"attachment; filename=entidad-2026-corte-1.{name}"
    assert document.headers["X-Content-Type-Options"] == "nosniff"
    assert f'href="/entidad/2026/corte-1.{name}"' in client.get(PAGE).text
    head = client.head(f"/entidad/2026/corte-1.{name}")
    assert (head.status_code, head.data) == (200, b"")


def test_what_is_printed_says_where_it_can_be_checked(client: FlaskClient, published: Report):
    said = TaggedPages(client.get("/entidad/2026/corte-1.pdf").data).pages[0]
    assert "Compruébelo en http://127.0.0.1:8000/entidad/2026/corte-1/" in said
    assert f"SHA-256 {published.snapshot_sha256}" in said


def test_the_fingerprint_is_that_of_the_content_in_the_json(client: FlaskClient, published: Report):
    snapshot = json.loads(client.get("/entidad/2026/corte-1.json").text)["snapshot"]
    canonical = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(canonical.encode()).hexdigest() == published.snapshot_sha256
    assert canonical == published.snapshot


@pytest.mark.parametrize("address", [PAGE, *(f"/entidad/2026/corte-1.{name}" for name in FORMATS)])
def test_whoever_holds_it_already_is_told_so(client: FlaskClient, published: Report, address: str):
    first = client.get(address)
    assert first.headers["Cache-Control"] == "max-age=300, public"
    assert published.snapshot_sha256 in first.headers["ETag"]
    assert parsedate_to_datetime(first.headers["Last-Modified"]) == NOW
    assert "Set-Cookie" not in first.headers
    for held in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = client.get(address, headers=held)
        assert (again.status_code, again.data) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"otra"'}).status_code == 200


def test_a_person_who_is_signed_in_reads_the_same_page_kept_for_them_alone(client: FlaskClient, published: Report):
    visitor = client.get(PAGE).text
    sign_in(client, "Ana")
    answer = client.get(PAGE)
    assert answer.text == visitor
    assert answer.headers["Cache-Control"] == "max-age=300, private"


def test_a_page_asks_the_database_for_the_same_whatever_the_size(app: Flask, client: FlaskClient, world: World):
    many_entries(world, 60)
    publish(world)
    for address in (PAGE, "/entidad/", "/entidad/2026/", "/entidad/2026/corte-1.csv", "/entidad/2026/corte-2/"):
        with statements(app) as asked:
            client.get(address)
        assert len(asked) <= 2, asked
    assert client.get(PAGE).text.count('<tr id="a') == 64


@pytest.mark.parametrize("number", [1, 2])
def test_before_its_publication_only_the_term_of_the_law_is_told(client: FlaskClient, world: World, number: int):
    world.submit(1)
    terms = {1: "15 de mayo de 2026", 2: "14 de septiembre de 2026"}
    answers = [client.get(f"/entidad/2026/corte-{number}{end}") for end in ("/", ".json", ".xlsx", ".pdf")]
    for answer in answers:
        assert answer.status_code == 404
        assert "Este seguimiento todavía no se ha publicado" in answer.text
        assert f"La fecha límite es el {terms[number]}." in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert not [secret for secret in SECRETS if secret in answer.text]


def test_after_the_term_it_says_that_the_term_was(client: FlaskClient, time: time_machine.Traveller):
    time.shift(20 * 24 * 3600)
    assert "La fecha límite era el 15 de mayo de 2026." in client.get(PAGE).text


@pytest.mark.parametrize(
    "address",
    [
        "/entidad/2026/corte-9/",
        "/entidad/2025/corte-1/",
        "/nadie/2026/corte-1/",
        "/nadie/",
        "/otra/2026/corte-1/",
        "/entidad/2026/corte-1.exe",
        "/entidad/99999999999/corte-1/",
        "/entidad/2026/corte-99999999999/",
        "/%00/",
        "/entidad%00/2026/corte-1/",
        "/ENTIDAD/",
        "/entidad/2024/",
        "/otra/2026/",
        "/nadie/2026/",
        "/entidad/0/",
        "/entidad/2026/corte-0/",
        "/entidad/-1/corte-1/",
        f"/{'x' * 400}/",
    ],
)
def test_what_does_not_exist_is_not_found(client: FlaskClient, published: Report, address: str):
    assert client.get(address).status_code == 404


def test_the_entity_lists_what_is_published_and_nothing_else(client: FlaskClient, world: World):
    empty = client.get("/entidad/")
    assert "Todavía no hay seguimientos publicados" in empty.text
    assert "corte-1" not in empty.text
    publish(world)
    page = client.get("/entidad/").text
    assert f'href="{PAGE}">Seguimiento del primer corte, al 30 de abril de 2026</a>' in page
    assert "Segundo corte, al 31 de agosto de 2026: a más tardar el 14 de septiembre de 2026" in page
    assert "Publicado el 4 de mayo de 2026 por Control Interno" in page
    assert "corte-2" not in page
    assert "corte-1" not in client.get("/otra/").text


def test_no_name_nor_address_of_a_person_is_public(client: FlaskClient, published: Report):
    addresses = [
        "/",
        "/entidad/",
        "/entidad/2026/",
        PAGE,
        "/entidad/2026/corte-2/",
        *(f"/entidad/2026/corte-1.{name}" for name in FORMATS),
    ]
    for address in addresses:
        told = client.get(address, follow_redirects=True).data.decode("utf-8", "replace")
        assert [name for name in NAMES if name in told or name.split()[0] in told] == [], address
        assert [email for email in EMAILS if email in told] == [], address


def test_a_follow_up_that_was_altered_in_the_database_is_not_shown(client: FlaskClient, world: World, published: Report):
    forged = published.snapshot.replace('"percent":6500', '"percent":9500')
    assert forged != published.snapshot
    Snapshot.from_bytes(forged.encode())
    alter_report(world, lambda _: forged)
    for address in (PAGE, "/entidad/2026/corte-1.json"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert "no coincide con la huella que se firmó" in answer.text
        assert "95" not in answer.text.replace("1959", "")
    alter_report(world, lambda _: "{}")
    assert client.get(PAGE).status_code == 500


def test_a_cut_that_is_only_planned_stays_planned_for_a_visitor(client: FlaskClient, world: World):
    client.get("/entidad/2026/corte-3/")
    assert world.session.scalars(select(Cut.state).where(Cut.number == 3)).one() == "planned"
