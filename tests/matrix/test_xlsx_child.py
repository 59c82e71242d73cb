"""The parser that runs apart, called here in this process (its bounds aside) to see its answers."""

import gc
import io
import json
import resource
import runpy
import sys
from datetime import date, datetime, time, timedelta

import pytest

from pacc_flow.matrix.readers import xlsx_child
from tests.matrix.test_files import OLE, PLAIN, sheet_of

LIMITS = {"memory_bytes": 2**40, "seconds": 600, "rows": 10, "columns": 10, "merges": 10}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "VERDADERO"),
        (False, "FALSO"),
        (100.0, "100"),
        (0.8824, "0.8824"),
        (date(2021, 1, 4), "04/01/2021"),
        (datetime.fromisoformat("2021-11-29T08:30"), "29/11/2021"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=1), "1:00:00"),
        (7, "7"),
    ],
)
def test_values_are_written_as_a_person_would(value: object, text: str):
    assert xlsx_child.as_text(value) == text


def test_the_answer_is_a_line_of_json_and_then_the_rows(monkeypatch: pytest.MonkeyPatch):
    bounds: list[tuple[int, int]] = []
    monkeypatch.setattr(xlsx_child, "bound", lambda *given: bounds.append(given))
    monkeypatch.setattr(xlsx_child.gc, "disable", lambda: None)
    target = io.BytesIO()
    xlsx_child.main([json.dumps(LIMITS)], io.BytesIO(sheet_of(("a", "b"), ("c", ""))), target)
    head, _, body = target.getvalue().partition(b"\n")
    assert json.loads(head) == {"sheets": [{"name": "Matriz", "first": [0, 0], "rows": 2, "merges": []}]}
    assert body.decode() == "a\x1fb\x1ec\x1f"
    assert bounds == [(2**40, 600)]


def test_the_bounds_are_those_asked_for(monkeypatch: pytest.MonkeyPatch):
    asked: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", asked.__setitem__)
    xlsx_child.bound(512, 10)
    assert asked == {
        resource.RLIMIT_AS: (512, 512),
        resource.RLIMIT_CPU: (10, 10),
        resource.RLIMIT_CORE: (0, 0),
    }


def test_the_marks_between_cells_cannot_be_forged():
    assert xlsx_child._text(["a\x1fb", "c\x1ed"]) == "ab\x1fcd"
    assert xlsx_child._text(["a\x1e"]) == "a"


@pytest.mark.parametrize(
    ("data", "reason"), [(b"nada", "broken"), (sheet_of(*[PLAIN] * 11), "rows"), (sheet_of(PLAIN * 2), "columns")]
)
def test_refusals_are_named(data: bytes, reason: str):
    assert xlsx_child.read(data, LIMITS) == ({"refused": reason}, [])


@pytest.mark.parametrize(("error", "reason"), [("PasswordError", "password"), ("MemoryError", "memory")])
def test_what_the_parser_raises_is_named(monkeypatch: pytest.MonkeyPatch, error: str, reason: str):
    raised = getattr(xlsx_child.python_calamine, error, MemoryError)

    class Broken:
        @staticmethod
        def from_filelike(_: object) -> None:
            raise raised

    monkeypatch.setattr(xlsx_child.python_calamine, "CalamineWorkbook", Broken)
    assert xlsx_child.read(OLE, LIMITS) == ({"refused": reason}, [])


def test_started_as_a_program_it_answers_on_its_output(monkeypatch: pytest.MonkeyPatch):
    target = io.BytesIO()
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(sys, "argv", ["xlsx_child.py", json.dumps(LIMITS)])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"nada")))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(target))
    runpy.run_path(xlsx_child.__file__, run_name="__main__")
    assert target.getvalue() == b'{"refused": "broken"}\n'
