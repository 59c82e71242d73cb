"""The verifier as an auditor runs it: a file, an order, an answer in Spanish and an exit status."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pacc_flow.verifier import pacc_verify
from tests.verifier.bundles import FILE_REF, KEY, checkpoint, document, inclusion, publication, sealed, small
from tests.verifier.bundles import as_json as written

SOURCE = Path(pacc_verify.__file__)
GOOD = small()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good bundle, what goes with it, and a bad one."""
    monkeypatch.chdir(tmp_path)
    log = sealed([*GOOD.bodies, publication(5)])
    texts = {
        "llave.txt": f"{KEY.verifier}\n",
        "punto.txt": checkpoint(GOOD.entries, 3),
        "seguimiento.json": written(document(log, 5, 6)),
        "prueba.tlog-proof": inclusion(GOOD.entries, 2, 5),
        "nada.txt": "hola",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "paquete.zip").write_bytes(GOOD.packed())
    (tmp_path / "malo.zip").write_bytes(GOOD.but(evidence=[(FILE_REF.sha256, b"otra cosa")]).packed())
    return tmp_path


RECEIPT = GOOD.entries[2].entry_hash.hex()
KEYED = f"--key {KEY.verifier}"


@pytest.mark.parametrize(
    ("order", "status", "says"),
    [
        ("paquete.zip", 0, "Todo concuerda."),
        ("paquete.zip --key llave.txt --checkpoint punto.txt", 0, "Firmado con la llave que usted indicó"),
        (f"paquete.zip {KEYED} --checkpoint punto.txt --checkpoint punto.txt", 0, "Puntos de control suyos revisados: 2"),
        ("paquete.zip", 0, str(KEY.verifier)),
        ("malo.zip", 1, f"✗ El archivo de evidencia {FILE_REF.sha256} no es el que se registró: fue cambiado."),
        ("seguimiento.json", 0, "Registro 5 incluido en el punto de control de 6 registros"),
        (f"prueba.tlog-proof --receipt {RECEIPT.upper()} --key llave.txt", 0, "Registro 2 incluido"),
        ("punto.txt --key llave.txt", 0, "Puntos de control revisados: 1"),
        ("nada.txt --key llave.txt", 1, "✗ No es un archivo que este programa conozca"),
        ("--help", 0, "Verificador independiente"),
    ],
)
def test_the_answer_is_for_people(order: str, status: int, says: str, folder: Path, capsys: pytest.CaptureFixture[str]):
    assert pacc_verify.main(order.split()) == status
    answer = capsys.readouterr()
    assert says in answer.out
    assert answer.err == ""


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ("", "Verificador independiente"),
        ("ninguno.zip", "No hay un archivo «ninguno.zip»."),
        (".", "No hay un archivo «.»."),
        ("paquete.zip --checkpoint ninguno.txt", "No hay un archivo «ninguno.txt»."),
        ("paquete.zip punto.txt", "Un paquete se verifica solo"),
        ("paquete.zip --key nada.txt", "La llave (--key)"),
        ("paquete.zip --key malo.zip", "La lista de llaves"),
        ("paquete.zip --key x", "La llave (--key)"),
        ("paquete.zip --key", "No se entiende la orden"),
        ("paquete.zip --what", "No se entiende la orden"),
        ("punto.txt", "Hace falta la llave pública del registro"),
        ("prueba.tlog-proof --key llave.txt", "--receipt HUELLA"),
        ("prueba.tlog-proof --key llave.txt --receipt abc", "64 cifras hexadecimales"),
    ],
)
def test_an_order_that_lacks_something_says_what(order: str, says: str, folder: Path, capsys: pytest.CaptureFixture[str]):
    assert pacc_verify.main(order.split()) == 2
    answer = capsys.readouterr()
    assert says in answer.err
    assert answer.out == ""


def test_the_answer_for_programs_says_what_was_found_and_where(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert pacc_verify.main(["malo.zip", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["more"], answer["facts"]["records"]) == (False, 0, 5)
    (finding,) = answer["findings"]
    assert (finding["code"], finding["place"].split("/")[0]) == ("evidence_changed", "evidence")
    assert pacc_verify.main(["paquete.zip", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_what_is_not_listed_is_counted(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pacc_verify, "MAX_FINDINGS", 1)
    Path("malo.zip").write_bytes(GOOD.but(rows=[]).packed())
    assert pacc_verify.main(["malo.zip"]) == 1
    assert "Y 1 hallazgos más." in capsys.readouterr().out


def test_what_others_wrote_cannot_speak_to_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]):
    Path("\x1b[31m.txt").write_text("hola", "utf-8")
    assert pacc_verify.main(["\x1b[31m.txt", "--key", "llave.txt"]) == 1
    assert pacc_verify.main(["\x1b[32m.txt"]) == 2
    assert "\x1b" not in "".join(capsys.readouterr())


def test_it_runs_alone_without_the_application(folder: Path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    order = [sys.executable, "-I", "-S", str(SOURCE), "paquete.zip", "--key", "llave.txt"]
    run = subprocess.run(order, capture_output=True, text=True, encoding="utf-8", check=False, env=environment, timeout=60)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("Todo concuerda.")


def test_it_imports_the_standard_library_and_nothing_else():
    tree = ast.parse(SOURCE.read_text("utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_keeps_to_the_syntax_of_python_3_9():
    assert ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 9)).body


# What later versions brought and this file could have used: any of them would stop it on an older one.
NEWER = {"UTC", "StrEnum", "Self", "batched", "bit_count", "file_digest", "kw_only", "pairwise", "slots", "strict", "tomllib"}


def test_it_uses_nothing_newer_than_python_3_9():
    nodes = list(ast.walk(ast.parse(SOURCE.read_text("utf-8"))))
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    used |= {node.id for node in nodes if isinstance(node, ast.Name)}
    used |= {str(node.arg) for node in nodes if isinstance(node, ast.keyword)}
    assert used & NEWER == set()


def test_it_joins_types_only_where_nothing_evaluates_them():
    tree = ast.parse(SOURCE.read_text("utf-8"))
    annotations = [getattr(node, name, None) for node in ast.walk(tree) for name in ("annotation", "returns")]
    unread = {id(inner) for annotation in annotations if annotation for inner in ast.walk(annotation)}
    unions = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)]
    types = [ast.unparse(node) for node in unions if id(node) not in unread and "None" in ast.unparse(node)]
    assert types == []
