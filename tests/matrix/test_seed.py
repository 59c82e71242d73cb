"""The 2021 document of ICETEX, against the reading of a careful person."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pacc_flow.matrix import Code, Confidence, Decisions, Proposal, from_json, pending, propose_offices, to_json
from pacc_flow.matrix.proposal import Row, original_cells

AMBIGUOUS = {Code.AMBIGUOUS_COMPONENT, Code.AMBIGUOUS_SUBCOMPONENT, Code.ACTIVITY_AS_SUBCOMPONENT}
PLACE = {
    *AMBIGUOUS,
    Code.COMPONENT_FROM_LATER_LABEL,
    Code.SUBCOMPONENT_EMPTY,
    Code.SUBCOMPONENT_FROM_EARLIER_PAGE,
}


def codes(row: Row) -> set[Code]:
    return {finding.code for finding in row.findings}


def test_all_rows_and_the_repeated_headers_are_recognised(seed: Proposal):
    assert len(seed.rows) == 41
    assert [row.n for row in seed.rows] == list(range(1, 42))
    assert len(seed.metadata.headers) == 10
    assert "10 encabezados" in next(f.message for f in seed.findings if f.code is Code.REPEATED_HEADERS)


def test_the_header_block_is_read(seed: Proposal):
    metadata = seed.metadata
    assert (metadata.entity, metadata.year) == ("ICETEX", 2021)
    assert (metadata.published_on, metadata.follow_up_on) == (date(2022, 1, 14), date(2021, 12, 31))
    assert metadata.raw["published_on"] == "14 de enero de 2022"
    assert metadata.title == "SEGUIMIENTO PLAN ANTICORRUPCIÓN Y ATENCIÓN AL CIUDADANO"


@pytest.mark.parametrize(
    ("field", "column"),
    [("activity", "activity"), ("goal", "goal"), ("office_text", "office"), ("line", "line")],
)
def test_every_value_is_the_one_a_careful_person_read(seed: Proposal, seed_rows: list[dict[str, str]], field: str, column: str):
    assert [str(getattr(row, field)) for row in seed.rows] == [row[column] for row in seed_rows]


def test_every_percentage_is_exact_to_the_hundredth(seed: Proposal, seed_rows: list[dict[str, str]]):
    shown = [f"{row.percent // 100},{row.percent % 100:02}%".replace(",00", "") for row in seed.rows]
    assert shown == [row["percent"] for row in seed_rows]
    assert seed.rows[32].percent == 8824


def test_every_date_is_read_and_kept_as_written(seed: Proposal, seed_rows: list[dict[str, str]]):
    assert [row.due_text.split() for row in seed.rows] == [row["dates"].split(";") for row in seed_rows]
    read = [";".join(day.isoformat() for day in row.due_dates) or "INVALIDA" for row in seed.rows]
    assert read == [row["dates_iso"] for row in seed_rows]


def test_every_component_and_subcomponent_is_the_careful_one(seed: Proposal, seed_rows: list[dict[str, str]]):
    read = [(row.component, row.subcomponent) for row in seed.rows]
    assert read == [(row["component"], row["subcomponent"]) for row in seed_rows]


def test_every_row_where_filling_down_is_wrong_says_so(seed: Proposal, seed_rows: list[dict[str, str]]):
    wrong = [
        int(row["n"])
        for row in seed_rows
        if (row["component"], row["subcomponent"]) != (row["component_ffill"], row["subcomponent_ffill"])
    ]
    assert len(wrong) == 16
    assert [n for n in wrong if not codes(seed.rows[n - 1]) & PLACE] == []


def test_the_rows_that_can_be_read_two_ways_offer_the_other_way(seed: Proposal, seed_rows: list[dict[str, str]]):
    ambiguous = {row.n: row for row in seed.rows if codes(row) & AMBIGUOUS}
    assert set(ambiguous) == {11, 14, 15, 17, 18, 27, 30, 31}
    for n, row in ambiguous.items():
        expected = seed_rows[n - 1]
        found = {f.field: f for f in row.findings if f.code in AMBIGUOUS}
        assert {f.confidence for f in found.values()} == {Confidence(expected["confidence"])}
        offered_component = found["component"].alternative if "component" in found else row.component
        assert offered_component == expected["alt_component"]
        assert found["subcomponent"].alternative == expected["alt_subcomponent"]


def test_shifted_rows_are_moved_back_and_show_their_original_cells(seed: Proposal):
    assert {row.n: row.shift for row in seed.rows if row.shift} == {6: 1, 27: -1}
    sixth = original_cells(seed, seed.rows[5])
    read = [(cell.heading[:11], cell.text[:9], cell.read_as) for cell in sixth if cell.text]
    assert read == [
        ("META O PROD", "Generar p", "activity"),
        ("FECHA DE CU", "Plan de r", "goal"),
        ("% DE AVANCE", "13/01/202", "due"),
        ("DESCRIPCIÓN", "100%", "percent"),
        ("DEPENDENCIA", "Se public", "narrative"),
    ]
    assert "corrida una celda a la derecha" in seed.rows[5].findings[0].message
    assert "corrida una celda a la izquierda" in seed.rows[26].findings[0].message


def test_the_missing_office_is_suggested_and_never_filled_in(seed: Proposal):
    finding = next(f for f in seed.rows[5].findings if f.code is Code.OFFICE_MISSING)
    assert finding.alternative == "Oficina Asesora de Planeación"
    assert seed.rows[5].offices == ()


def test_a_date_that_does_not_exist_waits_for_a_person(seed: Proposal):
    row = seed.rows[12]
    finding = next(f for f in row.findings if f.code is Code.IMPOSSIBLE_DATE)
    assert (row.due_text, row.due_dates) == ("31/11/2021", ())
    assert "no existe. Noviembre tiene 30 días" in finding.message
    assert 13 in [item.n for item in pending(seed, Decisions(accepted=frozenset(range(1, 42))))]


def test_exactly_the_doubtful_rows_wait_for_a_person(seed: Proposal):
    assert [item.n for item in pending(seed, Decisions())] == [6, 11, 13, 14, 15, 17, 18, 27, 30, 31]


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        (Code.DATE_AFTER_CUT, [5, 8, 9, 10]),
        (Code.SEVERAL_DATES, [8, 9, 33, 34]),
        (Code.DATE_WITHOUT_ZERO, [7]),
        (Code.MARKUP, [16, 17, 18, 36, 41]),
        (Code.BROKEN_ADDRESS, [39]),
        (Code.TRAILING_SEPARATOR, [14]),
        (Code.COMPONENT_FROM_LATER_LABEL, [6, 12, 13, 14, 15, 22, 23, 32]),
        (Code.SUBCOMPONENT_FROM_EARLIER_PAGE, [33, 34]),
        (Code.SUBCOMPONENT_EMPTY, [6, 7, 8, 9, 10]),
    ],
)
def test_each_oddity_is_found_where_it_is_and_nowhere_else(seed: Proposal, code: Code, rows: list[int]):
    assert [row.n for row in seed.rows if code in codes(row)] == rows


class _Words(HTMLParser):
    """What a browser would show of a cell, by another route than the reader's."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def test_every_narrative_is_the_cell_as_clean_text(seed: Proposal, seed_file: Path):
    lines = seed_file.read_text(encoding="utf-8").split("\n")
    for row in seed.rows:
        cell = lines[row.line - 1].split("\t")[6 + row.shift]
        if re.search(r"<(p|u|ul)\b", cell):
            shown = _Words()
            shown.feed(cell)
            assert row.narrative.split() == shown.words
        else:
            assert row.narrative == cell.strip()


