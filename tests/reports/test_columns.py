from collections.abc import Callable
from datetime import date

import pytest

from pacc_flow.reports.columns import MATRIX, says_only, timeliness
from pacc_flow.reports.snapshot import Row, Snapshot

DAY = date(2021, 1, 4)


@pytest.mark.parametrize(("text", "is_that_date"), [
    ("4/01/2021",            True),
    ("04-01-2021",           True),
    ("2021-01-04",           True),
    ("2021.1.4 ",            True),
    ("",                     True),
    # another date, or one that does not exist
    ("5/01/2021",            False),
    ("31/11/2021",           False),
    # the month first is not how dates are written in Colombia
    ("01/04/2021",           False),
    # words of the plan that a date would lose
    ("Corte 4/01/2021",      False),
    ("trimestral",           False),
    ("4 de enero de 2021",   False),
    ("4/01/2021 5/02/2021",  False),
])  # fmt: skip
def test_a_date_replaces_the_words_only_when_they_say_just_that(text: str, is_that_date: bool) -> None:  # noqa: FBT001 - a column of the table
    assert says_only(text, DAY) is is_that_date


@pytest.mark.parametrize(("subcomponent", "shown"), [("Seguimiento", "Seguimiento"), ("", "No aplica")])
def test_an_absent_subcomponent_is_said_and_not_left_to_be_taken_from_the_row_above(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], subcomponent: str, shown: str
) -> None:
    row = make_row(subcomponent=subcomponent)
    assert MATRIX[1].cell(make_snapshot(row), row) == shown


@pytest.mark.parametrize(("changes", "words"), [
    ({"days_late": 0},                                      "A tiempo"),
    ({"days_late": 1},                                      "Extemporáneo (1 día hábil)"),
    ({"days_late": 3},                                      "Extemporáneo (3 días hábiles)"),
    # nobody reported: neither on time nor late
    ({"percent": None, "reported_percent": None, "unreported_reason": "No llegó."}, ""),
    # reported by a correction alone, and by no office
    ({"percent": 5000, "reported_percent": None},           ""),
    # reported late and not verified in time: still said to be late
    ({"percent": None, "reported_percent": 9000, "unreported_reason": "Sin revisar.", "days_late": 2},
                                                            "Extemporáneo (2 días hábiles)"),
])  # fmt: skip
def test_a_late_report_is_shown_as_late(
    make_row: Callable[..., Row], snapshot: Snapshot, changes: dict[str, object], words: str
) -> None:
    assert timeliness(snapshot, make_row(**changes)) == words
