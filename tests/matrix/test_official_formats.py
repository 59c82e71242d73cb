"""The formats that the guides of the plan recommend, as entities fill them in: each a real file."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from pacc_flow.matrix import PAAC, Code
from pacc_flow.matrix.layout.columns.headings import named
from pacc_flow.matrix.layout.cut_labels import CutLabel, cuts_of, label_of
from pacc_flow.matrix.layout.titles import title_of
from pacc_flow.matrix.proposal import Entry
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, codes, rows


def sheet_of_component(title: str) -> Callable[[Sheet], None]:
    """The number of each activity in a column of its own, under the heading of the activity."""

    def fill(sheet: Sheet) -> None:
        sheet.merge_range("A1:F1", "Plan Anticorrupción y de Atención al Ciudadano")
        sheet.merge_range("A2:F2", title)
        sheet.write("A3", "Subcomponente")
        sheet.merge_range("B3:C3", "Actividades")
        sheet.write_row("D3", ["Meta o producto", "Responsable", "Fecha programada"])
        sheet.merge_range("A4:A5", "Subcomponente /proceso 1" + " " * 25 + "Política de riesgos")
        sheet.write_row("B4", ["1.1", "Actualizar la política", "1", "Planeación\nControl Interno", "19 y 20 de abril de 2021"])
        sheet.write_row("B5", [1.2, "Divulgar la política", "2 charlas", "Oficina de Riesgos", "22 al 28 de abril de 2021"])

    return fill


def test_the_format_of_the_guide_has_a_sheet_for_each_component_and_the_numbers_beside_the_activities():
    fills = {name: sheet_of_component(f"Componente {name[-1]}: {title}") for name, title in SHEETS.items()}
    proposal = read_here(book(**fills), "plan.xlsx")
    assert [row.component for row in proposal.rows] == [SHEETS["C1"]] * 2 + [SHEETS["C3"]] * 2
    first, second = proposal.rows[:2]
    assert (first.subcomponent, first.activity) == ("Subcomponente /proceso 1 Política de riesgos", "Actualizar la política")
    assert first.due_dates == (date(2021, 4, 19), date(2021, 4, 20))
    assert second.due_dates == (date(2021, 4, 28),)
    assert first.offices == ("Planeación", "Control Interno")
    assert first.cells[1] == "1.1"


SHEETS = {"C1": "Gestión del Riesgo de Corrupción - Mapa de Riesgos de Corrupción", "C3": "Rendición de cuentas"}
OF_THE_OFFICE = (
    "Subcomponente / Proceso", "Actividades Programadas", "Actividades Realizadas", "Meta Producto", "Responsable",
    "Fecha Programada", "% de Avance", "Observaciones",
)  # fmt: skip


def control_of_a_period(sheet: Sheet) -> None:
    """The component and the follow-up stand over the columns, as the first line of each table's header."""
    rows(sheet, 0, ("Entidad: Unidad de Saneamiento",), ("Vigencia: Periodo del 01 de enero al 30 de abril de 2021",))
    sheet.write("A3", "Fecha: Mayo 14 de 2021")
    for top, title in ((4, "Componente 1: Gestión del Riesgo"), (9, "Componente 4: Servicio al Ciudadano")):
        sheet.merge_range(top - 1, 0, top - 1, 7, "Plan Anticorrupción y Atención al Ciudadano")
        sheet.merge_range(top, 0, top, 5, title)
        sheet.merge_range(top, 6, top, 7, "Seguimiento O.C.I I Cuatrimestre")
        rows(sheet, top + 1, OF_THE_OFFICE)
        sheet.merge_range(top + 2, 0, top + 3, 0, "Subcomponente 1 Lineamientos")
        for line, due in ((top + 2, "Enero 2021"), (top + 3, "Permanente")):
            sheet.write_row(line, 1, [f"Divulgar {line - top}", "Se hizo", "1 charla", "Oficina de Riesgos", due, "100%", ""])


