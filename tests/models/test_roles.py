"""The roles of PostgreSQL: with the one of the program everything works, and no statement weakens the trail."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, insert, make_url, select, text
from sqlalchemy.exc import DBAPIError

from pacc_flow import jobs
from pacc_flow.actions import lease, proposals, sign_ins
from pacc_flow.actions.plan_imports import Choices, create_from_proposal
from pacc_flow.actions.source import NOWHERE
from pacc_flow.actions.trail import FileRef, make_session_factory
from pacc_flow.models import Alarm, Base, LedgerCheckpoint, LedgerTile, OfficeKind, roles, schema
from pacc_flow.models.engine import create_engine
from pacc_flow.models.roles import PRIVILEGES, Roles, RolesError
from pacc_flow.notifications.mail import FolderTransport
from pacc_flow.queries.ledger_integrity import verify_ledger
from tests.matrix.matrices import Columns
from tests.support.cast import NOW, PASSWORD, World

ON_POSTGRESQL = pytest.mark.parametrize("world_url", ["postgresql"], indirect=True)
SECRET = "una contraseña de las pruebas"

# fmt: off
ATTACKS = (  # each as the role of the program; none of them is a matter of guards, it is simply not its to do
    "UPDATE ledger_record SET body = '{}'",
    "DELETE FROM ledger_record",
    "TRUNCATE ledger_record CASCADE",
    "INSERT INTO ledger_record (seq, body) SELECT 7, max(body) FROM ledger_record",
    "INSERT INTO ledger_record (entry_hash, body) SELECT entry_hash, body FROM ledger_record LIMIT 1",
    "ALTER TABLE ledger_record DISABLE TRIGGER ALL",
    "ALTER TABLE ledger_record DISABLE TRIGGER ledger_record_append_only",
    "CREATE TRIGGER mine BEFORE INSERT ON ledger_record FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "ALTER TABLE ledger_record DROP CONSTRAINT ck_ledger_record_seal",
    "ALTER TABLE ledger_record OWNER TO CURRENT_USER",
    "DROP TRIGGER ledger_record_append_only ON ledger_record",
    "DROP TABLE ledger_record CASCADE",
    "DROP SCHEMA public CASCADE",
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE TABLE mine (id integer)",
    "CREATE TEMPORARY TABLE ledger_record (seq bigint)",
    "SET session_replication_role = replica",
    "SET ROLE {owner}",
    "GRANT {owner} TO {runtime}",
    "GRANT UPDATE ON ledger_record TO {runtime}; UPDATE ledger_record SET body = '{}'",
    "ALTER ROLE {runtime} SUPERUSER",
    "DELETE FROM entry",
    "TRUNCATE entry CASCADE",
    "ALTER TABLE entry DISABLE TRIGGER ALL",
    "UPDATE ledger_checkpoint SET note = 'otra'",
    "DELETE FROM ledger_checkpoint",
    "TRUNCATE ledger_checkpoint",
    "UPDATE ledger_tile SET hashes = hashes",
    "DELETE FROM ledger_tile",
    "UPDATE alarm SET sentence = 'nada'",
    "DELETE FROM alarm",
    "DELETE FROM notice",
    "UPDATE alembic_version SET version_num = '0001'",
    "SELECT setval('entry_id_seq', 1)",
)
STRONGER = (  # what makes the role of the program too strong, and how that is said
    ("GRANT {owner} TO {runtime}",                            "es dueño del registro, o miembro"),
    ("ALTER ROLE {runtime} NOINHERIT; GRANT {owner} TO {runtime}", "es dueño del registro, o miembro"),
    ("ALTER ROLE {runtime} SUPERUSER",                        "es superusuario"),
    ("ALTER ROLE {runtime} CREATEROLE",                       "puede crear roles"),
    ("ALTER SCHEMA public OWNER TO {runtime}",                "es dueño de la base de datos o del esquema"),
    ("ALTER DATABASE {database} OWNER TO {runtime}",          "es dueño de la base de datos o del esquema"),
    ("ALTER SCHEMA public OWNER TO CURRENT_USER; ALTER DATABASE {database} OWNER TO {runtime}", "es dueño de la base"),
    ("GRANT UPDATE ON ledger_record TO {runtime}",            "permiso de modificar o borrar"),
    ("GRANT UPDATE (body) ON ledger_record TO {runtime}",     "permiso de modificar o borrar"),
    ("GRANT DELETE ON ledger_record TO PUBLIC",               "permiso de modificar o borrar"),
    ("GRANT TRUNCATE ON ledger_checkpoint TO {runtime}",      "permiso de modificar o borrar"),
    ("GRANT TRIGGER ON ledger_tile TO {runtime}",             "permiso de modificar o borrar"),
    ("GRANT pg_write_all_data TO {runtime}",                  "permiso de modificar o borrar"),
)
UNFIT = (  # owner, role of the program, what is said
    ("uno",        "uno",                       "deben ser dos"),
    ("uno",        'dos"; DROP TABLE entry',    "deben ser dos"),
    ("uno",        "x" * 64,                    "deben ser dos"),
    ("pg_monitor", "pg_database_owner",         "no sirve para el programa: es dueño de la base"),
)
# fmt: on


@pytest.fixture
def named(world: World) -> Iterator[Roles]:
    """Both roles, over the cast's world and for it alone; they would outlive its database."""
    database = make_url(world.url).database
    named = Roles(f"owner_{database}", f"app_{database}")
    with world.engine.begin() as connection:
        roles.establish(connection, named, password=SECRET)
    yield named
    world.session.rollback()
    _forget(world.engine.url, named.owner, named.runtime)