def test_paragraphs_bullets_and_titles_become_lines(seed: Proposal):
    assert [line[:9] for line in seed.rows[15].narrative.split("\n")] == [
        "Al inicio",
        "Posterior",
        "- Miércol",
        "- Miércol",
        "- Jueves ",
    ]
    assert seed.rows[35].narrative.split("\n")[0] == "Oficina de Riesgos"
    assert seed.rows[35].narrative.split("\n")[2] == "Secretaría General"


def test_spellings_of_one_office_are_proposed_together(seed: Proposal):
    proposed = {office.name: office for office in propose_offices([row.office_text for row in seed.rows])}
    assert len(proposed) == 12
    commercial = proposed["Oficina Comercial y de Mercadeo"]
    assert {spelling.text: len(spelling.rows) for spelling in commercial.spellings} == {
        "Oficina Comercial y de Mercadeo": 4,
        "Oficina Comercial Mercadeo.": 2,
        "Oficina Comercial y Mercadeo.": 4,
        "Oficina Comercial y Mercadeo": 2,
    }
    assert commercial.confidence is Confidence.HIGH
    assert len(commercial.rows) == 12
    assert proposed["Grupo de Desarrollo y Transformación Organizacional"].confidence is Confidence.MEDIUM


def test_offices_are_split_without_cutting_a_name(seed: Proposal):
    development = "Grupo de Desarrollo y Transformación Organizacional"
    assert seed.rows[32].offices == (development, "Grupo de Contratos")
    assert seed.rows[39].offices == ("Oficina de Riesgos", development)
    assert seed.rows[18].offices == (development, "Oficina Asesora de Planeación")
    assert seed.rows[14].offices == (
        "Oficina Asesora de Planeación",
        "Oficina Asesora de Comunicaciones",
        "Áreas misionales",
        "Ministerio de Educación",
    )


def test_a_proposal_survives_being_stored(seed: Proposal):
    assert from_json(to_json(seed)) == seed


def test_the_json_has_the_published_keys(seed: Proposal):
    stored = to_json(seed)
    assert list(stored) == ["layout", "metadata", "findings", "rows"]
    assert list(stored["rows"][0]) == [
        *("n", "component", "subcomponent", "activity", "goal", "due_dates", "due_text", "percent", "narrative"),
        *("offices", "office_text", "cells", "entries", "findings"),
    ]
    assert list(stored["rows"][5]["findings"][0]) == ["code", "field", "message", "confidence", "alternative"]
    assert stored["metadata"]["lines"][5] == 19
