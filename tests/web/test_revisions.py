"""A follow-up that was corrected: the revision in force, the earlier ones as they were, and what each one changed."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.corrections import publish_correction
from pacc_flow.actions.installation import signer_folder
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.actions.wanted import Wanted
from pacc_flow.clock import bogota_date
from pacc_flow.filing import AlteredReportError
from pacc_flow.models import Report
from pacc_flow.reports import FORMATS
from pacc_flow.web import changes
from tests.support.cast import NOW, World
from tests.support.statements import statements
from tests.web.test_public import NAMES, PAGE, publish, readable

FIRST, SECOND, CHANGES = f"{PAGE}revision-1/", f"{PAGE}revision-2/", f"{PAGE}cambios/"
LATER = NOW + timedelta(days=2)
REASON = "El porcentaje de la actividad 2 se digitó mal."
HERE = "http://127.0.0.1:8000"
_ATOM = "{http://www.w3.org/2005/Atom}"


def correct(world: World, rows: Mapping[int, Wanted] | None = None, reason: str = REASON, days: int = 0) -> Report:
    rows = rows or {2: Wanted(percent=8_000, narrative="Se hizo.\nY se publicó.")}
    marta, cut, at = world.person("Marta"), world.cut(), LATER + timedelta(days=days)
    report = publish_correction(world.session, cut.id, actor=marta, rows=rows, reason=reason, at=at).report
    world.session.commit()
    return report


@pytest.fixture
def first(world: World) -> Report:
    return publish(world)


@pytest.fixture
def second(world: World, first: Report) -> Report:
    return correct(world)


def test_the_page_of_the_cut_is_the_revision_in_force_with_its_reason(client: FlaskClient, second: Report):
    page = readable(client.get(PAGE).text)
    assert "Es la revisión 2 y sigue vigente." in page
    assert f"Corrige la revisión 1: «{REASON}»" in page
    assert "80 %" in page
    assert "Hay una revisión más reciente" not in page
    assert f'<a href="{FIRST}">Revisión 1</a>' in page
    assert f'href="{CHANGES}"' in page
    assert client.get(SECOND).text.count("y sigue vigente") == 1


def test_a_follow_up_that_nobody_corrected_lists_no_revisions(client: FlaskClient, first: Report):
    page = client.get(PAGE).text
    assert "Es la revisión 1 y sigue vigente." in page
    assert "Revisiones de este seguimiento" not in page
    assert "Nadie ha corregido este seguimiento." in client.get(CHANGES).text


def test_an_earlier_revision_stays_as_it_was_and_says_that_there_is_another(client: FlaskClient, second: Report):
    page = readable(client.get(FIRST).text)
    assert "Hay una revisión más reciente, del 6 de mayo de 2026. Esta se conserva." in page
    assert f'<a href="{PAGE}">Ver la vigente</a> <a href="{CHANGES}">Ver qué cambió</a>' in page
    assert "Es la revisión 1; la vigente es la 2." in page
    assert "sigue vigente" not in page
    assert "65 %" in page
    assert f'href="{PAGE}revision-1.pdf"' in page


@pytest.mark.parametrize("name", FORMATS)
def test_each_revision_has_its_own_documents(client: FlaskClient, world: World, first: Report, name: str):
    before = client.get(f"/entidad/2026/corte-1.{name}").data
    correct(world)
    earlier, later = (client.get(f"{PAGE}revision-{k}.{name}") for k in (1, 2))
    assert earlier.data == before
    assert earlier.headers["Content-Disposition"] == f"attachment; filename=entidad-2026-corte-1.{name}"
    assert later.headers["Content-Disposition"] == f"attachment; filename=entidad-2026-corte-1-revision-2.{name}"
    assert later.data == client.get(f"/entidad/2026/corte-1.{name}").data != before


def test_each_revision_has_its_own_proof(client: FlaskClient, app: Flask, world: World, second: Report):
    assert client.get(f"{PAGE}revision-1/prueba-de-inclusion").status_code == 404
    world.session.rollback()
    sign(make_session_factory(world.engine), signer_folder(app.extensions["settings"]), at=LATER)
    proofs = [client.get(f"{PAGE}revision-{k}/prueba-de-inclusion").text for k in (1, 2)]
    assert proofs[0] != proofs[1] == client.get(f"{PAGE}prueba-de-inclusion").text
    assert f'href="{PAGE}revision-1/prueba-de-inclusion"' in client.get(FIRST).text


def test_a_page_that_was_kept_is_no_longer_fresh_once_a_later_revision_appears(
    client: FlaskClient, world: World, first: Report
):
    kept = {address: client.get(address).headers for address in (PAGE, FIRST, CHANGES)}
    document = client.get(f"{PAGE}revision-1.csv").headers["ETag"]
    correct(world)
    for address, headers in kept.items():
        for held in ({"If-None-Match": headers["ETag"]}, {"If-Modified-Since": headers["Last-Modified"]}):
            assert client.get(address, headers=held).status_code == 200, address
    assert client.get(f"{PAGE}revision-1.csv", headers={"If-None-Match": document}).status_code == 304
    superseded = client.get(FIRST).headers["ETag"]
    correct(world, {1: Wanted(percent=9_000, narrative="Casi.")}, days=1)
    assert client.get(FIRST, headers={"If-None-Match": superseded}).status_code == 200


def test_what_changed_is_told_for_each_revision_before_and_after(client: FlaskClient, world: World, second: Report):
    correct(world, {3: Wanted(percent=5_000, narrative="Llegó tarde.")}, reason="La oficina reportó después.", days=1)
    page = readable(client.get(CHANGES).text)
    order = [
        "Revisión 3</a>, del 7 de mayo de 2026 (vigente)",
        "«La oficina reportó después.»",
        "Avance promedio: de 45 % a <strong>57,50 %",
        "Actividad 3. Realizar la audiencia pública",
        "Motivo si no fue reportada",
        "Revisión 2</a>, del 6 de mayo de 2026",
        f"«{REASON}»",
        "Actividad 2. Publicar el mapa de riesgos",
        "Revisión 1</a>, del 4 de mayo de 2026",
        "La primera publicación la firmó Control Interno.",
    ]
    told = [page.index(words) for words in order]
    assert told == sorted(told)
    assert '<span class="told">65 %</span>' in page
    assert '<span class="told">80 %</span>' in page


def test_pages_of_revisions_ask_the_database_for_the_same_whatever_there_is(app: Flask, client: FlaskClient, world: World):
    publish(world)
    for days in range(4):
        correct(world, {2: Wanted(percent=7_000 + days)}, days=days)
    for address in (PAGE, FIRST, CHANGES, f"{PAGE}revision-1.csv", f"{PAGE}revision-9/", "/entidad/publicado.atom"):
        with statements(app) as asked:
            client.get(address)
        assert len(asked) <= 2, asked


@pytest.mark.parametrize(
    "end", ["revision-3/", "revision-0/", "revision-3.pdf", "revision-1.exe", "revision-3/prueba-de-inclusion"]
)
def test_a_revision_that_is_not_there_is_not_found(client: FlaskClient, second: Report, end: str):
    answer = client.get(f"{PAGE}{end}")
    assert answer.status_code == 404
    assert "todavía no se ha publicado" not in answer.text


@pytest.mark.parametrize("end", ["revision-1/", "revision-1.json", "cambios/", "revision-1/prueba-de-inclusion"])
def test_before_the_publication_there_are_no_revisions_to_tell_of(client: FlaskClient, end: str):
    answer = client.get(f"{PAGE}{end}")
    assert answer.status_code == 404
    assert "Este seguimiento todavía no se ha publicado" in answer.text


@pytest.mark.parametrize(
    "address", ["/nadie/2026/corte-1/cambios/", "/entidad/2025/corte-1/cambios/", "/ENTIDAD/2026/corte-1/cambios/"]
)
def test_what_changed_where_there_is_nothing_is_not_found(client: FlaskClient, second: Report, address: str):
    assert client.get(address).status_code == 404


def test_no_name_of_a_person_is_public(client: FlaskClient, second: Report):
    for address in (PAGE, FIRST, CHANGES, "/entidad/publicado.atom"):
        told = client.get(address).text
        assert [name for name in NAMES if name in told] == [], address


def test_what_changed_is_not_shown_of_what_was_altered(
    client: FlaskClient, world: World, second: Report, monkeypatch: pytest.MonkeyPatch
):
    def altered(_report: object) -> None:
        raise AlteredReportError

    monkeypatch.setattr(changes, "snapshot_of", altered)
    answer = client.get(CHANGES)
    assert answer.status_code == 500
    assert "no coincide con la huella que se firmó" in answer.text


def test_the_feed_tells_each_correction_with_its_reason(client: FlaskClient, second: Report):
    entries = list(etree.fromstring(client.get("/entidad/publicado.atom").data).iter(f"{_ATOM}entry"))
    ids = [entry.findtext(f"{_ATOM}id") for entry in entries]
    assert ids == [f"{HERE}{PAGE}#revision-2", f"{HERE}{PAGE}#revision-1"]
    assert (entries[0].findtext(f"{_ATOM}summary") or "").startswith(f"Corrige la revisión 1: {REASON} ")
    assert (entries[0].findtext(f"{_ATOM}summary") or "").count(second.snapshot_sha256) == 1
    links = [entry.find(f"{_ATOM}link").get("href") for entry in entries]  # type: ignore[union-attr]
    assert links == [f"{HERE}{SECOND}", f"{HERE}{FIRST}"]


def test_the_catalogue_names_the_version_before_and_why(client: FlaskClient, second: Report):
    (dataset,) = json.loads(client.get("/entidad/datos/catalogo.jsonld").text)["dcat:dataset"]
    assert dataset["dcat:version"] == "2"
    assert dataset["dcat:previousVersion"] == {"@id": f"{HERE}{FIRST}"}
    assert dataset["adms:versionNotes"] == REASON


def test_the_map_of_the_site_has_what_changed_and_each_earlier_revision(client: FlaskClient, second: Report):
    told = client.get("/sitemap.xml").text
    assert [told.count(f"<loc>{HERE}{address}</loc>") for address in (PAGE, CHANGES, FIRST, SECOND)] == [1, 1, 1, 0]


def test_the_entity_says_which_were_corrected(client: FlaskClient, second: Report):
    page = client.get("/entidad/").text
    assert f'revisión 2. <a href="{CHANGES}">Qué cambió' in page


def test_a_correction_modifies_what_was_issued_with_the_first_revision(client: FlaskClient, second: Report):
    page = client.get(PAGE).text
    assert re.search(r'name="DCTERMS.issued"[^>]*content="2026-05-04"', page)
    assert '"datePublished": "2026-05-04"' in page
    (dataset,) = client.get("/entidad/datos/catalogo.jsonld").json["dcat:dataset"]
    assert dataset["dct:issued"]["@value"] == "2026-05-04"
    assert dataset["dct:modified"]["@value"] == str(bogota_date(second.published_at))
    assert "4 de mayo de 2026, corregido el" in page
