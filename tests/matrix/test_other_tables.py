"""What a file holds beside the matrix is no row of it, and is said: maps of risks, changes, signatures, notes and totals."""

from collections.abc import Callable

import pytest

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_layouts import Sheet, book, codes, csv_of, rows

HEADER = ("Componente", "Subcomponente", "Actividades", "Meta", "Responsable", "Fecha", "% de avance", "Observaciones")
RISKS = (
    ("Riesgo", "Causa", "Consecuencia", "Control", "Probabilidad", "Impacto", "Acción", "Responsable", "Fecha", "Indicador"),
    ("Cobrar", "Falta control", "Sanción", "Rotar", 3, 4, "Rotar personal", "Talento Humano", "30/06/2022", "Rotaciones"),
)
CHANGES = (("Versión", "Fecha", "Descripción del cambio", "Responsable"), (1, "30/01/2022", "Inicial", "Planeación"))
SUMMARY = (("Componente", "Actividades programadas", "Actividades cumplidas", "%"), ("Rendición de cuentas", 12, 11, "91%"))
AMENDMENTS = (
    ("Componente", "Actividad", "Modificación", "Justificación", "Fecha", "Responsable"),
    ("Rendición de cuentas", "Hacer un foro", "Se aplaza", "La lluvia", "30/08/2022", "Planeación"),
)
Lines = tuple[tuple[object, ...], ...]


def row(activity: str) -> tuple[str, ...]:
    return ("Rendición de cuentas", "Diálogo", activity, "1 doc", "Planeación", "30/06/2022", "50%", "Va")


def plan(below: Lines = (), above: Lines = ()) -> Callable[[Sheet], None]:
    def fill(sheet: Sheet) -> None:
        rows(sheet, 0, *above)
        rows(sheet, len(above), HEADER, row("Hacer un foro"), row("Hacer otro"))
        rows(sheet, len(above) + 4, *below)

    return fill


def table(*lines: tuple[object, ...]) -> Callable[[Sheet], None]:
    return lambda sheet: rows(sheet, 0, *lines)


def said(proposal: Proposal, code: Code = Code.OTHER_TABLE) -> list[str]:
    return [finding.message for finding in proposal.findings if finding.code is code]


BELOW = [
    ((("MAPA DE RIESGOS",), *RISKS), "Los renglones 6 y 7 son de un mapa de riesgos («Riesgo · Causa"),
    ((("CONTROL DE CAMBIOS",), *CHANGES), "Los renglones 5 a 7 son del control de cambios («CONTROL DE CAMBIOS»)"),
    (CHANGES, "Los renglones 5 y 6 son del control de cambios («Versión · Fecha"),
    ((("MODIFICACIONES AL PLAN",), *AMENDMENTS), "Los renglones 5 a 7 son de las modificaciones del plan («MODIFICACIONES"),
    (AMENDMENTS, "Los renglones 5 y 6 son de las modificaciones del plan («Componente · Actividad"),
    (SUMMARY, "Los renglones 5 y 6 son de un resumen («Componente · Actividades programadas"),
    ((("Indicador", "Fórmula", "Meta"), ("Foros", "a / b", 10)), "Los renglones 5 y 6 son de otra tabla («Indicador"),
    ((("Elaboró", "", "Revisó", "", "Aprobó"), ("Ana", "", "Luis", "", "Eva")), "Los renglones 5 y 6 son de las firmas («Ela"),
    ((("Elaboró:", "Ana", "Cargo:", "Profesional"),), "El renglón 5 es de las firmas («Elaboró: · Ana · Cargo: · Prof"),
    ((("Convenciones",), ("", "Verde", "Cumplida"), ("", "Rojo", "Vencida")), "Los renglones 5 a 7 son de las convenciones"),
]


@pytest.mark.parametrize(("below", "message"), BELOW, ids=[message[:60] for _, message in BELOW])
def test_a_table_below_the_matrix_is_said_and_none_of_its_lines_is_a_row(below: Lines, message: str):
    proposal = read_here(book(Plan=plan(below)), "plan.xlsx")
    assert [found.activity for found in proposal.rows] == ["Hacer un foro", "Hacer otro"]
    assert len(said(proposal)) == 1
    assert said(proposal)[0].startswith(message)


