"""The table of attacks that the manual promises, each cell a test: who is stopped, and who finds out with what in hand.

«Log alone» reads the records, the files that they name and the checkpoints that the database keeps; each further column
adds one thing. An empty cell is a promise too: with no more than that, the attack is not seen.
"""

import shutil
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.ledger.chain import Code
from pacc_flow.queries.bundling import bundle
from pacc_flow.queries.ledger_integrity import Against, HeldNote, verify_ledger
from pacc_flow.verifier import pacc_verify
from tests.ledger import attacks as by
from tests.ledger.attacks import Attack
from tests.ledger.story import HELD, HOST, OLD, PDF, WHOLE, Files, Server, Story, damage, story
from tests.support.cast import NOW
from tests.support.databases import ENGINES

LOG, ROWS, AT_40, AT_60 = COLUMNS = ("log alone", "business rows", "checkpoint at 40", "checkpoint at 60")
Codes = AbstractSet[str]
OF_ROWS = {Code.ROW_CHANGED, Code.ROW_MISSING, Code.ROW_UNRECORDED}
NO: Codes = frozenset()
HASH, LINK, SEQ, REV, CLOCK = {Code.HASH}, {Code.LINK}, {Code.SEQUENCE}, {Code.REVISION}, {Code.CLOCK}
CHANGED, MISSING, NOTE, FILE = {Code.ROW_CHANGED}, {Code.ROW_MISSING}, {Code.CHECKPOINT}, {Code.EVIDENCE}

# fmt: off
TABLE: tuple[tuple[str, Attack, Codes, Codes, Codes, Codes], ...] = (
    # attack                             how                                           log alone          rows     @40   @60
    ("update a record",                  by.rewriting(by.altered(35)),                 HASH,              NO,      NO,   NO),
    ("update a record and its hash",     by.rewriting(by.altered(35, rehash=True)),    LINK,              NO,      NOTE, NOTE),
    ("delete in the middle",             by.rewriting(by.removed),                     LINK | SEQ | REV,  NO,      NOTE, NOTE),
    ("reorder two",                      by.rewriting(by.reordered),                   LINK | HASH | REV, NO,      NOTE, NOTE),
    ("truncate to 30",                   by.rewriting(by.truncated(30)),               NO,                CHANGED, NOTE, NOTE),
    ("truncate to 50",                   by.rewriting(by.truncated(50)),               NO,                CHANGED, NO,   NOTE),
    ("insert in the middle and reseal",  by.rewriting(by.inserted_and_resealed),       NO,                NO,      NOTE, NOTE),
    ("rewrite the whole chain",          by.rewriting(by.altered_and_resealed(0)),     NO,                NO,      NOTE, NOTE),
    ("rewrite only what follows 40",     by.rewriting(by.altered_and_resealed(40)),    NO,                NO,      NO,   NOTE),
    ("restore an older log and go on",   by.restored_log,                              NO,                CHANGED, NOTE, NOTE),
    ("restore log and tables and go on", by.gone_on_from(OLD),                         NO,                NO,      NOTE, NOTE),
    ("change a row without a record",    by.sql("UPDATE entry SET percent = 1"),       NO,                CHANGED, NO,   NO),
    ("delete a row without a record",    by.sql("DELETE FROM evidence"),               NO,                MISSING, NO,   NO),
    ("swap an evidence file",            by.with_file(PDF[::-1]),                      FILE,              NO,      NO,   NO),
    ("delete an evidence file",          by.with_file(None),                           FILE,              NO,      NO,   NO),
    ("fork that shares 40 records",      by.gone_on_from(HELD),                        NO,                NO,      NO,   NOTE),
    ("set the clock back",               by.clock_back,                                CLOCK,             NO,      NO,   NO),
    ("forge a checkpoint",               by.with_last_note(by.with_another_root),      NOTE,              NO,      NO,   NO),
    ("sign with an unknown key",         by.with_last_note(by.with_another_key),       NOTE,              NO,      NO,   NO),
)
# fmt: on
HOW = {attack: how for attack, how, *_ in TABLE}
FOUND = {attack: (log, log | rows, log | at_40, log | at_60) for attack, _, log, rows, at_40, at_60 in TABLE}
INSERT_RECORD = (
    "INSERT INTO ledger_record (seq, prev_hash, entry_hash, body)"
    " SELECT seq, prev_hash, entry_hash, body FROM ledger_record WHERE seq = 35"
)
INSERT_CHECKPOINT = (
    "INSERT INTO ledger_checkpoint (size, origin, root, note, created_at)"
    " SELECT 61, origin, root, 'otra', created_at FROM ledger_checkpoint"
)
# fmt: off
BLOCKED = (  # attack, as the program itself would have to say it
    ("update a record",                       "UPDATE ledger_record SET body = replace(body, '7', '8') WHERE seq = 35"),
    ("update a record and its hash",          "UPDATE ledger_record SET body = '{}', entry_hash = prev_hash WHERE seq = 35"),
    ("delete in the middle",                  "DELETE FROM ledger_record WHERE seq = 35"),
    ("reorder two",                           "UPDATE ledger_record SET seq = 1035 WHERE seq = 35"),
    ("truncate to 30",                        "DELETE FROM ledger_record WHERE seq >= 30"),
    ("truncate to 50",                        "DELETE FROM ledger_record WHERE seq >= 50"),
    ("insert in the middle and reseal",       INSERT_RECORD),
    ("rewrite the whole chain",               "UPDATE ledger_record SET prev_hash = entry_hash"),
    ("rewrite only what follows 40",          "UPDATE ledger_record SET prev_hash = entry_hash WHERE seq >= 40"),
    ("change a row without a record",         "UPDATE entry SET percent = 1"),
    ("change a row and count it as a change", "UPDATE entry SET percent = 1, rev = rev + 1"),
    ("delete a row without a record",         "DELETE FROM evidence"),
    ("fork that shares 40 records",           "DELETE FROM ledger_record WHERE seq >= 40"),
    ("forge a checkpoint",                    "UPDATE ledger_checkpoint SET note = 'otra'"),
    ("take a checkpoint away",                "DELETE FROM ledger_checkpoint"),
    ("sign with an unknown key",              INSERT_CHECKPOINT),
)
# fmt: on
REFUSALS = {  # what each engine says: its guards, or the role of the program that may not
    "sqlite": "never (changed|deleted)|not the next one|next revision|FOREIGN KEY|fewer records|not greater",
    "postgresql": "permission denied|next revision|foreign key|fewer records|not greater",
}


