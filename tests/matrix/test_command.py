"""`pacc matrix read`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pacc_flow.cli import main
from pacc_flow.cli.matrix import matrix
from pacc_flow.matrix import read
from tests.matrix.matrices import PLAIN, Columns

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "icetex-2021.tsv"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(matrix, ["read", *arguments])


def test_a_matrix_with_doubts_is_summed_up_and_ends_with_one():
    result = run(str(EXAMPLE))
    assert result.exit_code == 1
    assert "Leímos 41 actividades." in result.stdout
    assert "Entidad: ICETEX" in result.stdout
    assert "Fila 13 (renglón 30): La fecha 31/11/2021 no existe." in result.stdout
    assert "12  Oficina Comercial y de Mercadeo" in result.stdout
    assert result.stderr == "Esperan una decisión 10 filas.\n"


def test_kinds_that_are_found_as_often_are_told_in_the_order_of_the_rows(tmp_path: Path, columns: Columns):
    path = tmp_path / "plan.tsv"
    doubts = columns.row(component="", activity="<p>Hacer un foro</p>", due="30/02/2021", percent="quizá", office="")
    path.write_bytes(columns.text([doubts]))
    told = run(str(path)).stdout.partition("Lo que encontramos, en filas:\n")[2].partition("\n\n")[0]
    titles = list(dict.fromkeys(finding.title for finding in read(path).rows[0].findings))
    assert len(titles) > 4
    assert [line.split("  ")[-1] for line in told.splitlines()] == [*titles, "Sin dudas"]


def test_json_is_the_whole_proposal_and_nothing_else():
    result = run(str(EXAMPLE), "--json")
    assert len(json.loads(result.stdout)["rows"]) == 41


@pytest.mark.parametrize("above", ["", "Entidad E\nVigencia 2021\nFecha de seguimiento 31/12/2021\n"])
def test_a_matrix_without_doubts_ends_with_zero(tmp_path: Path, columns: Columns, above: str):
    path = tmp_path / "plan.tsv"
    path.write_bytes(columns.text([PLAIN], above=above))
    result = run(str(path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Por decidir" not in result.stdout


def test_a_file_that_cannot_be_read_says_why_and_ends_with_one(tmp_path: Path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"")
    result = run(str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "No pudimos leer plan.xlsx. El archivo está vacío.\n"


def test_a_file_that_is_not_there_is_wrong_usage():
    result = CliRunner().invoke(main, ["matrix", "read", "no-existe.tsv"])
    assert (result.exit_code, result.stderr) == (
        2,
        "El archivo de FILE no existe o no se puede leer. Vea: main matrix read --help\n",
    )
