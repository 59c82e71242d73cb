"""The process in which files are read: what it answers, what it may cost, and what happens when it does not answer."""

import gc
import io
import json
import resource
import sys
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from pacc_flow.matrix import Limits, Part, Unreadable, apart, child, read
from pacc_flow.matrix.readers.table_cells import as_percent, as_text
from pacc_flow.matrix.reading import read_here
from tests.matrix.matrices import HEADINGS, PLAIN, Columns

LIMITS = Limits()


def asked(data: bytes, filename: str) -> io.BytesIO:
    said = {"filename": filename, "limits": asdict(LIMITS), "offices": None, "columns": {}}
    return io.BytesIO(json.dumps(said).encode() + b"\n" + data)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """The child called in this process, its bounds and its door aside."""
    monkeypatch.setattr(child, "_bound", lambda *_: None)
    monkeypatch.setattr(child, "_open_the_room", lambda: None)
    monkeypatch.setattr(gc, "disable", lambda: None)
    return io.BytesIO()


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
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.8824", "88.24%"), ("1", "100%"), ("0", "0%"), ("0.8823529", "88.24%"), ("x", "x"), ("1e400", "1e400"), ("nan", "nan")],
)
def test_a_number_shown_as_a_percentage_is_read_as_one(number: str, text: str):
    assert as_percent(number) == text


def test_the_answer_is_a_line_of_json(columns: Columns, answers: io.BytesIO):
    child.main(asked(columns.text([PLAIN]), "a.tsv"), answers)
    answer = json.loads(answers.getvalue())
    assert [row["activity"] for row in answer["proposal"]["rows"]] == ["Hacer un foro"]


def test_a_refusal_is_a_sentence(answers: io.BytesIO):
    child.main(asked(b"", "a.tsv"), answers)
    assert json.loads(answers.getvalue()) == {"refused": "El archivo está vacío."}


def test_memory_that_runs_out_is_a_refusal(monkeypatch: pytest.MonkeyPatch, answers: io.BytesIO):
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(child, "_answer", exhausted)
    child.main(asked(b"x", "a.tsv"), answers)
    assert json.loads(answers.getvalue()) == {"refused": child.TOO_COSTLY}


def test_the_bounds_are_those_asked_for(monkeypatch: pytest.MonkeyPatch):
    set_to: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", set_to.__setitem__)
    child._bound(512, 10)
    assert set_to == {
        resource.RLIMIT_AS: (512, 512),
        resource.RLIMIT_CPU: (10, 10),
        resource.RLIMIT_CORE: (0, 0),
    }


def test_the_room_opens_without_the_front_door(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pacc_flow", sys.modules["pacc_flow"])
    child._open_the_room()
    assert not hasattr(sys.modules["pacc_flow"], "create_app")
    assert Path(sys.modules["pacc_flow"].__path__[0]).name == "pacc_flow"


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    script = folder / "stand_in.py"
    script.write_text(body)
    monkeypatch.setattr(apart, "_CHILD", script)


def test_a_child_that_never_answers_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    stand_in(monkeypatch, tmp_path, "import time\ntime.sleep(60)\n")
    with pytest.raises(Unreadable, match="demasiada memoria o tiempo"):
        read(b"x", "a.tsv", limits=replace(LIMITS, seconds=1))


def test_a_child_that_goes_on_telling_is_stopped_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    endless = (
        'import time\nwhile True:\n    print(\'{"done": 1, "of": 2, "part": "line"}\', flush=True)\n    time.sleep(0.05)\n'
    )
    stand_in(monkeypatch, tmp_path, endless)
    with pytest.raises(Unreadable, match="demasiada memoria o tiempo"):
        read(b"x", "a.tsv", limits=replace(LIMITS, overall_seconds=1))


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{",
        "[]",
        "no\\n",
        '{"other": 1}\\n',
        '{"done": 1}\\n',
        '{"done": 1, "of": 2, "part": 3}\\n',
        '{"proposal": {"rows": 1}}\\n',
        "[" * 9999 + "\\n",
    ],
)
def test_an_answer_that_is_none_is_a_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str):
    stand_in(monkeypatch, tmp_path, f"print('''{answer}''', end='')")
    with pytest.raises(Unreadable, match="demasiada memoria o tiempo"):
        read(b"x", "a.tsv")


def test_whoever_asks_hears_how_a_long_file_goes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    told = ('{"done": 1, "of": 2, "part": "page"}', '{"done": 500, "of": 900, "part": "row"}', '{"refused": "No."}')
    stand_in(monkeypatch, tmp_path, "\n".join(f"print('{line}')" for line in told))
    heard: list[tuple[int, int, Part]] = []
    with pytest.raises(Unreadable, match=r"^No\.$"):
        read(b"x", "a.tsv", on_progress=lambda *how: heard.append(how))
    assert heard == [(1, 2, Part.PAGE), (500, 900, Part.ROW)]


def test_what_the_child_reads_is_what_this_process_reads():
    data = "\n".join("\t".join(row) for row in (HEADINGS, PLAIN)).encode()
    assert read(data, "a.tsv") == read_here(data, "a.tsv")
