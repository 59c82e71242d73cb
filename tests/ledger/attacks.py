"""What the administrator of the database may do to the trail: each attack, once the guards are gone, in SQL."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, Engine, create_engine, text

from pacc_flow.actions.trail import make_session_factory, record
from pacc_flow.ledger.canonical import canonical_json, parse_canonical
from pacc_flow.ledger.chain import Record
from pacc_flow.ledger.checkpoint import Checkpoint, signed
from pacc_flow.ledger.kinds import Kind
from pacc_flow.ledger.note import SigningKey
from pacc_flow.models.guards import install
from pacc_flow.models.ledger_log import read_log
from tests.ledger.log import resealed, sealed
from tests.ledger.story import HOST, OLD, WHOLE, Story, go_on, told
from tests.support.cast import NOW, SETUP

EARLY, MIDDLE = 10, 35
EMPTY = ("DELETE FROM ledger_checkpoint", "DELETE FROM ledger_tile", "DELETE FROM ledger_record")
BEFORE = NOW - timedelta(hours=1)
_INSERT = text("INSERT INTO ledger_record (seq, prev_hash, entry_hash, body) VALUES (:seq, :prev_hash, :entry_hash, :body)")

Change = Callable[[list[Record]], list[Record]]
Attack = Callable[[Story], AbstractContextManager[Engine]]


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """By the back door, without triggers or foreign keys; the guards are back afterwards, but for the CHECK of the seal."""
    back_door = create_engine(engine.url)
    with back_door.begin() as connection:
        if engine.dialect.name == "postgresql":
            for table in ("ledger_record", "ledger_checkpoint", "ledger_tile", "entry", "evidence"):
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            connection.exec_driver_sql("ALTER TABLE ledger_record DROP CONSTRAINT IF EXISTS ck_ledger_record_seal")
        else:
            for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        install(connection)
    back_door.dispose()


def rewriting(change: Change) -> Attack:
    """The whole log as `change` leaves it; the checkpoints that the database keeps are in the way, and go."""

    @contextmanager
    def attack(story: Story) -> Iterator[Engine]:
        with story.copied() as engine:
            rewrite(engine, change)
            yield engine

    return attack


def rewrite(engine: Engine, change: Change) -> None:
    with unguarded(engine) as connection:
        records = change(list(read_log(connection)))
        for statement in EMPTY:
            connection.exec_driver_sql(statement)
        fields = ("seq", "prev_hash", "entry_hash", "body")
        connection.execute(_INSERT, [{name: getattr(one, name) for name in fields} for one in records])


def altered(seq: int, *, rehash: bool = False) -> Change:
    """What the record tells is another thing; its subject, its instant and everything that binds it to a row stay."""

    def change(records: list[Record]) -> list[Record]:
        fields = parse_canonical(records[seq].body)
        body = canonical_json(fields | {"data": {"comment": "Todo estaba en orden."}})
        forged = sealed(seq, records[seq].prev_hash, body) if rehash else replace(records[seq], body=body)
        return [*records[:seq], forged, *records[seq + 1 :]]

    return change


def altered_and_resealed(seq: int) -> Change:
    return lambda records: resealed(altered(seq)(records))


def removed(records: list[Record]) -> list[Record]:
    return records[:MIDDLE] + records[MIDDLE + 1 :]


def reordered(records: list[Record]) -> list[Record]:
    one, other = records[MIDDLE : MIDDLE + 2]
    swapped = [replace(other, seq=one.seq), replace(one, seq=other.seq)]
    return [*records[:MIDDLE], *swapped, *records[MIDDLE + 2 :]]


def truncated(size: int) -> Change:
    return lambda records: records[:size]


def inserted_and_resealed(records: list[Record]) -> list[Record]:
    """A sign-in that never was: it has no row to betray it."""
    fields = parse_canonical(records[EARLY].body)
    body = canonical_json(
        fields | {"after_sha256": None, "kind": Kind.ACCOUNT_SIGN_IN.value, "nonce": "0" * 32, "subject": None}
    )
    return resealed([*records[:EARLY], replace(records[EARLY], body=body), *records[EARLY:]])


@contextmanager
def restored_log(story: Story) -> Iterator[Engine]:
    """An older copy of the log under today's tables; the program then writes what touches no row, as sign-ins do."""
    with story.copied() as engine:
        rewrite(engine, truncated(OLD))
        with make_session_factory(engine)() as session:
            for n in range(OLD, WHOLE):
                record(session, kind=Kind.ACCOUNT_SIGN_IN_FAILED, actor=SETUP, at=NOW, entity_id=None, data={"n": n})
            session.commit()
        yield engine


def gone_on_from(size: int) -> Attack:
    """An older copy of everything, where people then do other things until the log is as long as it was."""

    @contextmanager
    def attack(story: Story) -> Iterator[Engine]:
        with story.engines.copy_of(story.urls[size]) as url, told(url) as world:
            go_on(world, WHOLE, narrative="Se hizo otra cosa")
            yield world.engine

    return attack


def sql(statement: str) -> Attack:
    @contextmanager
    def attack(story: Story) -> Iterator[Engine]:
        with story.copied() as engine:
            with unguarded(engine) as connection:
                connection.exec_driver_sql(statement)
            yield engine

    return attack


def with_file(content: bytes | None) -> Attack:
    """The only file of evidence holds other bytes, or is not there; it is put back for the next attack."""

    @contextmanager
    def attack(story: Story) -> Iterator[Engine]:
        (place,) = (path for path in story.store.root.glob("??/*") if path.is_file())
        kept = place.read_bytes()
        place.unlink() if content is None else place.write_bytes(content)
        with story.copied() as engine:
            yield engine
        place.write_bytes(kept)

    return attack


@contextmanager
def clock_back(story: Story) -> Iterator[Engine]:
    """Through the program itself, on a server whose clock somebody set back: it is recorded, and shows."""
    with story.copied(as_program=True) as engine:
        with make_session_factory(engine)() as session:
            record(session, kind=Kind.LEDGER_HEARTBEAT, actor=SETUP, at=BEFORE, entity_id=None)
            session.commit()
        yield engine


def with_last_note(forge: Callable[[str], str]) -> Attack:
    """The newest checkpoint that the database keeps is not the one that was signed."""

    @contextmanager
    def attack(story: Story) -> Iterator[Engine]:
        with story.copied() as engine:
            with unguarded(engine) as connection:
                forged = {"note": forge(story.notes[WHOLE]), "size": WHOLE}
                connection.execute(text("UPDATE ledger_checkpoint SET note = :note WHERE size = :size"), forged)
            yield engine

    return attack


def with_another_root(note: str) -> str:
    """The signature stays, of a root that it did not sign."""
    return note.replace(note.splitlines()[2], "A" * 43 + "=", 1)


def with_another_key(note: str) -> str:
    """Signed in order, under the right name, by whoever made a key for it."""
    return signed(Checkpoint.parse(note.partition("\n\n")[0] + "\n"), SigningKey.generate(f"{HOST}/registro/1"))