def test_a_component_over_the_columns_of_a_header_is_that_of_the_rows_below_and_no_other_follow_up():
    proposal = read_here(book(Hoja1=control_of_a_period), "seguimiento.xlsx")
    assert [row.component for row in proposal.rows] == ["Gestión del Riesgo"] * 2 + ["Servicio al Ciudadano"] * 2
    assert [row.entries for row in proposal.rows] == [()] * 4
    assert (proposal.metadata.year, proposal.metadata.follow_up_on) == (2021, date(2021, 4, 30))
    assert [column.heading for column in proposal.metadata.blocks[0].columns][:2] == list(OF_THE_OFFICE[:2])
    assert Code.LOOSE_TEXT not in codes(proposal)


def strategy_of_procedures(sheet: Sheet) -> None:
    """Two lines of header, with the shape of the dates in it."""
    sheet.write("A1", "ESTRATEGIA DE RACIONALIZACIÓN")
    rows(
        sheet,
        2,
        (
            "N°", "NOMBRE DEL TRÁMITE", "TIPO DE RACIONALIZACIÓN", "ACCIÓN ESPECÍFICA DE RACIONALIZACIÓN",
            "DESCRIPCIÓN DE LA MEJORA A REALIZAR", "DEPENDENCIA RESPONSABLE", "FECHA REALIZACIÓN",
        ),
        ("", "", "", "", "", "", "INICIO\ndd/mm/aa", "FIN\ndd/mm/aa"),
        (1, "Certificado", "Tecnológica", "Formulario en línea", "Se pedirá por la página", "Oficina de Sistemas"),
    )  # fmt: skip
    sheet.write_row(4, 6, ["01/02/2021", "30/11/2021"])


def test_the_strategy_of_procedures_is_due_when_it_ends_and_its_improvement_is_the_goal():
    proposal = read_here(book(Estrategia=strategy_of_procedures), "racionalizacion.xlsx")
    row = proposal.rows[0]
    assert len(proposal.rows) == 1
    assert (row.activity, row.goal, row.narrative) == ("Formulario en línea", "Se pedirá por la página", "")
    assert row.due_dates == (date(2021, 11, 30),)
    assert row.offices == ("Oficina de Sistemas",)


def follow_ups_of_control(sheet: Sheet) -> None:
    header = ("Componente", "Actividades programadas", "Actividades cumplidas", "% de avance", "Observaciones")
    rows(sheet, 0, ("Seguimiento 1 OCI",), ("Fecha seguimiento: 30/04/2021",), header)
    rows(sheet, 3, ("Rendición de cuentas", "Realizar la audiencia", "No se ha realizado", 0, "Pendiente"))
    rows(sheet, 5, ("Seguimiento 2 OCI",), ("Fecha seguimiento: 31/08/2021",), header)
    rows(sheet, 8, ("Rendición de cuentas", "Realizar  la audiencia.", "Se realizó", 0.5, "Falta el informe"))


def test_the_follow_ups_of_internal_control_one_after_the_other_are_entries_of_each_activity():
    proposal = read_here(book(Seguimiento=follow_ups_of_control), "oci.xlsx")
    assert [row.entries for row in proposal.rows] == [
        (Entry(date(2021, 4, 30), 0, "No se ha realizado"), Entry(date(2021, 8, 31), 5000, "Se realizó"))
    ]
    assert Code.LOOSE_TEXT not in codes(proposal)
    assert proposal.metadata.follow_up_on == date(2021, 8, 31)


LABELS = [
    ("III Cuatrimestre", date(2021, 12, 31)),
    ("Seguimiento O.C.I I Cuatrimestre", date(2021, 4, 30)),
    ("Segundo trimestre", date(2021, 6, 30)),
    ("Periodo del 01 de enero al 30 de abril", date(2021, 4, 30)),
    ("Fecha de seguimiento: 31/08/2021", date(2021, 8, 31)),
    ("Fecha de publicación: 14/05/2021", None),
    ("Versión 2 de mayo", None),
    ("Seguimiento tercera línea - Control Interno", None),
]


