from datetime import UTC, date, datetime

import pytest

from pacc_flow.reports.wording import date_figures, date_words, instant_words, percent_words


@pytest.mark.parametrize(
    ("hundredths", "figure"),
    [(10_000, "100"), (8824, "88,24"), (3330, "33,30"), (5, "0,05"), (0, "0"), (1000, "10")],
)
def test_a_percentage_is_written_with_a_decimal_comma_and_no_idle_zeros(hundredths: int, figure: str) -> None:
    assert percent_words(hundredths) == f"{figure}\u00a0%"


def test_a_date_is_written_as_in_the_official_format() -> None:
    day = date(2022, 1, 4)
    assert (date_figures(day), date_words(day)) == ("04-01-2022", "4 de enero de 2022")


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2021, 5, 1, 3, 59, tzinfo=UTC), "30 de abril de 2021, 10:59 p. m. (hora de Bogotá)"),
        (datetime(2021, 5, 1, 5, 0, tzinfo=UTC), "1 de mayo de 2021, 12:00 a. m. (hora de Bogotá)"),
        (datetime(2021, 5, 1, 17, 5, tzinfo=UTC), "1 de mayo de 2021, 12:05 p. m. (hora de Bogotá)"),
    ],
)
def test_an_instant_is_told_in_the_time_of_bogota(instant: datetime, words: str) -> None:
    assert instant_words(instant).replace("\u00a0", " ") == words
