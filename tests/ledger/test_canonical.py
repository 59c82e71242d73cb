"""The canonical form: one value, one text, and everything outside the profile refused with its place."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum, StrEnum
from string import ascii_lowercase, digits

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.ledger.canonical import (
    MAX_BODY_BYTES,
    MAX_DEPTH,
    CanonicalError,
    canonical_json,
    instant,
    parse_canonical,
    parse_instant,
    plain,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")).map(plain)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


class Zone(Enum):
    HIGH = "alta"


class State(StrEnum):
    DRAFT = "draft"


@given(VALUES)
def test_every_value_of_the_profile_reads_back_as_itself(value: object):
    assert parse_canonical(canonical_json(value)) == value


@given(VALUES)
def test_orjson_writes_the_same_bytes(value: object):
    assert canonical_json(value).encode() == orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


@given(VALUES)
def test_any_other_spelling_of_a_value_is_refused(value: object):
    text = canonical_json({"v": value})
    for other in (json.dumps({"v": value}, indent=1), f" {text}", f"{text}\n"):
        with pytest.raises(CanonicalError):
            parse_canonical(other)


def test_keys_are_sorted_and_nothing_is_spaced():
    assert canonical_json({"b": [1, None, True], "a": "ñandú"}) == '{"a":"ñandú","b":[1,null,true]}'


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.5, "$: el tipo float"),
        ({"a": [1, 2.0]}, "$.a[1]: el tipo float"),
        ({"a": {"b": (1,)}}, "$.a.b: el tipo tuple"),
        (2**53, "53 bits"),
        (-(2**53), "53 bits"),
        ({"Mayor": 1}, "'Mayor'"),
        ({"1a": 1}, "'1a'"),
        ({"a\n": 1}, "clave"),
        ({"": 1}, "clave"),
        ({1: 1}, "clave 1"),
        ("a\x00b", "nulo"),
        ("\ud800", "sustituto"),
        ("a\udfffb", "sustituto"),
        ("n\u0303", "NFC"),
        (datetime(2026, 1, 1, tzinfo=UTC), "datetime"),
    ],
)
def test_what_lies_outside_the_profile_is_refused_with_its_place(value: object, said: str):
    with pytest.raises(CanonicalError, match=said.replace("$", r"\$").replace("[", r"\[")):
        canonical_json(value)


def test_the_largest_integers_are_taken():
    assert canonical_json([2**53 - 1, -(2**53) + 1]) == "[9007199254740991,-9007199254740991]"


def test_a_body_holds_sixty_thousand_bytes_and_not_one_more():
    fits = "ñ" * ((MAX_BODY_BYTES - 2) // 2)
    assert len(canonical_json(fits).encode()) == MAX_BODY_BYTES
    with pytest.raises(CanonicalError, match="60000 bytes"):
        canonical_json(fits + "n")


def test_a_row_may_be_longer_than_a_body():
    assert len(canonical_json("n" * 100_000, limit=None)) == 100_002


def test_nesting_has_a_limit():
    deep: list[object] = []
    for _ in range(MAX_DEPTH):
        deep = [deep]
    canonical_json(deep)
    with pytest.raises(CanonicalError, match="niveles"):
        canonical_json([deep])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nulo",
        '{"a":1,"a":1}',
        '{"a":1,"a":2}',
        '{"b":1,"a":2}',
        '{"a": 1}',
        '{"a":1.0}',
        "1e2",
        "-0",
        "01",
        "NaN",
        "Infinity",
        "-Infinity",
        '"\\u00f1"',
        '"\\/"',
        '"\\ud800"',
        '"n\u0303"',
        "9007199254740992",
        "9" * 5000,
        "[" * 50_000,
        '{"a":' * 20_000,
    ],
)
def test_a_text_that_is_not_canonical_is_refused(text: str):
    with pytest.raises(CanonicalError):
        parse_canonical(text)


@pytest.mark.parametrize("text", ['{"a":1,"a":1}', '{"a":{"b":[{"c":1,"c":2}]}}'])
def test_a_repeated_key_is_named_as_such(text: str):
    with pytest.raises(CanonicalError, match="repite una clave"):
        parse_canonical(text)


def test_a_text_longer_than_a_body_is_refused():
    with pytest.raises(CanonicalError, match="60000"):
        parse_canonical(f'"{"n" * MAX_BODY_BYTES}"')


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("n\u0303", "ñ"),
        (State.DRAFT, "draft"),
        (Zone.HIGH, "alta"),
        (date(2026, 4, 30), "2026-04-30"),
        (datetime(2026, 4, 30, 23, tzinfo=timezone(timedelta(hours=-5))), "2026-05-01T04:00:00.000000Z"),
        (b"\x00\xff", "00ff"),
        ((1, [None, True]), [1, [None, True]]),
        ({"a": (date(2026, 1, 1),)}, {"a": ["2026-01-01"]}),
        ({3: "tres", 12: "doce"}, [{"key": "12", "value": "doce"}, {"key": "3", "value": "tres"}]),
        ({"n\u0303": 1, "b": 2}, [{"key": "b", "value": 2}, {"key": "ñ", "value": 1}]),
        (0.5, 0.5),
    ],
)
def test_what_the_program_holds_is_written_as_the_profile_wants(value: object, expected: object):
    assert plain(value) == expected


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_reads_back_as_itself(moment: datetime):
    text = instant(moment)
    assert parse_instant(text) == moment
    assert len(text) == 27
    assert set(text) <= set(digits + "-T:.Z")


@given(st.datetimes(timezones=st.timezones()), st.datetimes(timezones=st.timezones()))
def test_instants_sort_as_text(one: datetime, other: datetime):
    try:
        texts = instant(one), instant(other)
    except OverflowError:  # a moment of the year 1 or 9999 may fall outside once it is in UTC
        return
    assert (texts[0] < texts[1]) == (one.astimezone(UTC) < other.astimezone(UTC))


def test_a_naive_instant_is_refused():
    with pytest.raises(CanonicalError, match="zona horaria"):
        instant(datetime(2026, 1, 1))  # noqa: DTZ001 - the fault under test


@pytest.mark.parametrize("text", ["2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000000+00:00", ascii_lowercase])
def test_an_instant_in_another_format_is_refused(text: str):
    with pytest.raises(CanonicalError, match="formato"):
        parse_instant(text)


def test_an_instant_that_does_not_exist_is_refused():
    with pytest.raises(CanonicalError, match="exista"):
        parse_instant("2026-02-30T00:00:00.000000Z")