@pytest.mark.parametrize(("text", "cut"), LABELS, ids=[text for text, _ in LABELS])
def test_the_cut_that_a_text_speaks_of(text: str, cut: date | None):
    label = label_of(text)
    assert (cuts_of([label], 2021)[label][0] if isinstance(label, CutLabel) else None) == cut


TITLES = [
    ("Componente 3: Rendición de cuentas", "Rendición de cuentas"),
    ("C2. Racionalización de trámites", "Racionalización de trámites"),
    ("TERCER COMPONENTE: RENDICIÓN DE CUENTAS", "TERCER COMPONENTE: RENDICIÓN DE CUENTAS"),
    ("Este párrafo explica el componente y por qué importa, con varias frases.", None),
    ("El componente de rendición de cuentas busca el diálogo con la ciudadanía.", None),
]


@pytest.mark.parametrize(("text", "component"), TITLES, ids=[text[:30] for text, _ in TITLES])
def test_a_title_names_its_component_and_a_sentence_about_one_does_not(text: str, component: str | None):
    title = title_of(text, PAAC)
    assert (title.component if title else None) == component


@pytest.mark.parametrize("heading", ["Subcomponent\ne", "Actividade s", "Responsabl\ne", "Fecha de terminaci ón"])
def test_a_heading_that_a_narrow_cell_of_a_pdf_broke_is_read_whole(heading: str):
    assert named(heading)[0] == named(re.sub(r"\s(e|s|ón)$", r"\1", heading))[0]


def test_short_words_of_a_heading_are_not_glued_where_it_names_something_as_it_is():
    assert [found.field for found in named("Meta o producto")] == ["goal"]
    assert named("Clave A B") == ()


def schedule(sheet: Sheet) -> None:
    """No column holds the date: each month is one, under a merged heading."""
    for place, heading in enumerate(("ITEM", "COMPONENTE", "ACTIVIDADES", "META", "RESPONSABLE")):
        sheet.merge_range(1, place, 2, place, heading)
    sheet.write("A1", "PLAN ANTICORRUPCIÓN 2022")
    sheet.merge_range("F2:Q2", "CRONOGRAMA")
    sheet.write_row("F3", ["Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sep", "Oct", "Nov", "Dic"])
    rows(sheet, 3, (1, "Rendición de cuentas", "Publicar", "10", "Sistemas", "", "", "", "X", "", "", "", "X"))
    rows(sheet, 4, (2, "Rendición de cuentas", "Divulgar", "10", "Sistemas"))


def test_the_marks_of_a_schedule_by_months_are_the_dates():
    proposal = read_here(book(Plan=schedule), "cronograma.xlsx")
    first, second = proposal.rows
    assert (first.due_text, first.due_dates) == ("abril, agosto", (date(2022, 4, 30), date(2022, 8, 31)))
    assert Code.DATE_GUESSED in {finding.code for finding in first.findings}
    assert (second.due_text, second.due_dates) == ("", ())
    assert Code.UNKNOWN_COLUMN not in codes(proposal)


def labels_without_heading(sheet: Sheet) -> None:
    rows(sheet, 0, ("", "", "ACTIVIDADES PROGRAMADAS", "META", "RESPONSABLES", "FECHA PROGRAMADA", "AVANCE"))
    sheet.merge_range("A2:A4", "RENDICIÓN DE CUENTAS")
    sheet.merge_range("B2:B3", "Información")
    sheet.write("B4", "Diálogo")
    for line in range(3):
        sheet.write_row(line + 1, 2, [f"Actividad {line}", "1", "Planeación", "31/12/2022", "50%"])


def test_the_labels_of_the_place_need_no_heading_and_it_is_said_what_they_were_taken_for():
    proposal = read_here(book(Plan=labels_without_heading), "plan.xlsx")
    assert {row.component for row in proposal.rows} == {"RENDICIÓN DE CUENTAS"}
    assert [row.subcomponent for row in proposal.rows] == ["Información", "Información", "Diálogo"]
    said = [finding.message for finding in proposal.findings if finding.code is Code.DOUBTFUL_COLUMN]
    assert [message.partition("»")[0] for message in said] == [
        "Leímos la columna «1, sin título", "Leímos la columna «2, sin título"
    ]  # fmt: skip