@dataclass(frozen=True)
class Verdict:
    """The codes of what is found in each column, by the program and by the verifier of the auditor."""

    program: list[Codes]
    auditor: list[Codes]


@pytest.fixture(scope="module")
def stories(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Story]]:
    """The story on an engine, told when the first test asks for it."""
    with ExitStack() as stack:

        @cache
        def story_on(engine: str) -> Story:
            folder = tmp_path_factory.mktemp(engine)
            if engine == "sqlite":
                return stack.enter_context(story(Files(request.getfixturevalue("sqlite_template"), folder), folder))
            server, template = map(request.getfixturevalue, ("postgresql_server", "postgresql_template"))
            return stack.enter_context(story(Server(server, template), folder))

        yield story_on


@pytest.fixture(scope="module")
def judged(stories: Callable[[str], Story], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Verdict]:
    """Each attack is made and judged once on an engine, however many tests ask."""
    file = tmp_path_factory.mktemp("bundle") / "paquete.zip"

    @cache
    def judge(on: str, attack: str) -> Verdict:
        told = stories(on)
        with HOW[attack](told) as engine:
            file.write_bytes(b"".join(packed(told, engine)))
            return Verdict(
                [by_program(told, engine, column) for column in COLUMNS], [by_auditor(told, file, column) for column in COLUMNS]
            )

    return judge


def held_in(column: str) -> list[int]:
    return [size for size, name in ((HELD, AT_40), (WHOLE, AT_60)) if name == column]


def by_program(told: Story, engine: Engine, column: str) -> Codes:
    held = [HeldNote(told.notes[size], "que trajo el auditor") for size in held_in(column)]
    against = Against(keys=told.signers[WHOLE].verifiers(), held=held, damage=partial(damage, told.store))
    found = {finding.code for finding in verify_ledger(engine, against).findings}
    return found if column == ROWS else found - OF_ROWS


