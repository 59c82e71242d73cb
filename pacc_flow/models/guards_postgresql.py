"""The guards as PostgreSQL triggers: the database seals each record itself, one writer at a time.

ENABLE ALWAYS keeps them in force for a session that plays the replica. The role that runs the program should own nothing
and hold SELECT and INSERT (body) on the ledger: the trigger fills the other columns.
"""

from collections.abc import Iterator

import sqlalchemy as sa

# The catalogue keeps the text of a function as it was written, so they can be compared to the letter. The numbers of the
# locks are the letters PACC and PACK: any would serve that nothing else takes.
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
_GROW = """
DECLARE
    schema text := quote_ident(TG_TABLE_SCHEMA);
    last_size bigint;
    records bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(1346454347);
    EXECUTE 'SELECT max(size) FROM ' || schema || '.' || quote_ident(TG_TABLE_NAME) INTO last_size;
    EXECUTE 'SELECT max(seq) + 1 FROM ' || schema || '.ledger_record' INTO records;
    IF NEW.size <= last_size THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
            MESSAGE = TG_TABLE_NAME || ': the size is not greater than that of the last one';
    END IF;
    IF NEW.size > coalesce(records, 0) THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
            MESSAGE = TG_TABLE_NAME || ': the ledger has fewer records';
    END IF;
    RETURN NEW;
END
"""
_FULL = """
DECLARE
    records bigint;
BEGIN
    EXECUTE 'SELECT max(seq) + 1 FROM ' || quote_ident(TG_TABLE_SCHEMA) || '.ledger_record' INTO records;
    IF NEW.index >= coalesce(records, 0) >> (8 * (NEW.level + 1)) THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
            MESSAGE = TG_TABLE_NAME || ': the ledger does not fill this tile yet';
    END IF;
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
FUNCTIONS = {
    "ledger_seal": _SEAL,
    "ledger_grow": _GROW,
    "ledger_full": _FULL,
    "ledger_refuse": _REFUSE,
    "ledger_revise": _REVISE,
}
# The first migration creates and drops these, whatever tables there are.
_ALWAYS = {"ledger_seal", "ledger_refuse", "ledger_revise"}

# fmt: off
_APPEND_ONLY = ("append_only", ("UPDATE", "DELETE", "TRUNCATE"), "STATEMENT", "ledger_refuse")
_APPENDED = {  # table: name, events, level, function
    "ledger_record":     ("seal", ("INSERT",),               "ROW",       "ledger_seal"),
    "ledger_checkpoint": ("grow", ("INSERT",),               "ROW",       "ledger_grow"),
    "ledger_tile":       ("full", ("INSERT",),               "ROW",       "ledger_full"),
}
_AUDITED = (
    ("revision",        ("INSERT", "UPDATE"),             "ROW",       "ledger_revise"),
    ("no_delete",       ("DELETE", "TRUNCATE"),           "STATEMENT", "ledger_refuse"),
)
# fmt: on

_Trigger = tuple[str, str, tuple[str, ...], str, str]  # table, name, events, level, function

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


def statements(append_only: list[str], audited: list[str]) -> Iterator[str]:
    triggers = _triggers(append_only, audited)
    for name, source in _functions(triggers):
        yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${source}$guard$"
    for table, suffix, events, level, function in triggers:
        name = f"{table}_{suffix}"
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON {table} FOR EACH {level} EXECUTE FUNCTION {function}()")
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


def expected(append_only: list[str], audited: list[str]) -> dict[str, str]:
    """Name → what the catalogue must say of it."""
    triggers = _triggers(append_only, audited)
    guards = {f"{name}()": _function(source, altered=False) for name, source in _functions(triggers)}
    for table, suffix, events, level, function in triggers:
        bits = _BEFORE + (_ROW if level == "ROW" else 0) + sum(_EVENT_BITS[moment] for moment in events)
        guards[f"{table}_{suffix}"] = _trigger(table, function, bits, always=True, qualified=False)
    return guards


def found(connection: sa.Connection) -> dict[str, str]:
    functions, triggers = connection.execute(sa.text(_BODIES)).all(), connection.execute(sa.text(_TRIGGERS)).all()
    return {f"{row.name}()": _function(row.source, altered=row.altered) for row in functions} | {
        row.name: _trigger(row.on_table, row.runs, row.bits, always=row.always, qualified=row.qualified) for row in triggers
    }


def _triggers(append_only: list[str], audited: list[str]) -> list[_Trigger]:
    rows = [(table, *row) for table in append_only for row in (_APPENDED[table], _APPEND_ONLY)]
    return rows + [(table, *row) for table in audited for row in _AUDITED]


def _functions(triggers: list[_Trigger]) -> list[tuple[str, str]]:
    run = _ALWAYS | {function for *_, function in triggers}
    return [(name, source) for name, source in FUNCTIONS.items() if name in run]


def _function(source: str, *, altered: bool) -> str:
    return f"{source}{' altered' if altered else ''}"


def _trigger(table: str, function: str, bits: int, *, always: bool, qualified: bool) -> str:
    return f"{table} {function} {bits}{' always' if always else ''}{' qualified' if qualified else ''}"
