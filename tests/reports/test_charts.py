"""What is looked at says what is read: each drawing beside its line, the same shapes in pages and on paper."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree

from pacc_flow.reports import Snapshot, summarise
from pacc_flow.reports.charts import AS_PUBLISHED, OVERDUE_WORDS, SEVERAL_OFFICES, Chart, charts
from pacc_flow.reports.drawing import Drawing
from pacc_flow.reports.snapshot import Row
from tests.support.follow_ups import two_cuts_before
from tests.support.papers import NBSP

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(snapshot: Snapshot) -> dict[str, Chart]:
    return {chart.key: chart for chart in charts(snapshot, summarise(snapshot))}


def table(chart: Chart) -> list[list[str]]:
    return [[*line.names, *line.figures] for line in chart.lines]


@pytest.fixture
def third(snapshot: Snapshot) -> Snapshot:
    """Of a plan with two cuts published before."""
    return replace(snapshot, earlier=two_cuts_before())


def test_by_component_they_say_what_the_summary_says(snapshot: Snapshot) -> None:
    assert table(drawn(snapshot)["componentes"]) == [
        ["1. Gestión del riesgo", "2", "1", f"50{NBSP}%", f"94,12{NBSP}%"],
        ["2. Rendición de cuentas", "3", "0", f"0{NBSP}%", f"16,67{NBSP}%"],
    ]


def test_an_activity_of_several_offices_counts_for_each_of_them(snapshot: Snapshot) -> None:
    chart = drawn(snapshot)["dependencias"]
    assert table(chart) == [
        ["Oficina de Riesgos", "4", "1", f"25{NBSP}%", f"37,50{NBSP}%"],
        ["Planeación", "1", "0", f"0{NBSP}%", f"88,24{NBSP}%"],
        ["Tecnología y Proyectos", "1", "0", f"0{NBSP}%", f"88,24{NBSP}%"],
    ]
    assert SEVERAL_OFFICES in chart.notes


def test_where_each_activity_has_one_office_nothing_is_said_of_several(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    assert SEVERAL_OFFICES not in drawn(make_snapshot(make_row()))["dependencias"].notes


def test_offices_stand_in_the_order_of_the_alphabet_whatever_their_accents(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    offices = ("Secretaría", "Área Legal", "archivo", "Oficina", "Oficina")
    chart = drawn(make_snapshot(make_row(offices=offices)))["dependencias"]
    assert [line.names[0] for line in chart.lines] == ["archivo", "Área Legal", "Oficina", "Secretaría"]


def test_every_state_is_counted_those_without_activities_too(
    snapshot: Snapshot, make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    chart = drawn(snapshot)["estados"]
    assert table(chart) == [
        [name, "1", f"20{NBSP}%"] for name in ("Sin iniciar", "En avance", "Cumplida", "Vencida", "No reportada")
    ]
    assert chart.notes == (OVERDUE_WORDS,)
    alone = drawn(make_snapshot(make_row()))["estados"]
    assert table(alone)[1:3] == [["En avance", "0", f"0{NBSP}%"], ["Cumplida", "1", f"100{NBSP}%"]]
    assert alone.notes == ()
    assert alone.lines[2].drawing.told == "Cumplida: 1 de 1 actividad"


def test_the_cuts_stand_beside_each_other_the_whole_plan_first(third: Snapshot) -> None:
    chart = drawn(third)["cortes"]
    assert [[*line.names, *line.figures[2:]] for line in chart.lines] == [
        ["Todo el plan", "Primer corte", f"0{NBSP}%", f"8{NBSP}%"],
        ["Todo el plan", "Segundo corte", f"20{NBSP}%", f"30{NBSP}%"],
        ["Todo el plan", "Tercer corte", f"20{NBSP}%", f"47,65{NBSP}%"],
        ["1. Gestión del riesgo", "Primer corte", f"0{NBSP}%", f"20{NBSP}%"],
        ["1. Gestión del riesgo", "Segundo corte", f"50{NBSP}%", f"60{NBSP}%"],
        ["1. Gestión del riesgo", "Tercer corte", f"50{NBSP}%", f"94,12{NBSP}%"],
        ["2. Rendición de cuentas", "Primer corte", f"0{NBSP}%", f"0{NBSP}%"],
        ["2. Rendición de cuentas", "Segundo corte", f"0{NBSP}%", f"10{NBSP}%"],
        ["2. Rendición de cuentas", "Tercer corte", f"0{NBSP}%", f"16,67{NBSP}%"],
    ]
    assert [len(group) for group in chart.groups] == [3, 3, 3]
    assert AS_PUBLISHED in chart.notes


def test_a_first_cut_is_compared_with_nothing_and_an_empty_plan_has_no_charts(
    snapshot: Snapshot, make_snapshot: Callable[..., Snapshot]
) -> None:
    assert list(drawn(snapshot)) == ["componentes", "dependencias", "estados"]
    assert drawn(make_snapshot()) == {}


def figure(words: str) -> float:
    return float(words.removesuffix(f"{NBSP}%").replace(",", "."))


def shapes(drawing: Drawing) -> tuple[float, float | None, list[float]]:
    """The width of the bar and where the diamond and the lines stand, as whoever draws it reads them."""
    root = etree.fromstring(drawing.on_paper(100, 10))
    _, bar = root.iter(f"{_SVG}rect")
    placed = [one.get("x") for one in root.iter(f"{_SVG}svg")][2:]
    marks = [float(place.removesuffix("%")) for place in placed if place]
    ticks = [float((one.get("x1") or "").removesuffix("%")) for one in root.iter(f"{_SVG}line")]
    return float((bar.get("width") or "").removesuffix("%")), marks[0] if marks else None, ticks


def test_every_drawing_says_the_figures_that_stand_beside_it(third: Snapshot) -> None:
    found = drawn(third)
    for key in ("componentes", "dependencias", "cortes"):
        for line in found[key].lines:
            fulfilment, average = line.figures[2:]
            assert shapes(line.drawing) == (figure(fulfilment), figure(average), [60.0, 80.0])
            assert line.drawing.told == f"{', '.join(line.names)}: cumplimiento {fulfilment}, avance promedio {average}"
    for line in found["estados"].lines:
        assert shapes(line.drawing) == (figure(line.figures[1]), None, [])
        assert line.drawing.told == f"{line.names[0]}: {line.figures[0]} de 5 actividades"


def test_a_page_tells_each_drawing_to_whoever_does_not_see_it(third: Snapshot) -> None:
    found = [line.drawing for chart in drawn(third).values() for line in chart.lines]
    ids = [one.get("id") for drawing in found for one in etree.fromstring(drawing.__html__()).iter("title", "desc")]
    assert len(ids) == len(set(ids)) == 2 * len(found)
    for drawing, (title, words) in zip(found, list(pairwise(ids))[::2], strict=True):
        root = etree.fromstring(drawing.__html__())
        assert (root.get("role"), root.get("aria-labelledby")) == ("img", f"{title} {words}")
        assert [root.findtext("title"), root.findtext("desc")] == [drawing.name, drawing.words]


def test_the_shapes_of_a_page_are_those_of_the_paper(third: Snapshot) -> None:
    for chart in drawn(third).values():
        for line in chart.lines:
            assert line.drawing.shapes() in line.drawing.__html__()
            assert line.drawing.shapes() in line.drawing.on_paper(100, 10)


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    drawing = Drawing('x" onload="y', "<script>&", "</desc>", 100)
    root = etree.fromstring(drawing.__html__())
    assert [root.findtext("title"), root.findtext("desc")] == ["<script>&", "</desc>"]
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]


def test_nothing_in_a_drawing_is_style_or_script(third: Snapshot) -> None:
    for chart in drawn(third).values():
        for line in chart.lines:
            assert not re.search(r"style|script|href|\bon\w+=", line.drawing.__html__().replace(line.drawing.key, ""))