def monitoring(sheet: Sheet) -> None:
    head = ("Componente", "Acción", "Producto", "Responsable", "Fecha Fin", "Monitoreo\n(abril)", "Monitoreo\n(agosto)")
    rows(sheet, 0, ("PROGRAMA DE TRANSPARENCIA Y ÉTICA PÚBLICA 2025",), head)
    rows(sheet, 2, ("Componente Transversal", "Actualizar", "Política", "Planeación", "15/12/2025", "50%", "100% - cumplida"))


def test_a_monitoring_of_each_month_is_a_follow_up_whatever_stands_beside_its_percentage():
    row = read_here(book(Plan=monitoring), "ptep.xlsx").rows[0]
    assert [(entry.cut, entry.percent) for entry in row.entries] == [(date(2025, 4, 30), 5000), (date(2025, 8, 31), 10000)]


def test_a_table_of_open_data_says_in_its_columns_of_whom_and_of_when_it_is():
    head = "Entidad;Vigencia;Fecha de corte;Componente;Actividad;Meta;Responsable"
    lines = [f"Alcaldía de Prueba;2022;31/08/2022;Rendición de cuentas;Hacer {n};1;Planeación" for n in (1, 2)]
    metadata = read_here("\n".join((head, *lines)).encode(), "datos.csv").metadata
    assert (metadata.entity, metadata.year, metadata.follow_up_on) == ("Alcaldía de Prueba", 2022, date(2022, 8, 31))
    of_two = [lines[0], lines[1].replace("de Prueba", "de Otra")]
    assert read_here("\n".join((head, *of_two)).encode(), "datos.csv").metadata.entity is None


PERCENTAGES = [
    (("% Programado", "% Ejecutado"), "% Ejecutado"),
    (("Avance esperado", "Avance logrado"), "Avance logrado"),
    (("% cumplimiento periodo anterior", "% cumplimiento periodo actual"), "% cumplimiento periodo actual"),
]


@pytest.mark.parametrize(("headings", "read"), PERCENTAGES, ids=[read for _, read in PERCENTAGES])
def test_what_was_programmed_and_what_was_before_is_not_the_progress(headings: tuple[str, str], read: str):
    head = f"Componente;Actividad;Meta programada;Responsable;{';'.join(headings)}"
    lines = [head, "Trámites;Hacer;1 foro;Planeación;50%;20%"]
    proposal = read_here("\n".join(lines).encode(), "a.csv")
    assert (proposal.rows[0].percent, proposal.rows[0].goal) == (2000, "1 foro")
    assert [c.heading for c in proposal.metadata.blocks[0].columns if c.field == "percent"] == [read]
    assert Code.DOUBTFUL_COLUMN not in codes(proposal)


def test_of_two_columns_that_may_be_the_progress_the_other_is_said():
    lines = ["Componente;Actividad;Responsable;% avance reportado;% avance de la oficina", "Trámites;Hacer;Planeación;80%;60%"]
    proposal = read_here("\n".join(lines).encode(), "a.csv")
    said = [finding.message for finding in proposal.findings if finding.code is Code.DOUBTFUL_COLUMN]
    assert len(said) == 1
    assert "«% avance reportado». También podría ser el de «% avance de la oficina»" in said[0]
    chosen = {finding.field: "percent" for finding in proposal.findings if finding.code is Code.DOUBTFUL_COLUMN}
    again = read_here("\n".join(lines).encode(), "a.csv", columns=chosen)
    assert again.rows[0].percent == 6000
    assert Code.DOUBTFUL_COLUMN in codes(again)


