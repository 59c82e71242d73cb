import csv
import io
from collections.abc import Callable

import pytest

from pacc_flow.reports.snapshot import Row, Snapshot
from tests.support.documents import REGISTERED, render

HEADING = (
    "N.º;COMPONENTE;SUBCOMPONENTE;ACTIVIDADES;META O PRODUCTO;FECHA DE CULMINACION;% DE AVANCE (31-12-2021);"
    "DESCRIPCIÓN DEL AVANCE DE LAS ACTIVIDADES EJECUTADAS EN EL PERIODO;DEPENDENCIA RESPONSABLE;"
    "ESTADO;REPORTE DE LA DEPENDENCIA;% REPORTADO POR LA DEPENDENCIA;FECHAS (AAAA-MM-DD);"
    "OBSERVACIÓN DE CONTROL INTERNO;MOTIVO SI NO FUE REPORTADA;EVIDENCIAS;"
    "ENTIDAD;VIGENCIA;FECHA DE SEGUIMIENTO;FECHA DE PUBLICACIÓN;"
    "REVISIÓN DEL INFORME;HUELLA SHA-256;RECIBO DE LA PUBLICACIÓN;PUNTO DE CONTROL DEL REGISTRO"
)


def table(snapshot: Snapshot) -> list[list[str]]:
    text = render(snapshot, "csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_first_line_is_the_plain_heading_in_the_order_of_the_document(snapshot: Snapshot) -> None:
    data = render(snapshot, "csv")
    assert data.startswith(b"\xef\xbb\xbf" + HEADING.encode() + b"\r\n")


def test_every_activity_is_one_row_with_everything_the_snapshot_says(snapshot: Snapshot) -> None:
    assert [row[:16] for row in table(snapshot)[1:]] == [
        ["1", "Gestión del riesgo", "Seguimiento", "Verificar el mapa de riesgos", "Informe publicado", "2021-11-29", "100%",
         "Se publicó el informe.\nQuedó en la página.", "Oficina de Riesgos",
         "Cumplida", "A tiempo", "100%", "2021-11-29", "", "", ""],
        ["2", "Gestión del riesgo", "Seguimiento", "Verificar el mapa de riesgos", "Informe publicado",
         "30 de junio y 30 de noviembre", "88,24%", "Se publicó el informe.\nQuedó en la página.",
         "Planeación\nTecnología y Proyectos",
         "Vencida", "Extemporáneo (3 días hábiles)", "100%", "2021-06-30\n2021-11-30", "", "",
         f"acta comité.pdf: SHA-256 {'ab' * 32}\nPágina de transparencia: https://entidad.example/plan?año=2021"],
        ["3", "Rendición de cuentas", "Seguimiento", "Verificar el mapa de riesgos", "Informe publicado", "permanente", "50%",
         "Se publicó el informe.\nQuedó en la página.", "Oficina de Riesgos",
         "En avance", "Extemporáneo (1 día hábil)", "80%", "", "Falta el acta.", "", ""],
        ["4", "Rendición de cuentas", "Seguimiento", "Verificar el mapa de riesgos", "Informe publicado", "2022-01-04", "0%",
         "Se publicó el informe.\nQuedó en la página.", "Oficina de Riesgos",
         "Sin iniciar", "A tiempo", "0%", "2022-01-04", "", "", ""],
        ["7", "Rendición de cuentas", "Seguimiento", "Verificar el mapa de riesgos", "Informe publicado", "31/11/2021",
         "No reportada", "", "Oficina de Riesgos",
         "No reportada", "", "", "2021-11-30", "", "La dependencia no presentó su reporte.", ""],
    ]  # fmt: skip


def test_every_row_says_of_which_follow_up_it_is(snapshot: Snapshot) -> None:
    of_which = [snapshot.entity.name, "2021", "2021-12-31", snapshot.published_on.isoformat()]
    assert [row[16:20] for row in table(snapshot)[1:]] == [of_which] * len(snapshot.rows)


def test_every_row_says_what_was_signed_and_what_proves_it(snapshot: Snapshot) -> None:
    text = render(snapshot, "csv", registration=REGISTERED).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    proof = ["60 · 1a2b3c4d", "61 registros, raíz CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="]
    assert [row[20:] for row in rows] == [["1", snapshot.sha256, *proof]] * len(snapshot.rows)
    assert [row[20:] for row in table(snapshot)[1:]] == [["1", snapshot.sha256, "", ""]] * len(snapshot.rows)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\n=1", "\r=1", '=HYPERLINK("https://x","y")', "- viñeta", "＝1", "－1"],
)
def test_a_text_that_could_run_as_a_formula_is_made_inert(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], text: str
) -> None:
    snapshot = make_snapshot(make_row(narrative=text, activity=text, goal=text, offices=("Planeación",)))
    row = snapshot.rows[0]
    cells = table(snapshot)[1]
    assert (cells[3], cells[4], cells[7]) == (f"'{row.activity}", f"'{row.goal}", f"'{row.narrative}")


def test_an_apostrophe_that_stood_before_such_a_text_is_still_there_without_the_shield(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    assert table(make_snapshot(make_row(narrative="'=1+1")))[1][7] == "''=1+1"


@pytest.mark.parametrize("text", ["1+1=2", "'citado'", "a;b", 'dice "sí"', "línea\notra", "correo@entidad"])
def test_any_other_text_comes_back_as_it_was(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], text: str
) -> None:
    assert table(make_snapshot(make_row(narrative=text)))[1][7] == text


def test_a_follow_up_without_activities_is_a_heading_alone(make_snapshot: Callable[..., Snapshot]) -> None:
    assert len(table(make_snapshot())) == 1