@pytest.fixture
def program(world: World, named: Roles) -> Iterator[Engine]:
    """The engine of the program, connected as the role that it works with."""
    engine = create_engine(make_url(world.url).set(username=named.runtime, password=SECRET))
    yield engine
    engine.dispose()


def test_every_table_has_its_privileges_written_down():
    assert set(PRIVILEGES) == {*Base.metadata.tables, "alembic_version"}


@ON_POSTGRESQL
def test_the_program_does_all_its_work_with_its_own_role(world: World, program: Engine, tmp_path: Path):
    sessions = make_session_factory(program)
    with sessions() as session:
        mine = World(world.url, program, session)
        _work_of_people(mine)
        _work_of_the_trail(mine)
    with sessions() as session:
        assert lease.take(session, "uno", at=NOW)
        lease.release(session, "uno", at=NOW)
    jobs.open_due_cuts(sessions, NOW)
    assert len(jobs.enqueue_due_reminders(sessions, NOW)) > 0
    post = jobs.Post(FolderTransport(tmp_path), "pacc@entidad.gov.co", "https://pacc.entidad.gov.co")
    assert jobs.deliver_mail(sessions, post, NOW).sent == len(list(tmp_path.glob("*.eml"))) > 0
    assert verify_ledger(program).findings == []
    assert schema.check(program.url) == []


def _work_of_people(mine: World) -> None:
    session = mine.session
    attempt = sign_ins.begin_sign_in(session, email="laura@entidad.gov.co", source=NOWHERE, at=NOW)
    session.commit()
    assert attempt.accepts(PASSWORD)
    sign_ins.record_sign_in(session, attempt, source=NOWHERE, at=NOW)
    session.commit()
    mine.submit()
    mine.review()
    mine.verify()
    reading, file = Columns().read([Columns().plain]), FileRef("matriz.tsv", "5" * 64, 1000)
    actor = NOWHERE.actor(mine.person("Andrés"), role=OfficeKind.PLANNING)
    made = proposals.upload(session, mine.entity, file=file, reading=reading, actor=actor, at=NOW).proposal
    session.commit()
    entity, choices = mine.entity, Choices(2027)
    assert create_from_proposal(session, made.id, choices, entity=entity, seen_rev=made.rev, actor=actor, at=NOW).plan.id
    session.commit()


def _work_of_the_trail(mine: World) -> None:
    session = mine.session
    session.execute(insert(LedgerCheckpoint).values(size=3, origin="o", root=bytes(32), note="nota", created_at=NOW))
    session.add(Alarm(kind="signer", key="o", sentence="No firma.", raised_at=NOW))
    session.commit()
    alarm = session.scalars(select(Alarm).with_for_update()).one()
    alarm.cleared_at = NOW
    session.commit()
    with pytest.raises(DBAPIError, match="does not fill"):  # what the guard says, not a lack of permission
        session.execute(insert(LedgerTile).values(level=0, index=9, hashes=bytes(8192)))
    session.rollback()


@ON_POSTGRESQL
def test_the_program_cannot_weaken_its_own_trail(program: Engine, named: Roles):
    with program.connect() as connection:
        for attack in ATTACKS:
            refused = _refusal(connection, _for(named, connection, attack))
            assert re.search("permission denied|must be (the )?owner|must be superuser|must have admin option", refused), attack


@ON_POSTGRESQL
def test_a_role_that_could_weaken_the_trail_is_found_out(world: World, program: Engine, named: Roles):
    assert roles.why_not_start(program) is None
    with world.engine.connect() as connection:
        for statement, reason in STRONGER:
            savepoint = connection.begin_nested()
            connection.exec_driver_sql(_for(named, connection, statement))
            assert reason in str(roles._weakness(roles._reach(connection, named.runtime))), statement
            savepoint.rollback()