def of_numbers(*numbers: str, component: str = "Rendición de cuentas") -> list[str]:
    lines = [f"{component};{number};Hacer {number};1;Planeación" for number in numbers]
    return [row.subcomponent for row in read_here("\n".join((NUMBERED, *lines)).encode(), "a.csv").rows]


NUMBERED = "Componente;No.;Actividad;Meta;Responsable"


def test_numbers_that_only_count_the_activities_of_a_component_name_no_subcomponent():
    assert of_numbers("3.1", "3.2") == ["", ""]
    assert of_numbers("1.1", "2.1") != ["", ""]


CITED = [
    ("PLAN ANTICORRUPCIÓN 2022 (Ley 1474 de 2011)", 2022),
    ("Decreto 1122 de 2024 - PTEP 2025", 2025),
    ("PTEP 2022, Plan de Desarrollo 2020-2023", 2022),
    ("SEGUIMIENTO de enero de 2023 AL PAAC VIGENCIA 2022", 2022),
]


@pytest.mark.parametrize(("title", "year"), CITED, ids=[title[:20] for title, _ in CITED])
def test_the_year_of_a_plan_is_not_that_of_the_law_that_its_title_cites(title: str, year: int):
    lines = [title, "Componente;Actividad;Meta;Responsable;Fecha", "Trámites;Hacer;1;Planeación;permanente"]
    row = read_here("\n".join(lines).encode(), "a.csv").rows[0]
    assert row.due_dates == (date(year, 12, 31),)


def test_the_quarters_of_a_year_are_follow_ups():
    head = "Componente;Actividad;Meta;Responsable;Fecha;% avance T1;% avance T2;% avance T3"
    lines = ["PLAN 2022", head, "Trámites;Hacer;1;Planeación;30/06/2022;10%;20%;30%"]
    row = read_here("\n".join(lines).encode(), "a.csv").rows[0]
    assert [(entry.cut, entry.percent) for entry in row.entries] == [
        (date(2022, 3, 31), 1000), (date(2022, 6, 30), 2000), (date(2022, 9, 30), 3000)
    ]  # fmt: skip


def components_of_its_own(sheet: Sheet) -> None:
    rows(sheet, 0, ("Actividad", "Meta", "Responsable", "Fecha", "% avance"))
    for at, (title, activity) in enumerate(
        (("RENDICIÓN DE CUENTAS", "Foro"), ("INTEGRIDAD Y CONFLICTO DE INTERESES", "Código"))
    ):
        sheet.merge_range(1 + 2 * at, 0, 1 + 2 * at, 4, title)
        rows(sheet, 2 + 2 * at, (activity, "1 doc", "Planeación", "30/06/2023", "50%"))
    sheet.merge_range("A6:E6", "Elaboró: Planeación")


def test_a_title_row_that_the_catalogue_does_not_know_is_the_component_below_and_it_is_said():
    proposal = read_here(book(Plan=components_of_its_own), "plan.xlsx")
    assert [row.component for row in proposal.rows] == ["RENDICIÓN DE CUENTAS", "INTEGRIDAD Y CONFLICTO DE INTERESES"]
    said = [finding.message for finding in proposal.findings if finding.code is Code.LOOSE_TEXT]
    assert said[0].startswith("Tomamos «INTEGRIDAD Y CONFLICTO DE INTERESES», del renglón 4, como el componente")
    assert said[1:] == ["El renglón 6 no es una fila: «Elaboró: Planeación»."]


def test_many_loose_lines_in_a_row_are_said_at_once():
    notes = "\n".join(f"Nota {n} sobre el plan;;;;" for n in range(1, 9))
    text = f"PLAN 2022\nComponente;Actividad;Meta;Responsable;Fecha\nTrámites;Hacer;1;Planeación;30/06/2022\n{notes}\n"
    (message,) = [finding.message for finding in read_here(text.encode(), "a.csv").findings if finding.code is Code.LOOSE_TEXT]
    assert message.startswith("Los renglones 4 a 11 no son filas; van de «Nota 1 sobre el plan» a «Nota 8 sobre el plan».")
