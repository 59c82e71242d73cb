"""The year of the plan and the date of the follow-up, from whatever the titles of a document say of them."""

from collections.abc import Sequence
from datetime import date

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, codes, rows, side_by_side


def read(*titles: str, due: str = "permanente", filename: str = "a.csv") -> Proposal:
    table = ("Componente;Actividad;Meta;Responsable;Fecha;% de avance", f"Rendición de cuentas;Hacer;1;Planeación;{due};50%")
    return read_here("\n".join((*titles, "", *table)).encode(), filename)


def told_of(proposal: Proposal, field: str) -> list[Code]:
    return [finding.code for finding in proposal.findings if finding.field == field]


YEARS = [
    (("SEGUIMIENTO AL PLAN ANTICORRUPCIÓN ENERO DE 2023", "Corte 31/12/2022"), 2022),
    (("SEGUIMIENTO AL PLAN ANTICORRUPCIÓN", "16 de enero de 2023", "Corte: 31 de diciembre de 2022"), 2022),
    (("PAAC 2021", "Fecha de seguimiento: 14/01/2022"), 2021),
    (("PAAC", "Fecha de seguimiento: 14/01/2022"), 2021),
    (("PLAN ANTICORRUPCIÓN", "Seguimiento enero de 2023"), 2022),
    (("PLAN ANTICORRUPCIÓN", "Aprobado el 30/01/2023"), 2023),
    (("INFORME DE SEGUIMIENTO No. 3 PAAC 2022", "Enero 16 de 2023"), 2022),
    (("SEGUIMIENTO 2023-01-16", "PTEP 2022"), 2022),
]


@pytest.mark.parametrize(("titles", "year"), YEARS, ids=[" · ".join(titles) for titles, _ in YEARS])
def test_the_day_on_which_a_follow_up_was_made_is_not_the_year_of_its_plan(titles: Sequence[str], year: int):
    proposal = read(*titles)
    assert proposal.metadata.year == year
    assert told_of(proposal, "year") == [Code.YEAR_GUESSED]


def test_the_dates_of_the_activities_say_more_than_a_follow_up_in_january():
    assert read("Seguimiento enero de 2023", due="30/06/2023").metadata.year == 2023


CUTS = [
    (("SEGUIMIENTO AL PAAC", "CORTE A 31 DE AGOSTO DE 2022"), date(2022, 8, 31)),
    (("SEGUIMIENTO AL PAAC CON CORTE A 31 DE AGOSTO DE 2022",), date(2022, 8, 31)),
    (("SEGUIMIENTO AL PAAC 2022 CON CORTE A AGOSTO 31",), date(2022, 8, 31)),
    (("SEGUIMIENTO AL PAAC 2022", "II CUATRIMESTRE"), date(2022, 8, 31)),
    (("PAAC 2022", "Periodo: mayo - agosto"), date(2022, 8, 31)),
    (("PAAC", "Período evaluado: 1 de septiembre a 31 de diciembre de 2022"), date(2022, 12, 31)),
    (("PAAC 2022", "Fecha de corte: 31 de diciembre", "Fecha de publicación: 13/01/2023"), date(2022, 12, 31)),
    (("SEGUIMIENTO AL 30 DE ABRIL DE 2022",), date(2022, 4, 30)),
    (("SEGUIMIENTO 14 de septiembre de 2022", "CON CORTE A AGOSTO"), date(2022, 8, 31)),
]


@pytest.mark.parametrize(("titles", "cut"), CUTS, ids=[" · ".join(titles) for titles, _ in CUTS])
def test_a_title_says_the_date_of_the_follow_up(titles: Sequence[str], cut: date):
    proposal = read(*titles)
    assert proposal.metadata.follow_up_on == cut
    assert told_of(proposal, "follow_up_on") == []


def test_a_follow_up_that_only_has_its_turn_has_its_date_supposed():
    proposal = read("INFORME DE SEGUIMIENTO No. 3", "PAAC 2022")
    assert proposal.metadata.follow_up_on == date(2022, 12, 31)
    (guessed,) = [finding for finding in proposal.findings if finding.field == "follow_up_on"]
    assert guessed.code is Code.CUT_GUESSED
    assert guessed.message.endswith("por «INFORME DE SEGUIMIENTO No. 3» la leímos como el 31 de diciembre de 2022.")


NO_CUTS = [
    ("PAAC 2022", "Aprobado el 31 de enero de 2022"),
    ("PAAC 2022 - Versión 3 del 30 de junio de 2022",),
    ("PAAC 2022", "Seguimiento hecho el 14 de septiembre de 2022"),
    ("PAAC", "Seguimiento enero de 2023"),
]


@pytest.mark.parametrize("titles", NO_CUTS, ids=[titles[-1] for titles in NO_CUTS])
def test_the_date_of_a_document_is_no_cut(titles: Sequence[str]):
    proposal = read(*titles)
    assert proposal.metadata.follow_up_on is None
    assert told_of(proposal, "follow_up_on") == [Code.METADATA_MISSING]


def test_the_name_of_a_sheet_may_say_the_cut():
    def fill(sheet: Sheet) -> None:
        sheet.write("A1", "PAAC 2022")
        sheet.write_row("A3", ["Componente", "Actividad", "Meta", "Responsable", "% de avance"])
        sheet.write_row("A4", ["Rendición de cuentas", "Hacer", "1", "Planeación", "50%"])

    assert read_here(book(Corte_31_agosto=fill), "a.xlsx").metadata.follow_up_on == date(2022, 8, 31)


