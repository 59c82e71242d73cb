"""The two roles of PostgreSQL: an owner that nobody signs in as, and the one that the program works with.

Whoever owns a table can drop its triggers, so guards hold only against a role that owns nothing. `establish` makes both
roles, and `why_not_start` says why the role of a connection is not good enough.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from pacc_flow.models.guards import APPEND_ONLY, LEDGER
from pacc_flow.models.guards_postgresql import FUNCTIONS

# fmt: off
PRIVILEGES = {  # table: what the program may do there besides reading; on PostgreSQL it may do nothing else
    "alembic_version":   (),

    "ledger_record":     ("INSERT (body)",),
    "ledger_checkpoint": ("INSERT",),
    "ledger_tile":       ("INSERT",),
    "alarm":             ("INSERT", "UPDATE (cleared_at)"),

    "account":           ("INSERT", "UPDATE"),
    "activity":          ("INSERT", "UPDATE"),
    "component":         ("INSERT", "UPDATE"),
    "cut":               ("INSERT", "UPDATE"),
    "entity":            ("INSERT", "UPDATE"),
    "entry":             ("INSERT", "UPDATE"),
    "evidence":          ("INSERT", "UPDATE"),
    "feed":              ("INSERT", "UPDATE"),
    "membership":        ("INSERT", "UPDATE"),
    "office":            ("INSERT", "UPDATE"),
    "plan":              ("INSERT", "UPDATE"),
    "proposal":          ("INSERT", "UPDATE"),
    "report":            ("INSERT", "UPDATE"),
    "responsibility":    ("INSERT", "UPDATE"),
    "substitution":      ("INSERT", "UPDATE"),

    "job_run":           ("INSERT", "UPDATE"),
    "lease":             ("INSERT", "UPDATE"),
    "notice":            ("INSERT", "UPDATE"),
    "published_file":    ("INSERT",),
    "rate_count":        ("INSERT", "UPDATE", "DELETE"),
    "sweep_mark":        ("INSERT", "UPDATE"),
}

_WEAKNESSES = (  # column of _REACH, what is said of the role
    ("is_superuser",    "es superusuario"),
    ("makes_roles",     "puede crear roles"),
    ("owns_the_ledger", "es dueño del registro, o miembro del rol que es su dueño"),
    ("owns_its_place",  "es dueño de la base de datos o del esquema en que está el registro"),
    ("may_rewrite",     "tiene permiso de modificar o borrar lo registrado, o de cambiarle los disparadores"),
)
# fmt: on

# Whatever the role may become by SET ROLE counts as its own, inherited or not.
_REACH = """
WITH ledger AS (
    SELECT c.oid, c.relowner, n.nspowner, d.datdba
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_database d ON d.datname = current_database()
     WHERE n.nspname = current_schema() AND c.relname = ANY (:tables)
)
SELECT coalesce(:role, session_user::text) AS role,
       bool_or(r.rolsuper) AS is_superuser,
       bool_or(r.rolcreaterole) AS makes_roles,
       bool_or(r.oid = ledger.relowner) AS owns_the_ledger,
       bool_or(r.oid IN (ledger.nspowner, ledger.datdba)) AS owns_its_place,
       bool_or(has_table_privilege(r.oid, ledger.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
               OR has_any_column_privilege(r.oid, ledger.oid, 'UPDATE')) AS may_rewrite
  FROM pg_roles r LEFT JOIN ledger ON true
 WHERE pg_has_role(coalesce(:role, session_user::text)::name, r.oid, 'MEMBER')
"""
_RELATIONS = """
SELECT c.relname AS name, c.relkind = 'S' AS is_sequence, pg_get_userbyid(c.relowner) AS owner
  FROM pg_class c
  LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_class t ON t.oid = d.refobjid
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'S')
   AND coalesce(t.relname, c.relname) = ANY (:tables)
 ORDER BY is_sequence, name
"""
_FUNCTIONS = """
SELECT p.proname FROM pg_proc p
 WHERE p.pronamespace = current_schema()::regnamespace AND p.pronargs = 0 AND p.proname = ANY (:names) ORDER BY p.proname
"""
_ESTABLISHED = """
SELECT pg_get_userbyid(c.relowner) AS owner, pg_get_userbyid(may.grantee) AS runtime
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid CROSS JOIN aclexplode(a.attacl) may
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = :ledger
   AND a.attname = 'body' AND may.privilege_type = 'INSERT' AND may.grantee NOT IN (0, c.relowner)
 ORDER BY runtime
