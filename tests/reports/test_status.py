from datetime import date

import pytest

from pacc_flow.reports.status import Status, status_at

CUT = date(2021, 12, 31)
BEFORE, AFTER = date(2021, 12, 30), date(2022, 1, 1)


@pytest.mark.parametrize(("percent", "due_dates", "status"), [
    # nothing verified: not reported, whatever its dates
    (None,   (BEFORE,),       Status.UNREPORTED),
    (None,   (AFTER,),        Status.UNREPORTED),
    (None,   (),              Status.UNREPORTED),
    # 100 %: fulfilled, early ones too
    (10_000, (BEFORE,),       Status.FULFILLED),
    (10_000, (AFTER,),        Status.FULFILLED),
    # something left and every date on or before the cut: overdue
    (0,      (BEFORE,),       Status.OVERDUE),
    (9_999,  (BEFORE,),       Status.OVERDUE),
    (9_999,  (CUT,),          Status.OVERDUE),
    # a date still ahead, or no date at all
    (9_999,  (BEFORE, AFTER), Status.IN_PROGRESS),
    (1,      (AFTER,),        Status.IN_PROGRESS),
    (5_000,  (),              Status.IN_PROGRESS),
    (0,      (AFTER,),        Status.NOT_STARTED),
    (0,      (),              Status.NOT_STARTED),
])  # fmt: skip
def test_the_status_follows_from_the_verified_progress_and_the_dates(
    percent: int | None, due_dates: tuple[date, ...], status: Status
) -> None:
    assert status_at(percent, due_dates, CUT) is status


def test_each_status_has_its_spanish_name() -> None:
    labels = [status.label for status in Status]
    assert labels == ["Sin iniciar", "En avance", "Cumplida", "Vencida", "No reportada"]


def test_a_status_is_found_again_by_its_stored_value() -> None:
    assert Status("overdue") is Status.OVERDUE