def test_a_date_that_the_follow_ups_say_is_not_missed():
    proposal = read_here(book(Matriz=side_by_side), "a.xlsx")
    assert told_of(proposal, "follow_up_on") == []
    assert Code.METADATA_MISSING in codes(proposal)  # of the entity, which nothing says


ENTITIES = [
    ("ALCALDÍA MUNICIPAL DE SAN GIL", "ALCALDÍA MUNICIPAL DE SAN GIL"),
    ("E.S.E. HOSPITAL SAN RAFAEL DE FACATATIVÁ", "E.S.E. HOSPITAL SAN RAFAEL DE FACATATIVÁ"),
    ("Universidad de Nariño", "Universidad de Nariño"),
    ("CRONOGRAMA PAAC VIGENCIA 2022 - IPS MUNICIPAL DE IPIALES", "IPS MUNICIPAL DE IPIALES"),
    ("Servicio al ciudadano", None),
    ("PLAN ANTICORRUPCIÓN DE LA ALCALDÍA", None),
]


@pytest.mark.parametrize(("title", "entity"), ENTITIES, ids=[title for title, _ in ENTITIES])
def test_a_title_that_looks_like_a_public_entity_names_it_for_somebody_to_look_at(title: str, entity: str | None):
    proposal = read(title, "PAAC 2022")
    assert proposal.metadata.entity == entity
    assert told_of(proposal, "entity") == [Code.ENTITY_GUESSED if entity else Code.METADATA_MISSING]


def test_an_entity_that_is_said_prevails_over_the_titles():
    proposal = read("ALCALDÍA MUNICIPAL DE SAN GIL", "Entidad: Concejo de San Gil")
    assert (proposal.metadata.entity, told_of(proposal, "entity")) == ("Concejo de San Gil", [])


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("SEGUIMIENTO PAAC 2022", "PAAC"),
        ("PLAN ANTICORRUPCIÓN Y DE ATENCIÓN AL CIUDADANO", "PAAC"),
        ("PROGRAMA DE TRANSPARENCIA Y ÉTICA PÚBLICA (antes PAAC)", "PTEP"),
        ("SEGUIMIENTO 2022", ""),
    ],
)
def test_the_kind_of_plan_is_what_a_title_names(title: str, kind: str):
    assert read(title).metadata.kind == kind


def test_the_name_that_we_give_to_a_pasted_table_says_no_year():
    ours, theirs = (read("SEGUIMIENTO", due="30/06/2022", filename=name) for name in ("pegado-2026-11-26-1652.tsv", "2026.tsv"))
    assert (ours.metadata.year, theirs.metadata.year) == (2022, 2026)


GLUED = [
    ("Fecha de publicación:", "14/09/2022"),
    ("Responsable del seguimiento:", "Jefe de Control Interno"),
    ("FECHA", "12/02/2019"),
    ("Código", "F-PL-01", "Versión", "2", "Fecha", "12/02/2019"),
    ("Vigencia:", "2022", "Fecha de seguimiento:", "31/08/2022"),
    ("SEGUIMIENTO AL PLAN ANTICORRUPCIÓN", "Fecha:", "12/02/2019"),
]
COLUMNS = ("Componente", "Actividades", "Meta", "RESPONSABLE", "APOYO", "Fecha de terminación", "% de avance")
VALUES = ("Rendición de cuentas", "Hacer un foro", "1", "Ana Gil", "Planeación", "30/06/2022", "10%")


def below(*glued: str, at: int = 0) -> bytes:
    """Right above the headings, with no blank line between, from a column on."""

    def fill(sheet: Sheet) -> None:
        sheet.write_row(0, at, glued)
        rows(sheet, 1, COLUMNS, VALUES)

    return book(Plan=fill)


@pytest.mark.parametrize("glued", GLUED, ids=[" ".join(glued) for glued in GLUED])
@pytest.mark.parametrize("at", [0, 1])
def test_what_is_said_of_the_document_right_above_the_headings_is_no_part_of_them(glued: Sequence[str], at: int):
    first = read_here(below(*glued, at=at), "a.xlsx")
    assert [column.heading for column in first.metadata.blocks[0].columns] == list(COLUMNS)
    keys = {column.heading: column.key for column in first.metadata.blocks[0].columns}
    asked = {keys["APOYO"]: "office", keys["RESPONSABLE"]: ""}
    again = read_here(below(*glued, at=at), "a.xlsx", columns=asked)
    assert (again.rows[0].office_text, again.metadata.chosen) == ("Planeación", asked)
    other_day = read_here(below("Fecha de publicación:", "15/01/2023"), "a.xlsx", columns=asked)
    assert (other_day.rows[0].office_text, other_day.metadata.published_on) == ("Planeación", date(2023, 1, 15))


def test_the_dates_of_several_cuts_above_the_headings_are_titles_of_columns_whatever_stands_before_them():
    def fill(sheet: Sheet) -> None:
        sheet.write(0, 3, "Fecha de corte")
        for place, day in ((4, "30/04/2022"), (6, "31/08/2022")):
            sheet.merge_range(0, place, 0, place + 1, day)
        rows(sheet, 1, ("Componente", "Actividades", "Meta", "Responsable", *("% de avance", "Observaciones") * 2))
        rows(sheet, 2, (*VALUES[:4], "10%", "Va", "50%", "Sigue"))

    (row,) = read_here(book(Plan=fill), "a.xlsx").rows
    assert [(entry.cut, entry.percent) for entry in row.entries] == [(date(2022, 4, 30), 1000), (date(2022, 8, 31), 5000)]
