"""The chain gives away whoever edits, removes, reorders or forges a record."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pacc_flow.ledger.body import SubjectRef
from pacc_flow.ledger.chain import Chain, Code, Finding, Record, verify
from pacc_flow.ledger.seal import GENESIS
from tests.ledger.log import body, log, resealed, sealed

Attack = Callable[[list[Record]], list[Record]]


def codes(records: list[Record]) -> list[tuple[Code, int | None]]:
    return [(finding.code, finding.seq) for finding in verify(records)]


def test_a_sound_log_has_no_findings():
    assert codes(log(60)) == []
    assert codes([]) == []


def test_the_chain_tells_its_size_its_head_and_the_last_state_of_each_row():
    records, chain = log(7), Chain()
    assert (chain.size, chain.head) == (0, GENESIS)
    assert [finding for record in records for finding in chain.feed(record)] == []
    assert (chain.size, chain.head) == (7, records[-1].entry_hash)
    assert {key: ref.rev for key, ref in chain.subjects.items()} == {("entry", 1): 2, ("entry", 2): 2, ("entry", 0): 2}


def edited(records: list[Record]) -> list[Record]:
    forged = replace(records[20], body=records[20].body.replace("8824", "9999"))
    return [*records[:20], forged, *records[21:]]


def edited_with_its_hash(records: list[Record]) -> list[Record]:
    forged = sealed(20, records[20].prev_hash, records[20].body.replace("8824", "9999"))
    return [*records[:20], forged, *records[21:]]


def removed(records: list[Record]) -> list[Record]:
    return records[:20] + records[21:]


def swapped(records: list[Record]) -> list[Record]:
    return [*records[:20], records[21], records[20], *records[22:]]


def removed_and_resealed(records: list[Record]) -> list[Record]:
    return resealed(records[:20] + records[21:])


def doubled(records: list[Record]) -> list[Record]:
    return [*records[:21], records[20], *records[21:]]


def headless(records: list[Record]) -> list[Record]:
    return records[1:]


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        (edited, [(Code.HASH, 20)]),
        (edited_with_its_hash, [(Code.LINK, 21)]),
        (removed, [(Code.SEQUENCE, 21), (Code.LINK, 21), (Code.REVISION, 23)]),
        (removed_and_resealed, [(Code.REVISION, 22)]),
        (
            swapped,
            [(Code.SEQUENCE, 21), (Code.LINK, 21), (Code.SEQUENCE, 20), (Code.LINK, 20), (Code.SEQUENCE, 22), (Code.LINK, 22)],
        ),
        (doubled, [(Code.SEQUENCE, 20), (Code.LINK, 20), (Code.REVISION, 20)]),
        (headless, [(Code.SEQUENCE, 1), (Code.LINK, 1)]),
    ],
)
def test_an_attack_on_the_log_is_found_where_it_shows(attack: Attack, expected: list[tuple[Code, int | None]]):
    assert codes(attack(log(60))) == expected


def test_a_finding_is_a_sentence_in_spanish():
    assert list(verify(edited(log(60)))) == [
        Finding(Code.HASH, 20, "El registro 20 no corresponde a su huella: fue modificado.")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (body(0, None).replace(",", ", "), Code.CANONICAL),
        (body(0, None).replace("8824", "88.24"), Code.CANONICAL),
        ("no es JSON", Code.CANONICAL),
        ("[]", Code.BODY),
        ("{}", Code.BODY),
        (body(0, None, extra=1), Code.BODY),
        (body(0, None, v=2), Code.BODY),
        (body(0, None, actor=None), Code.BODY),
        (body(0, None, actor={"id": None, "office": None, "role": "system"}), Code.BODY),
        (body(0, None, actor={"id": 1, "office": None, "role": "system", "system": "cli"}), Code.BODY),
        (body(0, None, actor={"id": "uno", "office": None, "role": "office"}), Code.BODY),
        (body(0, None, actor={"id": True, "office": None, "role": "office"}), Code.BODY),
        (body(0, None, at="2026-01-01"), Code.BODY),
        (body(0, None, at=None), Code.BODY),
        (body(0, None, entity="1"), Code.BODY),
        (body(0, None, files="acta.pdf"), Code.BODY),
        (body(0, None, files=[{"name": "acta.pdf", "sha256": "ab" * 32, "size": "1"}]), Code.BODY),
        (body(0, None, kind="guardar"), Code.BODY),
        (body(0, None, nonce="corto"), Code.BODY),
        (body(0, None, nonce=7), Code.BODY),
        (body(0, None, after_sha256="ab" * 32), Code.BODY),
        (body(0, None, subject={"id": 1, "rev": 1, "type": "entry"}), Code.BODY),
        (body(0, SubjectRef("entry", 1, 1, "AB")), Code.BODY),
        (body(0, SubjectRef("Entry", 1, 1, "ab" * 32)), Code.BODY),
    ],
)
def test_a_sealed_record_of_another_form_is_found(text: str, code: Code):
    assert codes([sealed(0, GENESIS, text)]) == [(code, 0)]


@pytest.mark.parametrize(
    "text",
    [
        body(0, None, actor={"id": None, "office": None, "role": "system", "system": "scheduler"}),
        body(0, None, entity=None),
        body(0, None, request=None),
        body(0, None, kind="later:invention"),
        body(0, SubjectRef("entry", 1, 1, "ab" * 32)),
    ],
)
def test_a_record_of_a_system_actor_or_of_a_later_kind_is_sound(text: str):
    assert codes([sealed(0, GENESIS, text)]) == []


def test_columns_that_differ_from_the_body_are_found():
    record = log(1)[0]
    assert record.columns is not None
    assert codes([replace(record, columns={**record.columns, "actor_id": 13})]) == [(Code.COLUMNS, 0)]


def test_a_record_from_outside_a_database_has_no_columns_to_compare():
    assert codes([replace(record, columns=None) for record in log(5)]) == []


def test_a_row_begins_at_revision_one():
    assert codes([sealed(0, GENESIS, body(0, SubjectRef("entry", 1, 2, "ab" * 32)))]) == [(Code.REVISION, 0)]
