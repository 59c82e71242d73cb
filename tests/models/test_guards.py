"""The guards: what no statement of the application can do, and how their absence is noticed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from pacc_flow.actions.append import append
from pacc_flow.ledger.canonical import canonical_json
from pacc_flow.models import guards
from pacc_flow.models.engine import create_engine
from tests.ledger.log import body, log

ZEROS = {"sqlite": "zeroblob(32)", "postgresql": "decode(repeat('00', 32), 'hex')"}
# A forged record with the next number, its link and a hash that is not its own.
FORGED = (
    "INSERT INTO ledger_record (seq, prev_hash, entry_hash, body)"
    " SELECT max(seq) + {step}, {link}, {zeros}, max(body) FROM ledger_record"
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Three records about two entities that, for the sake of the guards, need not exist."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        append(connection, [record.body for record in log(3)])
    yield engine
    engine.dispose()


def refused(engine: Engine, statement: str, reason: str) -> None:
    with engine.connect() as connection, pytest.raises(IntegrityError, match=reason):
        connection.execute(text(statement))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM ledger_record")).scalar_one() == 3


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE ledger_record SET body = '{}' WHERE seq = 1", "never changed"),
        ("UPDATE ledger_record SET entry_hash = prev_hash", "never changed"),
        ("DELETE FROM ledger_record WHERE seq = 1", "never deleted"),
        ("DELETE FROM ledger_record", "never deleted"),
    ],
)
def test_a_record_is_never_changed_nor_deleted(engine: Engine, statement: str, reason: str):
    refused(engine, statement, reason)


@pytest.mark.parametrize(
    ("text_of_body", "reason"),
    [
        (body(3, None, actor=None), "actor"),
        (canonical_json({"kind": "a:b", "at": "x"}), "actor"),
        (body(3, None, at=None), r"(?i)not.null"),
        (body(3, None, kind=None), r"(?i)not.null"),
        (body(3, None, subject={"id": 1, "rev": 1, "type": "entry"}), "revision of the subject"),
        (body(3, None, subject={"id": 1, "rev": 3, "type": "entry"}), "revision of the subject"),
        (body(3, None, subject={"id": 9, "rev": 2, "type": "entry"}), "revision of the subject"),
        (canonical_json({**dict.fromkeys(["a"], "n" * 60_000)}, limit=None), "(?i)size|not.null|actor"),
    ],
)
def test_a_body_without_its_parts_is_refused_by_the_database_itself(engine: Engine, text_of_body: str, reason: str):
    with engine.connect() as connection, pytest.raises(IntegrityError, match=reason):
        append(connection, [text_of_body])


def test_a_body_of_more_than_sixty_thousand_bytes_is_refused_by_the_database_itself(engine: Engine):
    long = body(3, None).replace('"data":{', '"data":{"a":"' + "ñ" * 30_000 + '",')
    with engine.connect() as connection, pytest.raises(IntegrityError, match="size"):
        append(connection, [long])


@pytest.mark.parametrize(
    ("step", "link", "reason"),
    [(2, "(SELECT entry_hash FROM ledger_record WHERE seq = 2)", "seq is not the next"), (1, ZEROS["sqlite"], "prev_hash")],
)
def test_sqlite_takes_only_the_next_number_and_the_right_link(engine: Engine, step: int, link: str, reason: str):
    if engine.dialect.name == "postgresql":
        return  # there the trigger writes number, link and hash itself: see the next test
    refused(engine, FORGED.format(step=step, link=link, zeros=ZEROS["sqlite"]), reason)


def test_postgresql_seals_the_record_whatever_was_given(engine: Engine):
    if engine.dialect.name == "sqlite":
        return  # there the program seals: see the test before
    forged = FORGED.format(step=7, link=ZEROS["postgresql"], zeros=ZEROS["postgresql"]).replace("max(body)", ":body")
    with engine.begin() as connection:
        connection.execute(text(forged), {"body": body(3, None)})
        rows = connection.execute(text("SELECT seq, prev_hash, entry_hash FROM ledger_record ORDER BY seq")).all()
    assert rows[3].seq == 3
    assert rows[3].prev_hash == rows[2].entry_hash
    assert rows[3].entry_hash != bytes(32)


def test_postgresql_refuses_a_wrong_hash_without_its_trigger_and_a_truncation(engine: Engine):
    if engine.dialect.name == "sqlite":
        return  # SQLite has no SHA-256 to recompute and no TRUNCATE
    refused(engine, "TRUNCATE ledger_record CASCADE", "never deleted")
    refused(engine, "TRUNCATE entity CASCADE", "never deleted")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE ledger_record DISABLE TRIGGER ledger_record_seal"))
    refused(engine, FORGED.format(step=1, link=ZEROS["postgresql"], zeros=ZEROS["postgresql"]), "seal")


def test_the_guards_hold_in_a_session_that_plays_the_replica(engine: Engine):
    if engine.dialect.name == "sqlite":
        return  # SQLite has no such session
    with engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        with pytest.raises(IntegrityError, match="never deleted"):
            connection.execute(text("DELETE FROM ledger_record"))


def test_a_role_that_may_only_insert_bodies_can_append(engine: Engine):
    if engine.dialect.name == "sqlite":
        return  # SQLite has no roles
    role = f"runtime_{engine.url.database}"
    with engine.connect() as connection:
        for statement in (
            f"CREATE ROLE {role}",
            f"GRANT SELECT, INSERT (body) ON ledger_record TO {role}",
            f"SET LOCAL ROLE {role}",
        ):
            connection.execute(text(statement))
        (seal,) = append(connection, [body(3, None)])
        assert seal.seq == 3


def test_an_audited_row_is_never_deleted_by_hand(engine: Engine):
    with engine.connect() as connection:
        connection.execute(text(_ENTITY.format(rev=1)))
        with pytest.raises(IntegrityError, match="never deleted"):
            connection.execute(text("DELETE FROM entity"))


@pytest.mark.parametrize("rev", [0, 2])
def test_an_audited_row_begins_at_revision_one(engine: Engine, rev: int):
    with engine.connect() as connection, pytest.raises(IntegrityError, match="begins at revision 1"):
        connection.execute(text(_ENTITY.format(rev=rev)))


def test_sqlite_refuses_to_replace_a_row(engine: Engine):
    if engine.dialect.name == "postgresql":
        return  # INSERT OR REPLACE is SQLite's own
    with engine.connect() as connection:
        connection.execute(text(_ENTITY.format(rev=1)))
        with pytest.raises(IntegrityError, match="never deleted"):
            connection.execute(text(_ENTITY.format(rev=1).replace("INSERT", "INSERT OR REPLACE")))
        with pytest.raises(IntegrityError, match="begins at revision 1"):
            connection.execute(
                text(
                    _ENTITY.format(rev=1)
                    .replace("INSERT", "INSERT OR REPLACE")
                    .replace("(rev", "(id, rev")
                    .replace("VALUES (", "VALUES (1, ")
                )
            )


def test_installing_again_changes_nothing(engine: Engine):
    with engine.begin() as connection:
        before = guards.fingerprint(connection)
        guards.install(connection)
        assert guards.fingerprint(connection) == before == guards.expected_fingerprint(connection)
        assert guards.check(connection) == []


REMOVED = {
    "sqlite": ("DROP TRIGGER ledger_record_no_delete", "ledger_record_no_delete"),
    "postgresql": ("DROP TRIGGER ledger_record_append_only ON ledger_record", "ledger_record_append_only"),
}
WEAKENED = {
    "sqlite": (
        "CREATE TRIGGER entity_no_delete BEFORE DELETE ON entity FOR EACH ROW BEGIN SELECT 1; END",
        "entity_no_delete",
    ),
    "postgresql": ("ALTER TABLE entity DISABLE TRIGGER entity_no_delete", "entity_no_delete"),
}
ADDED = {
    "sqlite": "CREATE TRIGGER extra AFTER INSERT ON ledger_record BEGIN SELECT 1; END",
    "postgresql": "CREATE TRIGGER extra AFTER INSERT ON ledger_record EXECUTE FUNCTION ledger_refuse()",
}


def test_a_guard_that_was_removed_is_noticed_and_put_back(engine: Engine):
    statement, name = REMOVED[engine.dialect.name]
    with engine.begin() as connection:
        connection.execute(text(statement))
        assert guards.check(connection) == [f"Falta la protección «{name}» de la base de datos."]
        assert guards.fingerprint(connection) != guards.expected_fingerprint(connection)
        guards.install_and_compare(connection)
        assert guards.check(connection) == []


def test_a_guard_that_was_weakened_is_noticed(engine: Engine):
    statement, name = WEAKENED[engine.dialect.name]
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER entity_no_delete"))
        connection.execute(text(statement))
        assert guards.check(connection) == [f"La protección «{name}» de la base de datos no es la que el programa instala."]


def test_a_function_that_was_replaced_is_noticed(engine: Engine):
    if engine.dialect.name == "sqlite":
        return  # SQLite's triggers call no function
    with engine.begin() as connection:
        connection.execute(
            text("CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        )
        assert guards.check(connection) == [
            "La protección «ledger_refuse()» de la base de datos no es la que el programa instala."
        ]


def test_a_trigger_that_is_not_ours_stops_the_migration(engine: Engine):
    with engine.begin() as connection:
        connection.execute(text(ADDED[engine.dialect.name]))
        with pytest.raises(guards.GuardsError) as caught:
            guards.install_and_compare(connection)
    assert caught.value.differences == ["La base de datos tiene una protección desconocida, «extra»."]


_ENTITY = (
    "INSERT INTO entity (rev, slug, name, is_demo, plan_kind, schedule, offsets, ladder, thresholds, catalogue, days_off,"
    " days_worked) VALUES ({rev}, 'icetex', 'Icetex', false, 'PTEP', '[]', '{{}}', '{{}}', '{{}}', '{{}}', '[]', '[]')"
)