"""
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class RolesError(RuntimeError):
    """The roles were not made; the message is a Spanish sentence."""


@dataclass(frozen=True)
class Roles:
    owner: str = "pacc_owner"
    runtime: str = "pacc_app"


def why_not_start(engine: sa.Engine) -> str | None:
    """The Spanish sentence that says why the role of this engine could weaken the ledger, and what to do; else None."""
    if engine.dialect.name != "postgresql":
        return None
    with engine.connect() as connection:
        reach = _reach(connection, None)
    if (weakness := _weakness(reach)) is None:
        return None
    return (
        f"El programa no arranca: el rol «{reach['role']}» con que se conecta a PostgreSQL {weakness}, y así podría debilitar"
        " su propio registro. Cree un rol que no pueda, con «pacc db roles», y póngalo en DATABASE_URL; o asuma el riesgo con"
        " PACC_ALLOW_OWNER=1."
    )


def exists(connection: sa.Connection, role: str) -> bool:
    return connection.scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}) is not None


def established(connection: sa.Connection) -> list[Roles]:
    """The roles in force, whatever their names: none before `establish`, more if it was run for several runtime roles."""
    if connection.dialect.name != "postgresql":
        return []
    return [Roles(row.owner, row.runtime) for row in connection.execute(sa.text(_ESTABLISHED), {"ledger": LEDGER})]


def establish(connection: sa.Connection, roles: Roles, *, password: str | None = None) -> None:
    """Makes the roles that are missing, gives the tables to the owner and to the other exactly `PRIVILEGES`; repeatable.

    `password` is set on the runtime role; None leaves what it had. Everything happens in the caller's transaction, by a
    role that may do it. Raises RolesError on an odd name, before the tables exist, or where the role would stay too strong.
    """
    if not all(_NAME.fullmatch(name) for name in (roles.owner, roles.runtime)) or roles.owner == roles.runtime:
        raise RolesError("Los roles deben ser dos, con nombres de minúsculas sin tildes, números y guiones bajos.")
    if not sa.inspect(connection).has_table(LEDGER):
        raise RolesError("La base de datos no tiene tablas todavía. Primero: pacc db upgrade")
    for statement in _roles(connection, roles, password):
        connection.exec_driver_sql(statement)
    for statement in (*_place(connection, roles), *_tables(connection, roles), *_guards(connection, roles)):
        connection.exec_driver_sql(statement)
    if weakness := _weakness(_reach(connection, roles.runtime)):
        raise RolesError(f"El rol «{roles.runtime}» no sirve para el programa: {weakness}. Elija otro con --runtime.")


def _reach(connection: sa.Connection, role: str | None) -> sa.RowMapping:
    return connection.execute(sa.text(_REACH), {"role": role, "tables": list(APPEND_ONLY)}).mappings().one()


def _weakness(reach: sa.RowMapping) -> str | None:
    return next((sentence for column, sentence in _WEAKNESSES if reach[column]), None)


def _roles(connection: sa.Connection, roles: Roles, password: str | None) -> Iterator[str]:
    """The password leaves this process as its SCRAM verifier, so that no log of the server ever holds it."""
    if not exists(connection, roles.owner):
        yield f"CREATE ROLE {roles.owner} NOLOGIN"
    if not exists(connection, roles.runtime):
        yield f"CREATE ROLE {roles.runtime} LOGIN"
    if password is not None:
        server = connection.connection.driver_connection.pgconn  # type: ignore[union-attr]  # psycopg's, of an open connection
        verifier = server.encrypt_password(password.encode(), roles.runtime.encode(), b"scram-sha-256").decode()
        yield f"ALTER ROLE {roles.runtime} PASSWORD '{verifier}'"
    if not connection.scalar(sa.text("SELECT pg_has_role(:owner, 'USAGE')"), {"owner": roles.owner}):
        yield f"GRANT {roles.owner} TO CURRENT_USER"


def _place(connection: sa.Connection, roles: Roles) -> Iterator[str]:
    """A temporary table could stand before a real one in the search path, so nobody makes any."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    database, schema = connection.execute(sa.text("SELECT current_database(), current_schema()")).one()
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {quote(database)} FROM PUBLIC, {roles.runtime}"
    yield f"GRANT CONNECT ON DATABASE {quote(database)} TO {roles.runtime}"
    yield f"REVOKE ALL ON SCHEMA {quote(schema)} FROM PUBLIC, {roles.runtime}"
    yield f"GRANT USAGE, CREATE ON SCHEMA {quote(schema)} TO {roles.owner}"
    yield f"GRANT USAGE ON SCHEMA {quote(schema)} TO {roles.runtime}"


def _tables(connection: sa.Connection, roles: Roles) -> Iterator[str]:
    """A sequence that a column owns changes hands with its table."""
    for row in connection.execute(sa.text(_RELATIONS), {"tables": list(PRIVILEGES)}).all():
        kind, may = ("SEQUENCE", "USAGE") if row.is_sequence else ("TABLE", ", ".join(("SELECT", *PRIVILEGES[row.name])))
        if not row.is_sequence and row.owner != roles.owner:
            yield f"ALTER TABLE {row.name} OWNER TO {roles.owner}"
        yield f"REVOKE ALL ON {kind} {row.name} FROM PUBLIC, {roles.runtime}"
        yield f"GRANT {may} ON {kind} {row.name} TO {roles.runtime}"


def _guards(connection: sa.Connection, roles: Roles) -> Iterator[str]:
    for name in connection.scalars(sa.text(_FUNCTIONS), {"names": list(FUNCTIONS)}).all():
        yield f"ALTER FUNCTION {name}() OWNER TO {roles.owner}"
        yield f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC, {roles.runtime}"