def by_auditor(told: Story, file: Path, column: str) -> Codes:
    """The same question to the program that shares nothing with this one."""
    held = [file.with_name(f"{size}.txt") for size in held_in(column)]
    for size, place in zip(held_in(column), held, strict=True):
        place.write_text(told.notes[size])
    keys = [key for known in told.signers[WHOLE].verifiers() for key in pacc_verify.keys_of(str(known))]
    given = pacc_verify.Given(keys, [pacc_verify.file_part(str(place)) for place in held], None)
    found = {finding.code for finding in pacc_verify.verify([str(file)], given).findings}
    return found if column == ROWS else {code for code in found if not code.startswith("row_")}


def packed(told: Story, engine: Engine) -> Iterator[bytes]:
    def content(sha256: str) -> list[bytes] | None:
        place = told.store.root / sha256[:2] / sha256
        return [place.read_bytes()] if place.exists() else None

    return bundle(engine, entity_id=None, keys=[str(key) for key in told.signers[WHOLE].verifiers()], files=content, at=NOW)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_nobody_attacked_is_sound_with_everything_in_hand(stories: Callable[[str], Story], engine: str):
    told = stories(engine)
    with told.copied() as whole:
        held = [HeldNote(note, "que trajo el auditor") for note in told.notes.values()]
        against = Against(keys=told.signers[WHOLE].verifiers(), held=held, damage=partial(damage, told.store))
        integrity = verify_ledger(whole, against)
    assert integrity.findings == []
    assert (integrity.records, integrity.files, integrity.checkpoints) == (WHOLE, 1, 4)
    assert integrity.rows > 20


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("attack", HOW)
def test_an_attack_is_found_out_exactly_with(judged: Callable[[str, str], Verdict], attack: str, column: str, engine: str):
    assert judged(engine, attack).program[COLUMNS.index(column)] == FOUND[attack][COLUMNS.index(column)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("attack", HOW)
def test_the_auditor_finds_in_the_bundle_what_the_program_finds(
    judged: Callable[[str, str], Verdict], attack: str, engine: str
):
    verdict = judged(engine, attack)
    assert [bool(codes) for codes in verdict.auditor] == [bool(codes) for codes in FOUND[attack]], verdict.auditor


@pytest.fixture(scope="module")
def program(stories: Callable[[str], Story]) -> Iterator[Callable[[str], Engine]]:
    """The program at work on one copy of the story, with the role that it has there."""
    with ExitStack() as stack:
        yield cache(lambda on: stack.enter_context(stories(on).copied(as_program=True)))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("attack", "statement"), BLOCKED, ids=[attack for attack, _ in BLOCKED])
def test_the_program_itself_is_stopped(program: Callable[[str], Engine], attack: str, statement: str, engine: str):
    with pytest.raises(DBAPIError, match=REFUSALS[engine]):
        execute(program(engine), statement)


def execute(program: Engine, statement: str) -> None:
    with make_session_factory(program)() as session:
        session.execute(text(statement))
        session.commit()


@pytest.mark.parametrize("engine", ENGINES)
def test_two_branches_of_a_fork_are_told_apart_by_comparing_their_heads(
    stories: Callable[[str], Story], tmp_path: Path, engine: str
):
    """Whoever has the signer too may show each reader another ledger, as long as the readers never meet."""
    told = stories(engine)
    signer = SignerFolder(tmp_path / "signer", HOST)
    shutil.copytree(told.signers[HELD].root, signer.root)
    with by.gone_on_from(HELD)(told) as fork:
        theirs = sign(make_session_factory(fork), signer, at=NOW).note
        notes = {"mine": told.notes[WHOLE], "theirs": theirs}
        found = {whose: verify_ledger(fork, fork_against(told, note)).findings for whose, note in notes.items()}
    assert found["theirs"] == []
    assert [finding.code for finding in found["mine"]] == [Code.CHECKPOINT]
    assert {len(set(note.splitlines())) for note in notes.values()} == {5}
    assert compared(tmp_path, notes, str(signer.verifiers()[0])) == ["fork"]


def fork_against(told: Story, note: str) -> Against:
    return Against(keys=told.signers[WHOLE].verifiers(), held=[HeldNote(note, "que trajo el auditor")])


def compared(folder: Path, notes: dict[str, str], key: str) -> list[str]:
    """What the auditor's program says of two notes laid side by side."""
    for whose, note in notes.items():
        (folder / f"{whose}.txt").write_text(note)
    given = pacc_verify.Given(pacc_verify.keys_of(key), [], None)
    return [finding.code for finding in pacc_verify.verify([str(folder / f"{whose}.txt") for whose in notes], given).findings]