@ON_POSTGRESQL
def test_whoever_migrates_is_told_why_the_program_does_not_start(world: World):
    owner = world.engine.url.username
    said = roles.why_not_start(world.engine)
    assert said is not None
    assert said.startswith(f"El programa no arranca: el rol «{owner}» con que se conecta a PostgreSQL es superusuario")
    assert ("pacc db roles" in said, "PACC_ALLOW_OWNER=1" in said, "\n" in said) == (True, True, False)


@ON_POSTGRESQL
def test_making_the_roles_again_changes_nothing_and_takes_away_what_was_added(world: World, named: Roles):
    with world.engine.connect() as connection:
        assert roles.established(connection) == [named]
        before = _permissions(connection)
        connection.exec_driver_sql(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC, {named.runtime}")
        connection.exec_driver_sql(f"GRANT UPDATE (body) ON ledger_record TO {named.runtime}")
        connection.exec_driver_sql("ALTER TABLE entry OWNER TO CURRENT_USER")
        roles.establish(connection, named)
        assert _permissions(connection) == before


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_an_administrator_who_is_no_superuser_makes_the_roles_and_goes_on_migrating(empty_database_url: str):
    """As managed servers have them: it may make roles, and the database is its own."""
    url = make_url(empty_database_url)
    names = Roles(f"owner_{url.database}", f"app_{url.database}")
    administrator = f"admin_{url.database}"
    superuser = create_engine(url)
    with superuser.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {administrator} LOGIN CREATEROLE PASSWORD '{SECRET}'")
        connection.exec_driver_sql(f"ALTER DATABASE {url.database} OWNER TO {administrator}")
    superuser.dispose()
    engine = create_engine(url.set(username=administrator, password=SECRET))
    schema.upgrade(engine.url, "0002")
    with engine.begin() as connection:
        roles.establish(connection, names, password=SECRET)
    schema.upgrade(engine.url)
    with engine.begin() as connection:
        roles.establish(connection, names)
    assert schema.check(url.set(username=names.runtime, password=SECRET)) == []
    engine.dispose()
    _forget(url, administrator, names.owner, names.runtime)


@ON_POSTGRESQL
def test_the_owner_takes_everything_and_the_password_is_kept_as_a_verifier(world: World, named: Roles):
    with world.engine.connect() as connection:
        owners = connection.scalars(text(_OWNERS)).all()
        assert set(owners) == {named.owner}
        kept = text("SELECT rolname, rolcanlogin, rolpassword LIKE 'SCRAM-SHA-256$%' AS hidden FROM pg_authid")
        found = {row.rolname: (row.rolcanlogin, row.hidden) for row in connection.execute(kept)}
        assert (found[named.owner], found[named.runtime]) == ((False, None), (True, True))


@ON_POSTGRESQL
def test_roles_that_will_not_do_are_refused(world: World):
    with world.engine.connect() as connection:
        for owner, runtime, reason in UNFIT:
            with pytest.raises(RolesError, match=reason), connection.begin_nested():
                roles.establish(connection, Roles(owner, runtime))


def test_there_is_nothing_to_refuse_on_sqlite(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'pacc.sqlite3'}")
    assert roles.why_not_start(engine) is None
    with engine.connect() as connection:
        assert roles.established(connection) == []
    engine.dispose()


_OWNERS = """
    SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')
     UNION ALL SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
_PERMISSIONS = """
    SELECT c.relname, pg_get_userbyid(c.relowner) AS owner, c.relacl::text AS of_all, a.attname, a.attacl::text AS of_column
      FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S')
"""


def _forget(url: URL, *names: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for role in names:
            connection.exec_driver_sql(f"REASSIGN OWNED BY {role} TO CURRENT_USER")
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
        for role in names:
            connection.exec_driver_sql(f"DROP ROLE {role}")
    engine.dispose()


def _permissions(connection: Connection) -> set[tuple[object, ...]]:
    return {tuple(row) for row in connection.execute(text(_PERMISSIONS))}


def _for(named: Roles, connection: Connection, statement: str) -> str:
    names = {"owner": named.owner, "runtime": named.runtime, "database": connection.engine.url.database}
    for name, value in names.items():
        statement = statement.replace(f"{{{name}}}", str(value))
    return statement


def _refusal(connection: Connection, statement: str) -> str:
    with pytest.raises(DBAPIError) as caught, connection.begin_nested():
        connection.exec_driver_sql(statement)
    return str(caught.value.orig)
