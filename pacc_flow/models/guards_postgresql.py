"""The guards as PostgreSQL triggers: the database seals each record itself, one writer at a time.

ENABLE ALWAYS keeps them in force for a session that plays the replica. The role that runs the program should own nothing
and hold SELECT and INSERT (body) on the ledger: the trigger fills the other columns.
"""

from collections.abc import Iterator

import sqlalchemy as sa

# The catalogue keeps the text of a function as it was written, so they can be compared to the letter. The number of the
# lock is the letters PACC: any would serve that nothing else takes.
_SEAL = """
DECLARE
    ledger text := quote_ident(TG_TABLE_SCHEMA) || '.' || quote_ident(TG_TABLE_NAME);
    subject jsonb := NEW.body::jsonb -> 'subject';
    last_seq bigint;
    last_hash bytea;
    last_rev integer;
BEGIN
    PERFORM pg_advisory_xact_lock(1346454339);
    EXECUTE 'SELECT seq, entry_hash FROM ' || ledger || ' ORDER BY seq DESC LIMIT 1' INTO last_seq, last_hash;
    IF jsonb_typeof(subject) = 'object' THEN
        EXECUTE 'SELECT max(subject_rev) FROM ' || ledger || ' WHERE subject_type = $1 AND subject_id = $2'
           INTO last_rev USING subject ->> 'type', (subject ->> 'id')::integer;
        IF (subject ->> 'rev')::integer IS DISTINCT FROM coalesce(last_rev, 0) + 1 THEN
            RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
                MESSAGE = 'ledger: the revision of the subject is not the next one';
        END IF;
    END IF;
    NEW.seq := coalesce(last_seq + 1, 0);
    NEW.prev_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
    NEW.entry_hash := sha256('\\x00'::bytea || convert_to('pacc-ledger/v1' || chr(10) || NEW.seq::text || chr(10)
        || encode(NEW.prev_hash, 'hex') || chr(10) || NEW.body, 'UTF8'));
    RETURN NEW;
END
"""
_REFUSE = """
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
        MESSAGE = TG_TABLE_NAME || ': rows are never ' || CASE TG_OP WHEN 'UPDATE' THEN 'changed' ELSE 'deleted' END;
END
"""
_REVISE = """
BEGIN
    IF TG_OP = 'INSERT' AND NEW.rev IS DISTINCT FROM 1 THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
            MESSAGE = TG_TABLE_NAME || ': a row begins at revision 1';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.id IS DISTINCT FROM OLD.id OR NEW.rev IS DISTINCT FROM OLD.rev + 1) THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
            MESSAGE = TG_TABLE_NAME || ': each change takes the next revision and one ledger record';
    END IF;
    RETURN NEW;
END
"""
FUNCTIONS = {"ledger_seal": _SEAL, "ledger_refuse": _REFUSE, "ledger_revise": _REVISE}

# fmt: off
_LEDGER = (  # name, events, level, function
    ("seal",            ("INSERT",),                      "ROW",       "ledger_seal"),
    ("append_only",     ("UPDATE", "DELETE", "TRUNCATE"), "STATEMENT", "ledger_refuse"),
)
_AUDITED = (
    ("revision",        ("INSERT", "UPDATE"),             "ROW",       "ledger_revise"),
    ("no_delete",       ("DELETE", "TRUNCATE"),           "STATEMENT", "ledger_refuse"),
)
# fmt: on

# pg_trigger.tgtype, from PostgreSQL's src/include/catalog/pg_trigger.h
_ROW, _BEFORE = 1, 2
_EVENT_BITS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}

_TRIGGERS = """
    SELECT t.tgname AS name, c.relname AS on_table, p.proname AS runs, t.tgtype AS bits,
           t.tgenabled = 'A' AS always, t.tgqual IS NOT NULL OR t.tgnargs > 0 OR t.tgattr::text <> '' AS qualified
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""
_BODIES = """
    SELECT p.proname AS name, p.prosrc AS source, p.prosecdef OR p.proconfig IS NOT NULL AS altered
      FROM pg_proc p JOIN pg_type r ON r.oid = p.prorettype
     WHERE r.typname = 'trigger' AND p.pronamespace = current_schema()::regnamespace
"""


def statements(ledger: str, audited: list[str]) -> Iterator[str]:
    for name, source in FUNCTIONS.items():
        yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${source}$guard$"
    for table, suffix, events, level, function in _triggers(ledger, audited):
        name = f"{table}_{suffix}"
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON {table} FOR EACH {level} EXECUTE FUNCTION {function}()")
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


def expected(ledger: str, audited: list[str]) -> dict[str, str]:
    """Name → what the catalogue must say of it."""
    guards = {f"{name}()": _function(source, altered=False) for name, source in FUNCTIONS.items()}
    for table, suffix, events, level, function in _triggers(ledger, audited):
        bits = _BEFORE + (_ROW if level == "ROW" else 0) + sum(_EVENT_BITS[moment] for moment in events)
        guards[f"{table}_{suffix}"] = _trigger(table, function, bits, always=True, qualified=False)
    return guards


def found(connection: sa.Connection) -> dict[str, str]:
    functions, triggers = connection.execute(sa.text(_BODIES)).all(), connection.execute(sa.text(_TRIGGERS)).all()
    return {f"{row.name}()": _function(row.source, altered=row.altered) for row in functions} | {
        row.name: _trigger(row.on_table, row.runs, row.bits, always=row.always, qualified=row.qualified) for row in triggers
    }


def _triggers(ledger: str, audited: list[str]) -> list[tuple[str, str, tuple[str, ...], str, str]]:
    return [(ledger, *row) for row in _LEDGER] + [(table, *row) for table in audited for row in _AUDITED]


def _function(source: str, *, altered: bool) -> str:
    return f"{source}{' altered' if altered else ''}"


def _trigger(table: str, function: str, bits: int, *, always: bool, qualified: bool) -> str:
    return f"{table} {function} {bits}{' always' if always else ''}{' qualified' if qualified else ''}"
