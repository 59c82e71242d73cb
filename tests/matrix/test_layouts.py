"""The layouts that entities publish: each a real file, with its real merged cells, read as a person would read it."""

import io
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter

from pacc_flow.matrix import Code, Proposal, Unreadable
from pacc_flow.matrix.proposal import Entry
from pacc_flow.matrix.reading import read_here

Sheet = xlsxwriter.worksheet.Worksheet
CUTS = [date(2021, 4, 30), date(2021, 8, 31), date(2021, 12, 31)]


def book(**sheets: Callable[[Sheet], object]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        for name, fill in sheets.items():
            fill(workbook.add_worksheet(name.replace("_", " ")))
    return stream.getvalue()


def rows(sheet: Sheet, top: int, *lines: tuple[object, ...]) -> None:
    for at, line in enumerate(lines, top):
        sheet.write_row(at, 0, line)


def csv_of(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def codes(proposal: Proposal) -> set[Code]:
    return {finding.code for finding in proposal.findings}


def uesvalle(sheet: Sheet) -> None:
    header = (
        "Subcomponente / Proceso", "Actividades Programadas", "Actividades Realizadas", "Meta Producto", "Responsable",
        "Fecha Programada", "% de Avance", "Observaciones",
    )  # fmt: skip
    sheet.merge_range("A1:H1", "PLAN ANTICORRUPCIÓN Y DE ATENCIÓN AL CIUDADANO 2021")
    sheet.merge_range("A3:H3", "COMPONENTE 1: GESTIÓN DEL RIESGO DE CORRUPCIÓN")
    rows(sheet, 3, header)
    sheet.merge_range("A5:A6", "Política de Administración de Riesgos")
    for at, month in ((4, "Enero 2021"), (5, "Abril 2021")):
        sheet.write_row(at, 1, [f"Actividad {at}", "Se hizo", "1 documento", "Oficina de Planeación", month, "100%", "Ninguna"])
    sheet.merge_range("A8:H8", "COMPONENTE 2: RACIONALIZACIÓN DE TRÁMITES")
    rows(
        sheet,
        8,
        header,
        ("", "Inscribir trámites", "Se inscribió", "2 trámites", "Oficina de Sistemas", "Junio 2021", "50%", ""),
    )


def test_one_block_per_component_is_named_by_its_title_row():
    proposal = read_here(book(Matriz=uesvalle), "uesvalle.xlsx")
    assert proposal.metadata.year == 2021
    assert [row.component for row in proposal.rows] == ["GESTIÓN DEL RIESGO DE CORRUPCIÓN"] * 2 + [
        "RACIONALIZACIÓN DE TRÁMITES"
    ]
    assert [row.subcomponent for row in proposal.rows] == ["Política de Administración de Riesgos"] * 2 + [""]
    first = proposal.rows[0]
    assert (first.activity, first.narrative, first.goal, first.percent) == ("Actividad 4", "Se hizo", "1 documento", 10000)
    assert [row.due_dates for row in proposal.rows] == [
        (date(2021, 1, 31),), (date(2021, 4, 30),), (date(2021, 6, 30),)
    ]  # fmt: skip
    assert first.offices == ("Oficina de Planeación",)
    assert Code.UNKNOWN_COLUMN not in codes(proposal)
    assert Code.LOOSE_TEXT not in codes(proposal)


def side_by_side(sheet: Sheet, last: tuple[str, str] = ("100%", "Tres")) -> None:
    sheet.merge_range("A1:K1", "SEGUIMIENTO AL PLAN ANTICORRUPCIÓN")
    sheet.write_row("A2", ["Vigencia", 2021])
    for column, text in enumerate(["Componente", "Subcomponente", "Actividades", "Meta o producto", "Responsable"]):
        sheet.merge_range(3, column, 4, column, text)
    for n, column in enumerate((5, 7, 9), 1):
        sheet.merge_range(3, column, 3, column + 1, f"Seguimiento {n}")
        sheet.write_row(4, column, ["% de avance", "Observaciones"])
    sheet.merge_range("A6:A7", "RENDICIÓN DE CUENTAS")
    for at in (5, 6):
        sheet.write_row(at, 1, ["Diálogo", f"Foro {at}", "1 foro", "Oficina de Riesgos", "10%", "Uno", "50%", "Dos", *last])


def test_follow_ups_side_by_side_become_entries():
    proposal = read_here(book(Matriz=side_by_side), "a.xlsx")
    assert len(proposal.rows) == 2
    row = proposal.rows[0]
    assert row.entries == (Entry(CUTS[0], 1000, "Uno"), Entry(CUTS[1], 5000, "Dos"), Entry(CUTS[2], 10000, "Tres"))
    assert (row.percent, row.narrative) == (10000, "Tres")
    assert proposal.metadata.follow_up_on == CUTS[2]
    assert proposal.layout == "varios-seguimientos"
    assert {Code.FOLLOW_UPS, Code.CUT_GUESSED} <= codes(proposal)
    assert [column.cut for column in proposal.metadata.blocks[0].columns[5:]] == [day for day in CUTS for _ in "12"]


def test_the_last_follow_up_may_not_have_happened_yet():
    row = read_here(book(Matriz=lambda sheet: side_by_side(sheet, ("", ""))), "a.xlsx").rows[0]
    assert [entry.cut for entry in row.entries] == CUTS[:2]
    assert (row.percent, row.narrative) == (5000, "Dos")


def test_dated_columns_of_a_text_without_merges_become_entries():
    data = csv_of(
        "Vigencia;2021",
        "Componente;Actividad;Meta;Responsable;Fecha;Seguimiento 30 de abril;;Seguimiento 31 de agosto;",
        ";;;;;% avance;Observaciones;% avance;Observaciones",
        "Rendición de cuentas;Hacer un foro;1 foro;Oficina de Riesgos;30/06/2021;30%;Va;100%;Se hizo",
    )
    row = read_here(data, "a.csv").rows[0]
    assert row.entries == (Entry(CUTS[0], 3000, "Va"), Entry(CUTS[1], 10000, "Se hizo"))


def test_cuts_named_in_one_line_of_headings_become_entries():
    header = (
        "Componente\tActividad\tResponsable\t% Avance 30/04/2021\tDescripción abril\t% Avance 31/08/2021\tDescripción agosto"
    )
    line = "Rendición de cuentas\tHacer un foro\tOficina de Riesgos\t30%\tVa\t100%\tSe hizo"
    row = read_here(f"{header}\n{line}\n".encode(), "a.tsv").rows[0]
    assert row.entries == (Entry(CUTS[0], 3000, "Va"), Entry(CUTS[1], 10000, "Se hizo"))


def stacked(cut: str, percent: str) -> Callable[[Sheet], object]:
    def fill(sheet: Sheet) -> None:
        sheet.write("A1", cut)
        rows(
            sheet, 2,
            ("COMPONENTE", "ACTIVIDADES", "META", "% DE AVANCE", "OBSERVACIONES", "RESPONSABLE"),
            ("Rendición de cuentas", "Hacer un foro", "1 foro", percent, f"Va {percent}", "Oficina de Riesgos"),
            ("Rendición de cuentas", "Hacer otro foro", "1 foro", percent, f"Va {percent}", "Oficina de Riesgos"),
        )  # fmt: skip

    return fill


def test_tables_repeated_per_follow_up_become_entries_of_one_row():
    data = book(
        **{f"Hoja_{n}": stacked(f"SEGUIMIENTO AL {day} DE 2021", p) for n, day, p in
           ((1, "30 DE ABRIL", "33%"), (2, "31 DE AGOSTO", "66%"), (3, "31 DE DICIEMBRE", "100%"))}
    )  # fmt: skip
    proposal = read_here(data, "a.xlsx")
    assert [row.activity for row in proposal.rows] == ["Hacer un foro", "Hacer otro foro"]
    assert [(entry.cut, entry.percent) for entry in proposal.rows[0].entries] == list(
        zip(CUTS, (3300, 6600, 10000), strict=True)
    )
    assert proposal.rows[0].percent == 10000


def test_tables_stacked_in_one_sheet_become_entries_of_one_row():
    def fill(sheet: Sheet) -> None:
        for turn, (cut, percent) in enumerate((("PRIMER SEGUIMIENTO", "10%"), ("SEGUNDO SEGUIMIENTO", "90%"))):
            sheet.merge_range(turn * 6, 0, turn * 6, 4, f"{cut} 2021")
            rows(
                sheet, turn * 6 + 1,
                ("COMPONENTE", "ACTIVIDADES", "% DE AVANCE", "OBSERVACIONES", "RESPONSABLE"),
                ("Rendición de cuentas", "Hacer un foro", percent, "Va", "Oficina de Riesgos"),
            )  # fmt: skip

    proposal = read_here(book(Hoja=fill), "a.xlsx")
    assert len(proposal.rows) == 1
    assert [(entry.cut, entry.percent) for entry in proposal.rows[0].entries] == [(CUTS[0], 1000), (CUTS[1], 9000)]


def of_component(sheet: Sheet) -> None:
    rows(
        sheet, 0, ("Actividad", "Meta", "Fecha", "Responsable"),
        ("Hacer algo", "1 documento", "30/06/2021", "Oficina de Riesgos"),
    )  # fmt: skip


def test_a_component_per_sheet_is_named_by_its_sheet():
    proposal = read_here(book(**{"1._Riesgos": of_component, "C3": of_component, "Transparencia": of_component}), "a.xlsx")
    assert [row.component[:20] for row in proposal.rows] == [
        "Gestión del riesgo d",
        "Rendición de cuentas",
        "Mecanismos para la t",
    ]
    assert all(Code.PLACE_FROM_SHEET in {f.code for f in row.findings} for row in proposal.rows)
    assert Code.SEVERAL_SHEETS in codes(proposal)


def test_numbering_says_component_or_subcomponent_where_no_label_does():
    bare = csv_of(
        "No.;Actividad;Meta;Responsable", "2.1;Inscribir;1;Oficina de Sistemas", "3.2.1;Dialogar;1;Oficina de Sistemas"
    )
    first, second = read_here(bare, "a.csv").rows
    assert first.component == "Racionalización de trámites"
    assert (second.component, second.subcomponent[:8]) == ("Rendición de cuentas", "Diálogo ")
    under = csv_of("Componente;Actividad;Meta;Responsable", "Rendición de cuentas;4.1 Evaluar;1 informe;Oficina de Sistemas")
    assert read_here(under, "a.csv").rows[0].subcomponent.startswith("Evaluación y retroalimentación")


def test_a_header_of_five_merged_lines_is_one_header():
    def fill(sheet: Sheet) -> None:
        for column, text in enumerate(["COMPONENTE", "ACTIVIDAD", "META"]):
            sheet.merge_range(2, column, 6, column, text)
        sheet.merge_range(2, 3, 6, 3, "DEPENDENCIA\nRESPONSABLE")
        sheet.merge_range(2, 4, 3, 6, "FECHAS Y AVANCE")
        sheet.merge_range(4, 4, 6, 4, "FECHA DE INICIO")
        sheet.merge_range(4, 5, 6, 5, "FECHA\nFIN")
        sheet.merge_range(4, 6, 6, 6, "% AVANCE")
        rows(sheet, 7, ("Rendición de cuentas", "Hacer", "1", "Oficina de Riesgos", "01/02/2021", "30/06/2021", "80%"))

    row = read_here(book(Hoja=fill), "a.xlsx").rows[0]
    assert (row.due_dates, row.percent, row.offices) == ((date(2021, 6, 30),), 8000, ("Oficina de Riesgos",))


def test_a_column_that_nobody_recognises_is_kept_and_said():
    data = csv_of("Componente;Actividad;Meta;Responsable;Clave ABC", "Rendición de cuentas;Hacer;1;Oficina de Riesgos;xyz")
    proposal = read_here(data, "a.csv")
    finding = next(f for f in proposal.findings if f.code is Code.UNKNOWN_COLUMN)
    assert "«Clave ABC»" in finding.message
    assert proposal.rows[0].cells[4] == "xyz"
    assert proposal.metadata.blocks[0].columns[4].field == ""


def test_a_column_is_what_a_person_said_it_is():
    data = csv_of("Componente;Actividad;Entregable raro;Responsable", "Rendición de cuentas;Hacer;1 foro;Oficina de Riesgos")
    key = read_here(data, "a.csv").metadata.blocks[0].columns[2].key
    assert read_here(data, "a.csv", columns={key: "narrative"}).rows[0].narrative == "1 foro"
    kept = read_here(data, "a.csv", columns={key: ""}).rows[0]
    assert (kept.goal, kept.narrative) == ("", "")


@pytest.mark.parametrize(("value", "field"), [("100%", "percent"), ("Se hizo todo lo previsto", "narrative")])
def test_an_ambiguous_heading_is_settled_by_the_values_below(value: str, field: str):
    data = csv_of("Componente;Actividad;Avance;Responsable", f"Rendición de cuentas;Hacer;{value};Oficina de Riesgos")
    columns = read_here(data, "a.csv").metadata.blocks[0].columns
    assert columns[2].field == field


def test_headings_are_recognised_without_accents_case_or_line_breaks():
    data = '"componente"\t"ACTIVIDADES\nPROGRAMADAS"\t"mEtA/pRoDuCtO"\t"Subcomponente/procesos"\t'
    data += '"Fecha de\nTerminación"\t"ÁREA RESPONSABLE"\r\n'
    line = "Rendición de cuentas\tHacer\t1 foro\tDiálogo\t30/06/2021\tOficina de Riesgos\r\n"
    row = read_here((data + line).encode(), "a.tsv").rows[0]
    assert row.subcomponent == "Diálogo"
    assert (row.activity, row.goal, row.due_dates, row.offices) == (
        "Hacer", "1 foro", (date(2021, 6, 30),), ("Oficina de Riesgos",)
    )  # fmt: skip


def test_a_summary_is_no_matrix():
    data = csv_of(
        "Componente;Actividades programadas;Actividades cumplidas;% de avance;Observaciones",
        "Rendición de cuentas;12;11;91%;Bien",
        "Racionalización de trámites;4;4;100%;Bien",
    )
    with pytest.raises(Unreadable, match="No encontramos una matriz"):
        read_here(data, "a.csv")


def test_a_summary_with_its_approval_below_is_no_matrix():
    def summary(sheet: Sheet) -> None:
        rows(
            sheet, 0,
            ("COMPONENTE", "ACTIVIDADES PROGRAMADAS", "ACTIVIDADES CUMPLIDAS", "CUMPLIMIENTO", "OBSERVACIONES"),
            ("Rendición de cuentas", 12, 11, "91%", "Bien"),
            ("Total", 12, 11, "91%", ""),
            (),
            ("Entidad", "Alcaldía de Ejemplo"),
            ("Aprobado por", "Oficina de Control Interno"),
            ("Aprobado el", "14 de enero de 2022"),
            ("Corte", "Tercer corte"),
        )  # fmt: skip

    proposal = read_here(book(Matriz=of_component, Resumen=summary), "a.xlsx")
    assert [row.activity for row in proposal.rows] == ["Hacer algo"]


@pytest.mark.parametrize("values", [("30/06/2021", "50%"), ("30/06/2021", ""), ("permanente", "50%"), ("", "No reportada")])
@pytest.mark.parametrize("before", [(), ("C1", "S1", "Hacer un foro", "30/06/2021", "50%", "Oficina de Riesgos")])
def test_a_row_whose_texts_are_called_like_headings_is_a_row(before: tuple[str, ...], values: tuple[str, str]):
    own = ("Componente 1: Riesgos", "Subcomponente 1: Política", "Actividad de socialización", *values, "Oficina de Riesgos")
    header = ("COMPONENTE", "SUBCOMPONENTE", "ACTIVIDADES", "FECHA DE CULMINACIÓN", "% DE AVANCE", "RESPONSABLE")
    lines = [";".join(line) for line in (header, before, own) if line]
    assert read_here(csv_of(*lines), "a.csv").rows[-1].cells == own


def test_a_number_fills_in_no_subcomponent_where_the_row_says_that_there_is_none():
    data = csv_of("Componente;Subcomponente;Actividad;Meta;Responsable", "Rendición de cuentas;No aplica;4.1 Evaluar;1;Oficina")
    assert read_here(data, "a.csv").rows[0].subcomponent == ""


def test_a_ptep_is_read_with_its_own_catalogue():
    data = csv_of(
        "PROGRAMA DE TRANSPARENCIA Y ÉTICA PÚBLICA 2025",
        "Acción estratégica;Actividad;Meta;Responsable",
        "Redes y articulación;Tejer una red;1 red;Oficina de Riesgos",
    )
    proposal = read_here(data, "a.csv")
    assert (proposal.metadata.kind, proposal.rows[0].component) == ("PTEP", "Componente programático")


@pytest.mark.parametrize(("period", "cut"), [("II cuatrimestre", CUTS[1]), ("II trimestre", date(2021, 6, 30))])
def test_four_months_are_not_three(period: str, cut: date):
    data = csv_of(
        f"Vigencia;2021;;;;;I {period[3:]};;{period};",
        "Componente;Actividad;Meta;Responsable;Fecha;;% avance;Observaciones;% avance;Observaciones",
        "Rendición de cuentas;Hacer un foro;1 foro;Oficina de Riesgos;30/06/2021;;30%;Va;100%;Se hizo",
    )
    assert read_here(data, "a.csv").rows[0].entries[-1] == Entry(cut, 10000, "Se hizo")


def test_the_title_of_a_component_right_below_the_headings_is_no_heading():
    data = csv_of(
        "Responsable;Actividad;Meta;Fecha", "COMPONENTE 3: RENDICIÓN DE CUENTAS;;;",
        "Oficina de Riesgos;Hacer un foro;1 foro;30/06/2021",
    )  # fmt: skip
    row = read_here(data, "a.csv").rows[0]
    assert (row.component, row.offices) == ("RENDICIÓN DE CUENTAS", ("Oficina de Riesgos",))


def test_a_paragraph_between_two_tables_is_no_activity():
    table = ["Actividad;Componente;Meta;Responsable", "Hacer un foro;Rendición de cuentas;1 foro;Oficina de Riesgos"]
    proposal = read_here(csv_of(*table, "Lo que sigue se aprobó después", *table), "a.csv")
    assert [row.activity for row in proposal.rows] == ["Hacer un foro"] * 2
    assert Code.LOOSE_TEXT in codes(proposal)


def test_a_number_says_more_than_the_component_of_the_row_above():
    data = csv_of(
        "No.;Subcomponente;Actividad;Meta;Responsable", "3.1;Diálogo;Hacer un foro;1;Oficina de Riesgos",
        "6.1;;Hacer un código;1;Oficina de Riesgos",
    )  # fmt: skip
    assert [row.component for row in read_here(data, "a.csv").rows] == ["Rendición de cuentas", "Iniciativas adicionales"]


def test_a_column_of_numbers_without_a_heading_numbers_the_rows():
    data = csv_of(
        ";Actividad;Meta;Responsable",
        "2.1;Inscribir un trámite;1;Oficina de Sistemas",
        "3.1;Hacer un foro;1;Oficina de Sistemas",
    )
    rows = read_here(data, "a.csv").rows
    assert [row.component for row in rows] == ["Racionalización de trámites", "Rendición de cuentas"]


@pytest.mark.parametrize("is_merged", [True, False])
def test_what_was_programmed_under_each_month_says_when_it_is_due(*, is_merged: bool):
    months = ("Ene", "Feb", "Mar", "Abr")

    def fill(sheet: Sheet) -> None:
        rows(
            sheet, 0,
            ("CRONOGRAMA PAAC 2022",),
            ("Componente", "Actividad", "Responsable", *(text for month in months for text in (month, "")), "% Cumplimiento"),
            ("", "", "", *["P", "E"] * 4),
            ("Rendición de cuentas", "Hacer un foro", "Calidad", "X", "", "", "X", "X", "X", "", "", "50%"),
            ("Rendición de cuentas", "Hacer otro", "Gerencia", "", "", "", "", "", "", "X", "", "0%"),
        )  # fmt: skip
        for place in range(3, 11, 2) if is_merged else ():
            sheet.merge_range(1, place, 1, place + 1, months[place // 2 - 1])

    proposal = read_here(book(Hoja=fill), "a.xlsx")
    assert [row.activity for row in proposal.rows] == ["Hacer un foro", "Hacer otro"]
    assert [row.due_text for row in proposal.rows] == ["enero, marzo", "abril"]
    assert [row.percent for row in proposal.rows] == [5000, 0]
    assert Code.UNKNOWN_COLUMN not in codes(proposal)
