"""The public log: what anybody may take away, and that the independent verifier agrees with it."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.installation import signer_folder
from pacc_flow.actions.publication import publish_cut
from pacc_flow.ledger.merkle import extends
from pacc_flow.models import Alarm, CutState, Entry, LedgerCheckpoint, LedgerRecord, Report
from pacc_flow.queries.proofs import CHECKPOINTS_A_PAGE
from pacc_flow.verifier import pacc_verify
from pacc_flow.workflow import Action
from tests.support.bulk import many_entries
from tests.support.cast import NOW, World
from tests.support.statements import statements
from tests.support.web import post, sign_in

REGISTER = "/entidad/registro"
FOLLOW_UP = "/entidad/2026/corte-1"
CHECK_IT = f'<a class="receipt-check" href="{REGISTER}/#recibo">Cómo comprobarlo</a>'


def sign_now(app: Flask) -> int:
    """The size that was signed."""
    checkpoint = sign(app.extensions["sessions"], signer_folder(app.extensions["settings"]), at=NOW)
    assert checkpoint
    return checkpoint.size


def grow(world: World, percent: int) -> None:
    world.act("Laura", Action.SAVE, content=world.written("Laura", percent=percent, link=False))
    world.session.rollback()


def publish(world: World) -> Report:
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id)), "No llegó.")
    published = publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    return published.report


def publish_by_form(client: FlaskClient, world: World) -> TestResponse:
    sign_in(client, "Marta")
    address = f"/app/publicacion/{world.cut().id}"
    typed = {f"reason_{entry}": "No llegó." for entry in world.session.scalars(select(Entry.id))}
    typed |= {f"observation_{component}": "Nada." for component in (1, 2)}
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', client.get(address).text)
    assert seen
    return post(client, address, typed | {"seen": seen[1]}, follow_redirects=True)


@pytest.fixture
def signed(app: Flask, world: World) -> list[int]:
    """The sizes of two checkpoints."""
    first = sign_now(app)
    grow(world, 1_000)
    return [first, sign_now(app)]


def saved(folder: Path, client: FlaskClient, **addresses: str) -> dict[str, str]:
    """Each address as a file of its own, as a citizen would keep it."""
    files = {}
    for name, address in addresses.items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        path = folder / f"{name}.txt"
        path.write_bytes(answer.data)
        files[name] = str(path)
    return files


def test_before_the_first_signature_the_page_says_so(client: FlaskClient):
    page = client.get(f"{REGISTER}/")
    assert page.status_code == 200
    assert "Todavía no hay puntos de control" in page.text
    assert "Cada paso del seguimiento queda anotado" in page.text
    assert "<table" not in page.text


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("checkpoint", "Todavía no hay puntos de control"),
        ("checkpoint/7", "No hay un punto de control de ese tamaño"),
        ("llave", "La llave no está disponible"),
        ("consistencia", "No entendimos los tamaños"),
        ("consistencia?desde=1&hasta=2", "El registro firmado no llega hasta ahí"),
        ("recibo?numero=1", "Todavía no hay prueba de ese recibo"),
    ],
)
def test_before_the_first_signature_nothing_breaks(client: FlaskClient, address: str, title: str):
    answer = client.get(f"{REGISTER}/{address}")
    assert answer.status_code in (400, 404)
    assert title in answer.text


@pytest.mark.parametrize("path", ["", "checkpoint", "checkpoint/1", "llave", "consistencia?desde=1&hasta=1", "recibo?numero=1"])
@pytest.mark.parametrize("slug", ["ninguna", "ENTIDAD", "app"])
def test_an_entity_that_does_not_exist_has_no_log(client: FlaskClient, signed: list[int], slug: str, path: str):
    assert client.get(f"/{slug}/registro/{path}").status_code == 404


def test_the_page_tells_the_newest_checkpoint_the_key_and_every_checkpoint(
    client: FlaskClient, world: World, signed: list[int]
):
    page = client.get(f"{REGISTER}/").text
    newest = world.session.get_one(LedgerCheckpoint, signed[1])
    assert newest.note.splitlines()[2] in page
    assert client.get(f"{REGISTER}/llave").text.strip().split("+")[2].replace("+", "&#43;") in page
    places = [page.index(f'href="{REGISTER}/checkpoint/{size}"') for size in reversed(signed)]
    assert places == sorted(places)
    assert f'href="{REGISTER}/consistencia?desde={signed[0]}&amp;hasta={signed[1]}"' in page
    assert base64.b64encode(newest.root).decode()[:12] in page
    assert 'href="/verificador/"' in page


def test_the_notes_are_plain_text_that_whoever_holds_may_keep(client: FlaskClient, world: World, signed: list[int]):
    note = world.session.get_one(LedgerCheckpoint, signed[1]).note
    for address, keep in (("checkpoint", "max-age=60, public"), (f"checkpoint/{signed[1]}", "max-age=604800, public")):
        answer = client.get(f"{REGISTER}/{address}")
        assert answer.text == note
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Cache-Control"] == keep
        assert client.get(f"{REGISTER}/{address}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get(f"{REGISTER}/checkpoint/{signed[0]}").text != note


def test_the_log_is_the_same_at_the_address_of_every_entity(client: FlaskClient, signed: list[int]):
    assert client.get("/otra/registro/checkpoint").data == client.get(f"{REGISTER}/checkpoint").data


def test_the_verifier_agrees_that_the_log_grew(client: FlaskClient, signed: list[int], tmp_path: Path):
    old, new = signed
    files = saved(
        tmp_path,
        client,
        old=f"{REGISTER}/checkpoint/{old}",
        new=f"{REGISTER}/checkpoint",
        proof=f"{REGISTER}/consistencia?desde={old}&hasta={new}",
        key=f"{REGISTER}/llave",
    )
    assert pacc_verify.main([files["old"], files["new"], files["proof"], "--key", files["key"]]) == 0
    forged = Path(files["proof"]).read_text("utf-8").replace(f"old {old}", f"old {old - 1}")
    Path(files["proof"]).write_text(forged, "utf-8")
    assert pacc_verify.main([files["old"], files["new"], files["proof"], "--key", files["key"]]) == 1


def test_between_sizes_that_nobody_signed_the_figures_come_as_json(client: FlaskClient, signed: list[int]):
    old, new = signed[0] - 3, signed[0] - 1
    answer = client.get(f"{REGISTER}/consistencia?desde={old}&hasta={new}")
    told = answer.get_json()
    roots = [base64.b64decode(told[name]) for name in ("old_root", "new_root")]
    assert (told["old"], told["new"]) == (old, new)
    assert extends(old, new, roots[0], roots[1], [base64.b64decode(one) for one in told["hashes"]])
    assert answer.headers["Cache-Control"] == "max-age=604800"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("", 400), ("?desde=1", 400), ("?desde=a&hasta=2", 400), ("?desde=-1&hasta=2", 400), ("?desde=2&hasta=1", 400),
        ("?desde=01&hasta=2", 400), ("?desde=²&hasta=3", 400), (f"?desde=1&hasta={'9' * 30}", 400),
        (f"?desde=1&hasta={10**17}", 404), (f"?desde={10**17}&hasta={10**17}", 404),
    ],
)  # fmt: skip
def test_odd_sizes_are_told_in_plain_words(client: FlaskClient, signed: list[int], asked: str, status: int):
    answer = client.get(f"{REGISTER}/consistencia{asked}")
    assert answer.status_code == status
    assert "No entendimos los tamaños" in answer.text or "no llega hasta ahí" in answer.text


def test_a_receipt_is_proved_to_whoever_holds_it(client: FlaskClient, world: World, signed: list[int], tmp_path: Path):
    record = world.session.get_one(LedgerRecord, signed[0])
    answer = client.get(f"{REGISTER}/recibo?numero={record.seq}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=recibo-{record.seq}.txt"
    files = saved(tmp_path, client, proof=f"{REGISTER}/recibo?numero={record.seq}", key=f"{REGISTER}/llave")
    order = [files["proof"], "--key", files["key"], "--receipt"]
    assert pacc_verify.main([*order, record.entry_hash.hex()]) == 0
    assert pacc_verify.main([*order, record.prev_hash.hex()]) == 1


@pytest.mark.parametrize(("number", "status"), [("", 400), ("uno", 400), ("-3", 400), ("1.000.000", 404), ("9" * 18, 404)])
def test_a_receipt_that_cannot_be_is_told_so(client: FlaskClient, signed: list[int], number: str, status: int):
    assert client.get(f"{REGISTER}/recibo", query_string={"numero": number}).status_code == status


def test_the_list_is_paged_and_asks_the_same_of_the_database(app: Flask, client: FlaskClient, world: World):
    size = sign_now(app)
    with statements(app) as few:
        client.get(f"{REGISTER}/")
    many_entries(world, 60)
    note = world.session.get_one(LedgerCheckpoint, size)
    more = [
        LedgerCheckpoint(size=size + number, origin=note.origin, root=note.root, note=note.note, created_at=NOW)
        for number in range(1, CHECKPOINTS_A_PAGE + 2)
    ]
    world.session.add_all(more)
    world.session.commit()
    with statements(app) as many:
        first = client.get(f"{REGISTER}/").text
    assert len(few) == len(many) <= 3
    assert first.count("/registro/checkpoint/") == CHECKPOINTS_A_PAGE
    assert f"Puntos 1 a {CHECKPOINTS_A_PAGE} de {CHECKPOINTS_A_PAGE + 2}" in first
    second = client.get(f"{REGISTER}/?pagina=2").text
    assert second.count("/registro/checkpoint/") == 2
    assert f"desde={size}&amp;hasta={size + CHECKPOINTS_A_PAGE + 1}" in second
    for odd, rows in (
        ("0", CHECKPOINTS_A_PAGE),
        ("-1", CHECKPOINTS_A_PAGE),
        ("²", CHECKPOINTS_A_PAGE),
        ("99", 2),
        ("9" * 18, 2),
    ):
        page = client.get(f"{REGISTER}/", query_string={"pagina": odd}).text
        assert page.count("/registro/checkpoint/") == rows, odd


def test_a_publication_is_proved_from_the_first_checkpoint_that_covers_it(
    app: Flask, client: FlaskClient, world: World, tmp_path: Path
):
    sha256 = publish(world).snapshot_sha256
    before = {address: client.get(address) for address in (f"{FOLLOW_UP}/", f"{FOLLOW_UP}.json")}
    assert client.get(f"{FOLLOW_UP}/prueba-de-inclusion").status_code == 404
    assert "prueba-de-inclusion" not in before[f"{FOLLOW_UP}/"].text
    assert before[f"{FOLLOW_UP}.json"].get_json()["registration"] is None
    sign_now(app)
    for address, answer in before.items():
        assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200, address
    assert f'href="{FOLLOW_UP}/prueba-de-inclusion"' in client.get(f"{FOLLOW_UP}/").text
    document = client.get(f"{FOLLOW_UP}.json")
    files = saved(
        tmp_path, client, document=f"{FOLLOW_UP}.json", proof=f"{FOLLOW_UP}/prueba-de-inclusion", key=f"{REGISTER}/llave"
    )
    record = document.get_json()["registration"]["record"]
    assert json.loads(record["body"])["data"]["snapshot_sha256"] == sha256
    assert json.loads(record["body"])["request"] is None
    assert pacc_verify.main([files["document"], "--key", files["key"]]) == 0
    assert pacc_verify.main([files["proof"], "--key", files["key"], "--receipt", record["entry_hash"]]) == 0


def test_once_covered_a_page_asks_the_database_for_no_more(app: Flask, client: FlaskClient, world: World):
    publish(world)
    sign_now(app)
    for address in (f"{FOLLOW_UP}/", f"{FOLLOW_UP}/?q=mapa"):
        with statements(app) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= 2, (address, asked)
    assert "Datos abiertos, para programas</small>" in client.get(f"{FOLLOW_UP}/").text  # of no size told until it is kept


def test_the_proof_of_a_publication_stays_as_it_was_when_the_log_grows(app: Flask, client: FlaskClient, world: World):
    publish(world)
    covered = sign_now(app)
    before = [client.get(f"{FOLLOW_UP}{end}").data for end in ("/", ".json", "/prueba-de-inclusion")]
    sign_in(client.application.test_client(), "Marta")
    assert sign_now(app) > covered
    assert [client.get(f"{FOLLOW_UP}{end}").data for end in ("/", ".json", "/prueba-de-inclusion")] == before


def test_whatever_signs_ails_the_public_pages_stay(app: Flask, client: FlaskClient, world: World, signed: list[int]):
    publish(world)
    sign_now(app)
    (app.extensions["settings"].signer_dir / "key.pem").write_text("no es una llave", "ascii")
    page = client.get(f"{REGISTER}/")
    assert page.status_code == 200
    assert "No se puede mostrar en este momento" in page.text
    assert client.get(f"{REGISTER}/llave").status_code == 404
    assert client.get(f"{FOLLOW_UP}/").status_code == 200
    assert client.get(f"{FOLLOW_UP}.json").get_json()["registration"] is None


def test_publishing_signs_at_once_and_says_where_to_check_the_receipt(client: FlaskClient, world: World):
    answer = publish_by_form(client, world)
    assert "Firmó y publicó." in answer.text
    assert CHECK_IT in answer.text
    report = world.session.scalars(select(LedgerRecord.seq).where(LedgerRecord.kind == "report:publish")).one()
    assert world.session.scalars(select(LedgerCheckpoint.size)).one() > report
    assert client.get(f"{FOLLOW_UP}/prueba-de-inclusion").status_code == 200


def test_every_step_leaves_its_receipt_and_says_where_to_check_it(app: Flask, world: World):
    entry, office = world.entry(1), world.office("Oficina Comercial").id
    address, written = f"/app/entradas/{entry.id}", {"office": office, "percent": "65", "narrative": "Se hizo."}
    link = {"link": "https://www.entidad.gov.co/informe"}
    steps = [
        ("Laura", f"{address}/guardar", written | link),
        ("Laura", f"{address}/enviar", written),
        ("Laura", f"{address}/retirar", {}),
        ("Laura", f"{address}/enviar", written),
        ("Andrés", f"/app/revision/{entry.id}/devolver", {"comment": "Falta el acta."}),
        ("Laura", f"{address}/enviar", written),
        ("Andrés", f"/app/revision/{entry.id}/aprobar", {}),
        ("Marta", f"/app/verificacion/{entry.id}/verificar", {"verified_percent": "60"}),
        ("Marta", f"/app/verificacion/{entry.id}/reabrir", {"comment": "Faltó algo."}),
    ]
    people = {name: app.test_client() for name in ("Laura", "Andrés", "Marta")}
    for name, person in people.items():
        sign_in(person, name)
    for name, to, form in steps:
        answer = post(people[name], to, form | {"rev": world.entry(1).rev}, follow_redirects=True)
        seq = world.session.scalar(select(func.max(LedgerRecord.seq)).where(LedgerRecord.kind.startswith("entry:")))
        assert f"Recibo {seq} <code>" in answer.text, to
        assert CHECK_IT in answer.text, to


@pytest.mark.parametrize("ails", ["a file where its folder should be", "the database"])
def test_a_publication_stands_whatever_the_signer_says(
    client: FlaskClient, world: World, ails: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    folder = client.application.extensions["settings"].signer_dir
    if ails == "the database":

        def fail(*_: object, **__: object) -> None:
            raise OperationalError("SELECT", {}, OSError("gone"))

        monkeypatch.setattr("pacc_flow.web.signer.sign_or_alarm", fail)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("", "ascii")
    assert "Firmó y publicó." in publish_by_form(client, world).text
    assert world.cut().state == CutState.PUBLISHED
    told = [caplog.text, *world.session.scalars(select(Alarm.sentence))]
    assert any(("not signed" if ails == "the database" else "no se puede usar") in one for one in told)


def test_a_signer_that_refuses_after_a_publication_raises_its_alarm(app: Flask, client: FlaskClient, world: World):
    sign_now(app)
    shutil.rmtree(app.extensions["settings"].signer_dir)
    answer = publish_by_form(client, world)
    assert "Firmó y publicó." in answer.text
    alarm = world.session.scalars(select(Alarm)).one()
    assert alarm.sentence in answer.text


def test_the_verifier_is_offered_byte_for_byte_with_its_digest(client: FlaskClient, tmp_path: Path):
    program = Path(pacc_verify.__file__).read_bytes()
    answer = client.get("/verificador/pacc_verify.py")
    assert answer.data == program
    assert answer.headers["Content-Disposition"] == "attachment; filename=pacc_verify.py"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = client.get("/verificador/").text
    digest = hashlib.sha256(program).hexdigest()
    assert digest in page.replace("\n", "").replace(" ", "")
    (tmp_path / "pacc_verify.py").write_bytes(answer.data)
    ran = subprocess.run([sys.executable, str(tmp_path / "pacc_verify.py"), "--help"], capture_output=True, check=True)
    assert b"--receipt" in ran.stdout


def test_the_verifier_page_leads_to_the_log_of_the_only_entity(client: FlaskClient):
    sign_in(client, "Laura")
    assert f'href="{REGISTER}/"' in client.get("/verificador/").text
