"""A correction is the next revision, made upon what was published."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.reports.correction import NothingChangesError, RowCorrection, correct, evidence_key
from pacc_flow.reports.record import SnapshotError
from pacc_flow.reports.snapshot import Evidence, EvidenceKind, Row, Snapshot
from pacc_flow.reports.status import Status
from tests.support.follow_ups import ACTA, PAGE, one_of_each

AT = datetime(2022, 1, 21, 2, 30, tzinfo=UTC)  # still the 20th in Bogotá
REPORTED = RowCorrection(percent=10_000, narrative="Se entregó.")
NEW_PAGE = Evidence(kind=EvidenceKind.LINK, name="entidad.example/acta", url="https://entidad.example/acta")


def unfinished(rows: Sequence[Row]) -> str:
    return f"{sum(row.percent != 10_000 for row in rows)} sin terminar"


def corrected(snapshot: Snapshot, **changes: Any) -> Snapshot:  # noqa: ANN401 - rows and observations
    given = {"rows": {}, "observations": {}, "office": "Oficina de Control Interno", "at": AT, "remark": unfinished} | changes
    return correct(snapshot, **given)


def row_of(snapshot: Snapshot, n: int) -> Row:
    return next(row for row in snapshot.rows if row.n == n)


def same(row: Row, **changes: Any) -> RowCorrection:  # noqa: ANN401 - any field of a correction
    """What is published of the row, but for the changes."""
    fields = {name: getattr(row, name) for name in ("percent", "narrative", "observation", "unreported_reason")}
    return RowCorrection(**(fields | changes))


def test_the_next_revision_says_when_and_who_and_keeps_all_the_rest():
    before = one_of_each()
    after = corrected(before, rows={3: same(row_of(before, 3), percent=6000)}, office="Control Interno Disciplinario")
    assert (after.revision, after.published_on, after.signed_at) == (2, date(2022, 1, 20), AT)
    assert after.signed_by_office == "Control Interno Disciplinario"
    assert (row_of(after, 3).percent, row_of(after, 3).status) == (6000, Status.IN_PROGRESS)
    assert [row for row in after.rows if row.n != 3] == [row for row in before.rows if row.n != 3]
    signed = ("revision", "published_on", "signed_at", "signed_by_office", "rows")
    assert replace(after, **{name: getattr(before, name) for name in signed}) == before


def test_what_the_office_reported_and_when_stays_as_it_was():
    row = row_of(corrected(one_of_each(), rows={3: REPORTED}), 3)
    assert (row.percent, row.reported_percent, row.days_late, row.status) == (10_000, 8000, 1, Status.FULFILLED)


def test_an_unreported_activity_is_reported_and_nobody_is_said_to_have_sent_it():
    row = row_of(corrected(one_of_each(), rows={7: REPORTED}), 7)
    assert (row.percent, row.narrative, row.unreported_reason) == (10_000, "Se entregó.", "")
    assert (row.reported_percent, row.days_late, row.status) == (None, 0, Status.FULFILLED)


def test_of_what_turns_out_not_reported_only_the_reason_is_left():
    changes = RowCorrection(
        None, narrative="No cuenta", unreported_reason="El reporte era de otra actividad.", added=(NEW_PAGE,)
    )
    row = row_of(corrected(one_of_each(), rows={2: changes}), 2)
    assert (row.percent, row.reported_percent, row.narrative, row.evidence, row.days_late) == (None, None, "", (), 0)
    assert (row.unreported_reason, row.status) == ("El reporte era de otra actividad.", Status.UNREPORTED)


def test_evidence_goes_and_comes():
    before = one_of_each()
    changes = same(row_of(before, 2), removed=frozenset({evidence_key(ACTA)}), added=(NEW_PAGE,))
    assert row_of(corrected(before, rows={2: changes}), 2).evidence == (PAGE, NEW_PAGE)


def test_a_remark_that_told_the_figures_follows_them_and_another_one_stays():
    told = one_of_each()
    told = replace(
        told, components=(told.components[0], replace(told.components[1], observation="3 sin terminar"), *told.components[2:])
    )
    after = corrected(told, rows={3: REPORTED})
    assert [one.observation for one in after.components] == ["Se cumplió lo programado.", "2 sin terminar", ""]
    typed = corrected(told, rows={3: REPORTED}, observations={2: "Mejoró."})
    assert typed.components[1].observation == "Mejoró."


def test_a_correction_may_be_of_a_component_alone():
    after = corrected(one_of_each(), observations={1: "Se cumplió con retraso."})
    assert after.components[0].observation == "Se cumplió con retraso."
    assert after.rows == one_of_each().rows


def test_corrections_follow_one_another():
    second = corrected(one_of_each(), rows={3: REPORTED})
    assert corrected(second, observations={1: "Otra."}).revision == 3


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7])
def test_what_changes_nothing_is_no_correction(n: int):
    before = one_of_each()
    with pytest.raises(NothingChangesError, match="Nada cambia"):
        corrected(before, rows={n: same(row_of(before, n))}, observations={1: "Se cumplió lo programado."})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rows": {5: REPORTED}}, "La actividad 5 no está en lo publicado"),
        ({"observations": {9: "x"}}, "El componente 9 no está en lo publicado"),
        ({"rows": {3: RowCorrection(10_001)}}, "no está entre 0 y 100"),
        ({"rows": {3: RowCorrection(None)}}, "el motivo va si, y solo si"),
        ({"rows": {3: RowCorrection(0, removed=frozenset({"0" * 16}))}}, "la evidencia que se retira no está"),
        ({"rows": {3: REPORTED}, "office": "jefe@entidad.example"}, "parece un correo"),
    ],
)
def test_what_a_follow_up_cannot_hold_is_refused(changes: dict[str, Any], sentence: str):
    with pytest.raises(SnapshotError, match=sentence):
        corrected(one_of_each(), **changes)


@given(st.none() | st.integers(0, 10_000), st.sampled_from([1, 2, 3, 4, 7]))
def test_whatever_is_corrected_can_be_read_again(percent: int | None, n: int):
    reason = "No llegó." if percent is None else ""
    try:
        after = corrected(one_of_each(), rows={n: RowCorrection(percent, "Texto nuevo.", unreported_reason=reason)})
    except NothingChangesError:
        return
    assert Snapshot.from_bytes(after.to_canonical_bytes()) == after