GLUED = [
    ((("NOMBRE", "CARGO", "FIRMA"), ("Ana Gil", "Jefe de Planeación", ""), ("Luis Paz", "Asesor", "")), "las firmas"),
    ((("Nombre y apellidos", "", "", "Firma"), ("Ana Gil",)), "las firmas"),
    ((("Rango", "Color", "Nivel"), ("0-59", "Rojo", "Bajo"), ("60-79", "Amarillo", "Medio")), "las convenciones"),
    ((("", "", "Rango de cumplimiento", "Color"), ("", "", "0% - 59%", "Rojo"), ("", "", "80% - 100%", "Verde")), "las conven"),
    (
        (("", "", "Color", "", "", "", "Rango"), ("", "", "Rojo", "", "", "", "0%"), ("", "", "Verde", "", "", "", "100%")),
        "las c",
    ),
]


@pytest.mark.parametrize(("below", "what"), GLUED, ids=[" ".join(map(str, below[0])) for below, _ in GLUED])
@pytest.mark.parametrize("width", [8, 6])
def test_signatures_and_keys_right_below_the_last_row_are_told_apart_too(below: Lines, what: str, *, width: int):
    """With and without the columns that show by themselves what a row is."""
    lines = (line[:width] for line in (HEADER, row("Hacer un foro"), row("Hacer otro")))
    proposal = read_here(book(Plan=table(*lines, *below)), "plan.xlsx")
    assert [found.activity for found in proposal.rows] == ["Hacer un foro", "Hacer otro"]
    assert said(proposal)[0].startswith(f"Los renglones 4 {'y' if len(below) == 2 else 'a'} {3 + len(below)} son de {what}")


SHEETS = [(RISKS, "un mapa de riesgos"), (SUMMARY, "un resumen"), (CHANGES, "otra tabla")]


@pytest.mark.parametrize(("lines", "what"), SHEETS, ids=[what for _, what in SHEETS])
def test_a_sheet_with_another_table_is_said_to_be_what_it_is(lines: Lines, what: str):
    proposal = read_here(book(Plan=plan(), Otra=table(*lines)), "plan.xlsx")
    assert len(proposal.rows) == 2
    assert [message.partition(" («")[0] for message in said(proposal)] == [f"La hoja «Otra» trae {what}"]


def test_a_summary_above_the_matrix_is_said_and_its_percentages_are_no_rows():
    proposal = read_here(book(Plan=plan(above=(("PAAC 2022",), *SUMMARY, ()))), "plan.xlsx")
    assert len(proposal.rows) == 2
    assert said(proposal)[0].startswith("Los renglones 2 y 3 son de un resumen")


def test_a_file_that_only_has_a_map_of_risks_is_read_and_it_is_said_that_it_is_one():
    proposal = read_here(book(Mapa=table(*RISKS)), "mapa.xlsx")
    assert [found.activity for found in proposal.rows] == ["Rotar personal"]
    assert "solo trae un mapa de riesgos" in said(proposal)[0]


def test_a_plan_that_names_the_risk_of_each_activity_is_no_map_of_risks():
    head = ("Subcomponente", "Actividades", "Meta", "Riesgo", "Causa", "Control", "Responsable", "Fecha")
    data = book(Plan=table(head, ("Política", "Divulgarla", "1 charla", "r", "c", "x", "Planeación", "30/06/2022")))
    assert [found.activity for found in read_here(data, "plan.xlsx").rows] == ["Divulgarla"]


def test_a_map_of_risks_is_none_of_the_plan_though_the_entity_remembers_a_column_of_it():
    data = book(Plan=plan((("MAPA",), *RISKS)))
    assert len(read_here(data, "plan.xlsx", columns={"RESPONSABLE": "office"}).rows) == 2
    assert len(read_here(data, "plan.xlsx", columns={"ACCION": "activity"}).rows) == 3


def official_map(sheet: Sheet) -> None:
    """Its groups of columns are a line of merged titles over the headings."""
    rows(sheet, 0, HEADER, row("Hacer un foro"))
    for place, (wide, title) in {0: (3, "IDENTIFICACIÓN"), 4: (2, "VALORACIÓN"), 7: (1, "MONITOREO")}.items():
        sheet.merge_range(3, place, 3, place + wide, title)
    rows(
        sheet, 4,
        ("Proceso", "Causas", "Riesgo", "Consecuencias", "Probabilidad", "Impacto", "Zona", "Acciones", "Responsable"),
        ("Contratar", "Falta", "Direccionar", "Sanción", 3, 4, "Alta", "Revisar", "Jurídica"),
    )  # fmt: skip
    rows(sheet, 7, HEADER, row("Otro foro"))


