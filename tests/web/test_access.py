"""Every address, asked for by the whole cast: who is refused, who is let in, and that reading leaves no trace.

Nothing here names an address: what is registered is found in the application's own map.
"""

from collections.abc import Iterator

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from pacc_flow.actions.accounts import invite_account
from pacc_flow.actions.entities import RESERVED_SLUGS
from pacc_flow.models import Base, LedgerRecord
from pacc_flow.web.access import Audience
from tests.support.cast import NOW, SETUP, World
from tests.support.web import sign_in, token_of

VISITOR = "nobody"
OUTSIDER = "Charlie"
# fmt: off
ADMITTED = {  # who is let in where; Charlie is of the Internal Control of another entity
    Audience.PUBLIC:    {VISITOR, "Laura", "Andrés", "Marta", "Ana", "Óscar", OUTSIDER},
    Audience.SIGNED_IN: {"Laura", "Andrés", "Marta", "Ana", "Óscar", OUTSIDER},
    Audience.OFFICE:    {"Laura", "Andrés", "Marta", OUTSIDER},
    Audience.PLANNING:  {"Andrés"},
    Audience.CONTROL:   {"Marta", OUTSIDER},
    Audience.ADMIN:     {"Ana"},
    Audience.AUDITOR:   {"Óscar"},
}
# fmt: on
CAST = sorted(ADMITTED[Audience.PUBLIC])
OF_THE_WORLD = ("Entidad de Prueba", "Oficina Comercial", "mapa de riesgos", "Laura Cifuentes", "laura@entidad.gov.co")
REFUSED = (403, 404)
WITHOUT_TOKEN = {
    "mail.mute",  # one click in a mail program, which has no page of ours to take a token from (RFC 8058)
    "verifying.receive",  # it changes nothing, whoever has a browser post to it (see test_verifying.py)
}


@pytest.mark.parametrize("name", CAST)
def test_an_address_opens_to_its_audience_and_to_nobody_else(app: Flask, client: FlaskClient, name: str):
    _enter(client, name)
    for rule, address in _addresses(app, "GET"):
        answer = client.get(address)
        _check(answer, address, name, is_admitted=_is_admitted(app, rule, name))


@pytest.mark.parametrize("name", CAST)
def test_an_act_is_refused_to_whoever_is_not_of_its_audience(app: Flask, client: FlaskClient, world: World, name: str):
    token = _enter(client, name)
    before = _rows(world)
    for rule, address in _addresses(app, "POST"):
        if not _is_admitted(app, rule, name):
            _check(client.post(address, data={"csrf_token": token}), address, name, is_admitted=False)
    assert _rows(world) == before


@pytest.mark.parametrize("name", CAST)
def test_an_act_without_the_token_of_a_form_of_ours_is_refused(app: Flask, client: FlaskClient, world: World, name: str):
    _enter(client, name)
    before = _rows(world)
    for rule, address in _addresses(app, "POST"):
        if rule.endpoint not in WITHOUT_TOKEN:
            assert client.post(address).status_code == 400, address
    assert _rows(world) == before


def test_reading_never_writes(app: Flask, world: World):
    clients = {name: app.test_client() for name in CAST}
    for name, client in clients.items():
        _enter(client, name)
    before, ledger = _rows(world), _ledger_size(world)
    for client in clients.values():
        for _, address in _addresses(app, "GET"):
            client.get(address)
    assert _rows(world) == before
    assert _ledger_size(world) == ledger


def test_a_person_of_another_entity_finds_nothing_and_reads_no_word_of_ours(app: Flask, client: FlaskClient):
    _enter(client, OUTSIDER)
    for rule, address in _addresses(app, "GET"):
        answer = client.get(address)
        if Audience.PUBLIC not in _audience(app, rule):
            assert not rule.arguments & set(_ids_of_the_world(app)) or answer.status_code in REFUSED, address
            assert not [word for word in OF_THE_WORLD if word in answer.text], address


def test_whoever_was_signed_out_meanwhile_is_asked_to_sign_in(app: Flask, client: FlaskClient, world: World):
    """Raising the epoch ends the sessions of the person, whatever their cookie says."""
    _enter(client, "Laura")
    invite_account(world.session, world.person("Laura"), actor=SETUP, at=NOW)
    world.session.commit()
    _check(client.get("/app/cuenta"), "/app/cuenta", VISITOR, is_admitted=False)


def test_no_entity_can_take_an_address_of_ours(app: Flask):
    """One more is kept for addresses to come."""
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    ours = {segment for segment in first if segment and "<" not in segment and "." not in segment}
    assert ours == RESERVED_SLUGS - {"api"}


def _enter(client: FlaskClient, name: str) -> str:
    """Returns the CSRF token of the person's session."""
    if name == VISITOR:
        return token_of(client.get("/entrar"))
    assert sign_in(client, name).status_code == 302
    return token_of(client.get("/app/cuenta"))


def _addresses(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint not in ("static", "sign_in.leave"):
            yield rule, _filled(app, rule)


def _filled(app: Flask, rule: Rule) -> str:
    """With things of the world where an address names one."""
    known = _ids_of_the_world(app) | {
        "slug": "entidad",
        "year": 2026,
        "number": 1,
        "fmt": "json",
        "token": "ninguna",
        "address": "ninguna",
        "reading": "0" * 32,
    }
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: known.get(name, 1) for name in rule.arguments})


def _ids_of_the_world(app: Flask) -> dict[str, int]:
    """Every `<something>_id` of our addresses: the first row of each table is the entity's, which was made first."""
    names = {name for rule in app.url_map.iter_rules() for name in rule.arguments if name.endswith("_id")}
    return dict.fromkeys(names, 1)


def _audience(app: Flask, rule: Rule) -> frozenset[Audience]:
    return app.view_functions[rule.endpoint].audience


def _is_admitted(app: Flask, rule: Rule, name: str) -> bool:
    return any(name in ADMITTED[audience] for audience in _audience(app, rule))


def _check(answer: TestResponse, address: str, name: str, *, is_admitted: bool) -> None:
    said = f"{address} as {name}: {answer.status}"
    if is_admitted:
        assert answer.status_code != 403, said
        assert answer.status_code < 500, said
    elif name == VISITOR:
        assert (answer.status_code, answer.location) == (302, "/entrar"), said
    else:
        assert answer.status_code in REFUSED, said


def _rows(world: World) -> dict[str, list[tuple[object, ...]]]:
    """All that the database holds, but for the ledger and the counts of attempts, where a refusal leaves its mark."""
    world.session.rollback()
    tables = [table for name, table in Base.metadata.tables.items() if name not in ("ledger_record", "rate_count")]
    rows = {table.name: sorted(map(tuple, world.session.execute(select(table))), key=repr) for table in tables}
    world.session.rollback()
    return rows


def _ledger_size(world: World) -> int:
    size = len(world.session.scalars(select(LedgerRecord.seq)).all())
    world.session.rollback()
    return size
