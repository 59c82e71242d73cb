from collections.abc import Callable
from datetime import date

import pytest

from pacc_flow.reports.snapshot import Row, Snapshot, Thresholds
from pacc_flow.reports.status import Status
from pacc_flow.reports.summary import Zone, rounded_half_up, summarise, zone_of

ICETEX_2021 = [10_000] * 39 + [8824] * 2


@pytest.mark.parametrize(("percents", "fulfilment", "average", "zones"), [
    # figures of the published document of 2021
    (ICETEX_2021,             9512,   9943,   (Zone.HIGH, Zone.HIGH)),
    # the measures part ways: nothing finished, nearly everything done
    ([9_900, 9_900],          0,      9_900,  (Zone.LOW,  Zone.HIGH)),
    # two thirds, rounded up; one third, rounded down
    ([10_000, 10_000, 0],     6667,   6667,   (Zone.MID,  Zone.MID)),
    ([10_000, 0, 0],          3333,   3333,   (Zone.LOW,  Zone.LOW)),
    # exactly half a hundredth goes up
    ([1, 0],                  0,      1,      (Zone.LOW,  Zone.LOW)),
    # an activity not reported counts as 0 %
    ([10_000, None],          5000,   5000,   (Zone.LOW,  Zone.LOW)),
    # the figure that is printed decides the zone
    ([6000, 6000, 5999],      0,      6000,   (Zone.LOW,  Zone.MID)),
    # no activities: no measure
    ([],                      None,   None,   (None,      None)),
])  # fmt: skip
def test_both_measures_and_their_zones(  # noqa: PLR0917 - one row of the table
    make_row: Callable[..., Row],
    make_snapshot: Callable[..., Snapshot],
    percents: list[int | None],
    fulfilment: int | None,
    average: int | None,
    zones: tuple[Zone | None, Zone | None],
) -> None:
    rows = [
        make_row(n=n, percent=percent, unreported_reason="" if percent is not None else "No llegó.")
        for n, percent in enumerate(percents, start=1)
    ]
    total = summarise(make_snapshot(*rows)).total
    assert (total.fulfilment.percent, total.average.percent) == (fulfilment, average)
    assert (total.fulfilment.zone, total.average.zone) == zones
    assert total.programmed == len(percents)


def test_each_component_has_its_line_in_order_and_an_empty_one_too(snapshot: Snapshot) -> None:
    summary = summarise(snapshot)
    lines = [(x.number, x.name, x.programmed, x.fulfilled, x.unreported) for x in summary.lines]
    assert lines == [
        (1, "Gestión del riesgo", 2, 1, 0),
        (2, "Rendición de cuentas", 3, 0, 1),
        (3, "Iniciativas adicionales", 0, 0, 0),
        (None, "Total", 5, 1, 1),
    ]
    averages = [line.average.percent for line in summary.lines]
    assert averages == [9412, 1667, None, 4765]


def test_the_total_counts_every_status_once(snapshot: Snapshot) -> None:
    assert summarise(snapshot).total.by_status == dict.fromkeys(Status, 1)


def test_the_observation_of_a_component_reaches_its_line(snapshot: Snapshot) -> None:
    assert summarise(snapshot).components[0].observation == "Se cumplió lo programado."


@pytest.mark.parametrize(("percent", "zone"), [
    (0, Zone.LOW), (5999, Zone.LOW), (6000, Zone.MID), (7999, Zone.MID), (8000, Zone.HIGH), (10_000, Zone.HIGH),
])  # fmt: skip
def test_a_threshold_belongs_to_the_zone_above_it(percent: int, zone: Zone) -> None:
    assert zone_of(percent, Thresholds()) is zone


def test_thresholds_are_data() -> None:
    assert zone_of(7000, Thresholds(low_below=7001, mid_below=9000)) is Zone.LOW


def test_a_zone_is_told_in_words_with_its_limits() -> None:
    words = [zone.words(Thresholds(mid_below=8050)).replace("\u00a0", " ") for zone in Zone]
    assert words == ["Zona baja (menos de 60 %)", "Zona media (de 60 % a menos de 80,50 %)", "Zona alta (80,50 % o más)"]


def test_zones_differ_in_shape() -> None:
    assert len({zone.mark for zone in Zone}) == 3


@pytest.mark.parametrize(("numerator", "denominator", "rounded"), [(1, 2, 1), (3, 2, 2), (4, 3, 1), (5, 3, 2), (0, 9, 0)])
def test_rounding_is_exact_and_halves_go_up(numerator: int, denominator: int, rounded: int) -> None:
    assert rounded_half_up(numerator, denominator) == rounded


def test_the_date_of_the_cut_decides_what_is_overdue(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    row = make_row(percent=9000, due_dates=(date(2021, 12, 31),))
    assert summarise(make_snapshot(row)).total.by_status[Status.OVERDUE] == 1