def test_the_matrix_goes_on_after_a_map_of_risks_where_its_header_is_repeated():
    proposal = read_here(book(Plan=official_map), "plan.xlsx")
    assert [found.activity for found in proposal.rows] == ["Hacer un foro", "Otro foro"]
    assert said(proposal)[0].startswith("Los renglones 4 a 6 son de un mapa de riesgos")


def test_the_matrix_goes_on_after_signatures_without_a_header():
    below = (("Elaboró", "", "Revisó"), ("Ana", "", "Luis"), (), row("Un tercer foro"))
    proposal = read_here(book(Plan=plan(below)), "plan.xlsx")
    assert [found.activity for found in proposal.rows] == ["Hacer un foro", "Hacer otro", "Un tercer foro"]


FEET = [
    ("TOTAL", "", "", "", "", "", "75%"),
    ("", "", "TOTAL ACTIVIDADES", 2, "", "", "75%"),
    ("Rendición de cuentas", "TOTAL", "", 2, "", "", "75%"),
    ("TOTAL", "", "12 actividades", "", "", "", "75%"),
    ("", "", "Promedio", "", "", "", "75%"),
    ("", "", "Cumplimiento del componente", "", "", "", "75%"),
    ("Rendición de cuentas", "Diálogo", "Nota 1: la fecha es límite"),
    ("", "", "Fuente: Planeación"),
    ("", "", "Elaboró: Planeación"),
    ("", "", "Avance componente 3", "", "", "", "75%"),
    ("Rendición de cuentas", "", "Ejecución acumulada", "", "", "", "75%"),
    ("", "", "Nivel de cumplimiento"),
    ("", "", "Avance del componente 3:"),
    ("", "", "Fin del documento."),
    ("", "", "Ver anexo 2 mapa de riesgos de corrupción"),
]


@pytest.mark.parametrize("foot", FEET, ids=[" ".join(map(str, foot)) for foot in FEET])
def test_a_note_or_a_total_is_no_row_and_is_said(foot: tuple[object, ...]):
    proposal = read_here(book(Plan=plan((foot,))), "plan.xlsx")
    assert len(proposal.rows) == 2
    assert len(said(proposal, Code.LOOSE_TEXT) + said(proposal)) == 1


TOTALS = [
    ("TOTAL", "", 5, "", "", "", "50%"),
    ("TOTAL", "", "5 actividades", "", "", "", "50%"),
    ("Promedio", "", "100%", "", "", "", "50%"),
    ("Cumplimiento del plan", "", 2, "", "", "", "50%"),
]


@pytest.mark.parametrize("total", TOTALS, ids=[" ".join(map(str, total)) for total in TOTALS])
def test_a_total_in_the_column_of_the_numbers_is_no_activity(total: tuple[object, ...]):
    numbered = (("No.", *HEADER[1:]), (1, *row("Hacer un foro")[1:]), (2, *row("Hacer otro")[1:]))
    proposal = read_here(book(Plan=table(*numbered, total)), "plan.xlsx")
    assert [found.activity for found in proposal.rows] == ["Hacer un foro", "Hacer otro"]
    assert len(said(proposal, Code.LOOSE_TEXT)) == 1


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("total", [("TOTAL", 1, "", "", "100%"), ("", "TOTAL", 1, "", "100%"), ("Promedio", 1, 1, 1, "100%")])
def test_a_sheet_with_one_activity_and_its_total_is_a_matrix(total: tuple[object, ...], *, beside: bool):
    head = ("No.", "ACTIVIDADES", "META", "FECHA", "% DE AVANCE")
    procedures = table(head, (1, "Inscribir el trámite", "1 trámite", "30/06/2022", "100%"), total)
    data = book(Plan=plan(), Trámites=procedures) if beside else book(Trámites=procedures)
    proposal = read_here(data, "plan.xlsx")
    assert [(found.activity, found.component) for found in proposal.rows][-1] == (
        "Inscribir el trámite", "Racionalización de trámites"
    )  # fmt: skip
    assert len(proposal.rows) == (3 if beside else 1)
    assert said(proposal) == []


ACTIVITIES = [
    "Total de trámites inscritos",
    "Firma del pacto",
    "Nota de prensa",
    "Fuente de datos abiertos",
    "Aprobado el plan",
    "Avance del componente tecnológico del sistema",
    "Fin del contrato de la sede",
    "Nivel de cumplimiento de la Ley 1712",
    "Ver por el cumplimiento de la norma",
]


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_an_activity_may_begin_with_the_word_of_a_note(activity: str):
    whole = read_here(book(Plan=plan((row(activity),))), "plan.xlsx")
    assert whole.rows[-1].activity == activity
    assert codes(whole) & {Code.LOOSE_TEXT, Code.OTHER_TABLE} == set()


