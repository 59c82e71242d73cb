"""What a record costs: its seal, computed by the program, and its append, durable before it is acknowledged."""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import repeat

import sqlalchemy as sa

from bench.load import CLIENTS, Client, Window, drive, in_turns
from bench.ratio import Ratio, Unit
from bench.sides import compared
from bench.statements import How, Statement
from bench.stopwatch import seconds_in_turns
from bench.stores import Store
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.trail import make_session_factory, record
from pacc_flow.ledger.body import SubjectRef, compose
from pacc_flow.ledger.canonical import canonical_json
from pacc_flow.ledger.kinds import Kind
from pacc_flow.ledger.seal import GENESIS, entry_hash
from pacc_flow.models.engine import create_engine
from pacc_flow.queries.ledger_integrity import verify_ledger
from tests.support.cast import NOW

TURNS, SECONDS, SEALS = 5, 1.0, 2_000

_ACTOR = {"id": 12, "office": 3, "role": "office"}
_SUBJECT = SubjectRef("entry", 7, 3, "5d" * 32)
_DATA = {
    "from": "draft",
    "to": "submitted",
    "round": 1,
    "percent": [2500, 8824],
    "comment": "Se terminó la actividad: se publicó el informe y se contó a la ciudadanía por tres canales de atención.",
}


def measure_seal() -> Iterator[Ratio]:
    value, body = _value(), canonical_json(_value())

    def ours() -> None:
        for seq in range(SEALS):
            entry_hash(seq, GENESIS, canonical_json(_value()))

    def bare() -> None:
        for _ in range(SEALS):
            sha256(json.dumps(value).encode()).digest()

    ours_seconds, bare_seconds = ([taken / SEALS * 1e6 for taken in side] for side in seconds_in_turns([ours, bare], TURNS))
    detail = f"body of {len(body.encode())} bytes"
    yield Ratio("seal a record / json.dumps and SHA-256", ours_seconds, bare_seconds, Unit.MICROSECONDS, detail=detail)


def measure(store: Store, cast: str) -> Iterator[Ratio]:
    recorded_on, inserted_on = store.new(cast), store.new(None)
    insert = _bare_table(inserted_on)
    acknowledged = 0
    for count in (1, CLIENTS):

        def ours(_turn: int, count: int = count) -> Window:
            nonlocal acknowledged
            window = drive([_recording(recorded_on)] * count, SECONDS)
            acknowledged += len(window.latencies)
            return window

        def inserts(_turn: int, count: int = count) -> Window:
            return drive([store.client(inserted_on, repeat(insert))] * count, SECONDS)

        windows = in_turns([ours, inserts], TURNS)
        name = f"durable records of {count} at once, {store.name} / bare inserts"
        yield compared(name, windows[0], windows[1], unit=Unit.RECORDS_A_SECOND)
    _check(recorded_on, cast, acknowledged)


def _value() -> dict[str, object]:
    return compose(
        kind=Kind.ENTRY_SUBMIT,
        at=NOW,
        actor=_ACTOR,
        request={"ip": "192.0.2.7", "session": "5f0c1a7e9b3d"},
        entity_id=1,
        subject=_SUBJECT,
        data=_DATA,
        files=(),
        nonce="0" * 32,
    )


def _recording(url: str) -> Client:
    """One transaction for each record, as an act that changes no row."""

    def run() -> Iterator[None]:
        engine = create_engine(url)
        sessions = make_session_factory(engine)
        while True:
            with sessions() as session:
                record(session, kind=Kind.REFUSAL_STEP, actor=system_actor("bench"), at=NOW, entity_id=None, data=_DATA)
                session.commit()
            yield

    return run


def _bare_table(url: str) -> list[Statement]:
    """A table of numbers and bodies with nothing else to it, and one durable insert there."""
    engine = create_engine(url)
    table = sa.Table("bare_record", sa.MetaData(), sa.Column("seq", sa.Integer, primary_key=True), sa.Column("body", sa.Text))
    table.metadata.create_all(engine)
    begin = [Statement(How.ONE, "BEGIN IMMEDIATE")] if engine.dialect.name == "sqlite" else []
    end = [Statement(How.ONE, "COMMIT")] if engine.dialect.name == "sqlite" else [Statement(How.COMMIT)]
    insert = table.insert().values(body=canonical_json(_value())).compile(engine, compile_kwargs={"literal_binds": True})
    engine.dispose()
    return [*begin, Statement(How.ONE, str(insert)), *end]


def _check(url: str, cast: str, acknowledged: int) -> None:
    """Every record that was acknowledged is there, in a sound ledger."""
    before, after = (_verified(one) for one in (cast, url))
    assert after - before == acknowledged, (before, after, acknowledged)


def _verified(url: str) -> int:
    engine = create_engine(url)
    integrity = verify_ledger(engine)
    engine.dispose()
    assert integrity.is_sound, integrity.findings[0]
    return integrity.records
