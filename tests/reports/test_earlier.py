"""The earlier cuts within a follow-up: what they admit, and that follow-ups signed without them keep their bytes."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pacc_flow.reports import Snapshot, SnapshotError, as_earlier
from pacc_flow.reports.earlier import EarlierCut, Result
from tests.support.follow_ups import earlier_of, result_of, two_cuts_before

# Of a follow-up that was published when there were no earlier cuts in any.
SIGNED_BEFORE = (
    '{"calendar_version":"holidays 0.99","components":[{"name":"Gestión del riesgo","number":1,"observation":""}],'
    '"cut":{"name":"Tercer corte","number":3,"on":"2021-12-31"},"entity":{"is_demo":false,"name":"ICETEX","slug":"icetex"},'
    '"format":"pacc-follow-up/v1","notes":[],"plan":{"kind":"PAAC","name":"Plan Anticorrupción","year":2021},'
    '"published_on":"2022-01-14","revision":1,"rows":[],"signed_at":"2022-01-14T21:30:00.000000Z",'
    '"signed_by_office":"Control Interno","thresholds":{"low_below":6000,"mid_below":8000}}'
)


def test_a_follow_up_that_was_signed_without_them_is_read_and_keeps_its_bytes() -> None:
    snapshot = Snapshot.from_bytes(SIGNED_BEFORE.encode())
    assert snapshot.earlier == ()
    assert snapshot.to_canonical_bytes() == SIGNED_BEFORE.encode()
    assert snapshot.sha256 == hashlib.sha256(SIGNED_BEFORE.encode()).hexdigest()


def test_an_empty_list_of_them_is_not_written_and_not_admitted_either(snapshot: Snapshot) -> None:
    assert b'"earlier"' not in snapshot.to_canonical_bytes()
    written = json.loads(snapshot.to_canonical_bytes()) | {"earlier": []}
    with pytest.raises(SnapshotError, match="forma canónica"):
        Snapshot.from_bytes(json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


def test_they_are_part_of_what_is_signed_and_read_back(snapshot: Snapshot) -> None:
    later = replace(snapshot, earlier=two_cuts_before())
    assert later.sha256 != snapshot.sha256
    assert Snapshot.from_bytes(later.to_canonical_bytes()) == later


def test_only_they_may_be_absent(snapshot: Snapshot) -> None:
    written = json.loads(replace(snapshot, earlier=two_cuts_before()).to_canonical_bytes())
    for record in (written, written["earlier"][0], written["earlier"][0]["total"]):
        record["ana"] = "Ruiz"
        with pytest.raises(SnapshotError, match="sobran o faltan campos: ana"):
            Snapshot.from_bytes(json.dumps(written).encode())
        del record["ana"]


def test_what_a_later_cut_keeps_is_what_this_one_says(snapshot: Snapshot) -> None:
    kept = as_earlier(snapshot)
    assert (kept.number, kept.name, kept.on, kept.sha256) == (3, "Tercer corte", snapshot.cut.on, snapshot.sha256)
    assert kept.total == Result(programmed=5, fulfilled=1, fulfilment=2_000, average=4_765)
    assert kept.result_of(1) == Result(programmed=2, fulfilled=1, fulfilment=5_000, average=9_412)
    assert kept.result_of(3) == Result(programmed=0, fulfilled=0, fulfilment=None, average=None)
    assert kept.result_of(9) is None


@pytest.mark.parametrize("numbers", [(3,), (1, 1), (2, 1), (4,)])
def test_they_come_before_the_cut_and_in_order(make_snapshot: Callable[..., Snapshot], numbers: tuple[int, ...]) -> None:
    earlier = tuple(replace(two_cuts_before()[0], number=number) for number in numbers)
    with pytest.raises(SnapshotError, match="cortes no están en orden"):
        make_snapshot(earlier=earlier)


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"fulfilled": 3},                                            "más actividades cumplidas que programadas"),
    ({"fulfilled": -1},                                           "más actividades cumplidas que programadas"),
    ({"average": None},                                           "si, y solo si, hay actividades"),
    ({"programmed": 0, "fulfilled": 0},                           "si, y solo si, hay actividades"),
    ({"fulfilment": 10_001},                                      "no está entre 0 y 100"),
])  # fmt: skip
def test_a_result_that_contradicts_itself_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SnapshotError, match=sentence):
        Result(**({"programmed": 2, "fulfilled": 1, "fulfilment": 5_000, "average": 7_500} | fields))


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"number": 0},         "El primer corte es el 1"),
    ({"revision": 0},       "El primer corte es el 1"),
    ({"name": " "},         "le falta su nombre"),
    ({"sha256": "AB" * 32}, "le falta su huella"),
])  # fmt: skip
def test_an_earlier_cut_says_which_it_was(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SnapshotError, match=sentence):
        replace(two_cuts_before()[0], **fields)


def test_its_components_are_in_order() -> None:
    cut = earlier_of(1, "Primer corte", date(2021, 4, 30), result_of(1, 1, 10_000), total=result_of(1, 1, 10_000))
    with pytest.raises(SnapshotError, match="componentes no están en orden"):
        replace(cut, components=cut.components * 2)
    assert isinstance(cut, EarlierCut)