ALONE = ["Control de cambios normativos", "Resumen ejecutivo del plan", "Convenciones colectivas", "Firmas digitales"]


@pytest.mark.parametrize("activity", ALONE)
def test_an_activity_without_anything_else_is_no_title_of_a_table(activity: str):
    below = (("", "", activity), row("Hacer más"))
    assert [found.activity for found in read_here(book(Plan=plan(below)), "plan.xlsx").rows][2:] == [activity, "Hacer más"]


def test_a_row_whose_cells_say_who_signed_is_a_row():
    said_so = ("Rendición de cuentas", "Revisado", "Hacer más", "Aprobado", "Planeación", "30/06/2022", "", "")
    assert len(read_here(book(Plan=plan(((), said_so, row("Otra")))), "plan.xlsx").rows) == 4


def test_notes_of_a_text_file_are_told_apart_like_those_of_a_spreadsheet():
    data = csv_of(
        "Componente;Actividad;Meta;Responsable;Fecha", "Rendición de cuentas;Hacer;1 foro;Planeación;30/06/2022", "",
        "Versión;Fecha;Descripción del cambio;Responsable;", "1;30/01/2022;Inicial;Planeación;", "",
        "Elaboró;;Revisó;;Aprobó", "Ana;;Luis;;Eva",
    )  # fmt: skip
    proposal = read_here(data, "plan.csv")
    assert len(proposal.rows) == 1
    assert [message.partition(" («")[0] for message in said(proposal)] == [
        "Los renglones 4 y 5 son del control de cambios", "Los renglones 7 y 8 son de las firmas"
    ]  # fmt: skip


GROUPS = {
    0: (3, "DATOS TRÁMITES A RACIONALIZAR"),
    4: (4, "ACCIONES DE RACIONALIZACIÓN A DESARROLLAR"),
    9: (3, "PLAN DE EJECUCIÓN"),
}
SUIT = (
    (
        "Tipo", "Número", "Nombre", "Estado", "Situación actual", "Mejora por implementar", "Beneficio al ciudadano o entidad",
        "Tipo racionalización", "Acciones racionalización", "Fecha inicio", "Fecha final racionalización", "Responsable",
        "Justificación",
    ),
    (
        "Único", "123", "Certificado", "Inscrito", "En ventanilla", "Por la web", "Tiempo", "Tecnológica", "Trámite en línea",
        "01/02/2022", "30/11/2022", "Sistemas", "",
    ),
)  # fmt: skip


def of_suit(top: int, *, monitored: bool = False) -> Callable[[Sheet], None]:
    def fill(sheet: Sheet) -> None:
        for place, (wide, title) in GROUPS.items():
            sheet.merge_range(top, place, top, place + wide, title)
        rows(sheet, top + 1, *SUIT)
        if monitored:
            sheet.merge_range(top, 13, top, 14, "MONITOREO")
            sheet.write_row(top + 1, 13, ["Valor ejecutado (%)", "Observaciones/Recomendaciones"])
            sheet.write_row(top + 2, 13, ["50%", "Va bien"])

    return fill


@pytest.mark.parametrize("monitored", [False, True])
def test_the_format_of_suit_is_of_the_component_of_procedures(monitored: bool):  # noqa: FBT001 -- a parameter
    proposal = read_here(book(Hoja1=of_suit(2, monitored=monitored)), "suit.xlsx")
    (found,) = proposal.rows
    assert (found.component, found.activity, found.goal) == ("Racionalización de trámites", "Trámite en línea", "Por la web")
    assert (found.due_text, found.offices, found.cells[2]) == ("30/11/2022", ("Sistemas",), "Certificado")
    assert (found.percent, found.narrative) == ((5000, "Va bien") if monitored else (None, ""))
    assert Code.COMPONENT_FROM_CATALOGUE in codes(proposal)


def test_the_format_of_suit_below_another_matrix_takes_nothing_from_it():
    def fill(sheet: Sheet) -> None:
        rows(sheet, 0, HEADER, row("Hacer un foro"))
        of_suit(3)(sheet)

    proposal = read_here(book(Plan=fill), "plan.xlsx")
    assert [found.component for found in proposal.rows] == ["Rendición de cuentas", "Racionalización de trámites"]
