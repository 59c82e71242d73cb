"""What a hostile file may cost at most: measured of the process apart, by the system, once it has ended."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest

from pacc_flow.matrix import Limits, Unreadable, apart, read
from tests.matrix import hostile_files as hostile
from tests.matrix.test_formats import EXPECTED, said

TOO_COSTLY = "demasiada memoria o tiempo"
MOST_MEGABYTES, MOST_SECONDS = 512, 10
# Starts the real process and keeps its answer until what it cost is written. Small itself, so that its own weight is not
# counted as that of the process it starts.
_MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-I", {child!r}], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open({target!r}, "w") as stream:
    json.dump({{"megabytes": used.ru_maxrss / 1024, "seconds": used.ru_utime + used.ru_stime}}, stream)
sys.stdout.buffer.write(done.stdout)
"""


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], dict[str, float]]:
    """What the last reading cost, in megabytes and seconds of the processor. Its own bound on them is what ends it here."""
    script, target = tmp_path / "measure.py", tmp_path / "cost.json"
    script.write_text(_MEASURE.format(child=str(apart._CHILD), target=str(target)))
    monkeypatch.setattr(apart, "_CHILD", script)
    monkeypatch.setattr(apart, "Timer", lambda seconds, end: Timer(10 * seconds, end))
    return lambda: json.loads(target.read_text())


# fmt: off
HOSTILE = [
    # name     what it is                            what is said
    ("a.xlsx", hostile.written_rows,             "demasiadas filas"),
    ("a.xlsx", hostile.far_cell,                 "demasiadas filas"),
    ("a.xlsx", hostile.wide_cell,                "demasiadas columnas"),
    ("a.xls",  hostile.xls_of_many_rows,         "dañado"),
    ("a.xls",  hostile.xls_of_a_sheet_elsewhere, "dañado"),
    ("a.xls",  hostile.xls_in_circles,           "dañado"),
    ("a.xls",  hostile.xls_with_a_password,      "contraseña"),
    ("a.pdf",  hostile.pdf_bomb,                 f"dañado|{TOO_COSTLY}"),
    ("a.pdf",  hostile.pdf_of_many_lines,        TOO_COSTLY),
    ("a.pdf",  hostile.pdf_of_bombs_within,      TOO_COSTLY),
    ("a.pdf",  hostile.pdf_in_circles,           "dañado"),
    ("a.pdf",  hostile.pdf_of_deep_pages,        f"dañado|{TOO_COSTLY}"),
    ("a.pdf",  hostile.pdf_of_deep_objects,      f"dañado|{TOO_COSTLY}"),
    ("a.pdf",  hostile.pdf_of_many_pages,        "escaneada|más de 500 páginas"),
    ("a.pdf",  hostile.pdf_with_a_password,      "contraseña"),
    ("a.docx", hostile.docx_of_many_rows,        "demasiadas filas"),
    ("a.docx", hostile.docx_of_wide_cells,       "demasiadas columnas"),
    ("a.docx", hostile.docx_of_tables_within,    "No encontramos una matriz"),
    ("a.xls",  hostile.html_of_depths,           "No encontramos una matriz|dañado"),
    ("a.xls",  hostile.html_of_wide_cells,       "demasiadas columnas"),
    ("a.csv",  hostile.csv_of_many_rows,         "más de 50000 filas"),
    ("a.csv",  hostile.csv_of_one_cell,          "demasiado grande|No encontramos una matriz"),
    ("a.csv",  hostile.csv_of_separators,        f"demasiado grande|{TOO_COSTLY}"),
    ("a.xml",  hostile.xml_of_many_rows,         "demasiadas filas"),
    ("a.xml",  hostile.xml_of_one_row,           f"No encontramos una matriz|{TOO_COSTLY}"),
    ("a.txt",  hostile.text_of_comments,         "No encontramos una matriz"),
    ("a.txt",  hostile.text_of_high_bytes,       "demasiado grande"),
    ("a.ods",  hostile.ods_of_many_rows,         "demasiadas filas"),
    ("a.ods",  hostile.ods_of_one_row,           f"demasiad|{TOO_COSTLY}"),
]
# fmt: on


@pytest.mark.parametrize(("name", "made", "refusal"), HOSTILE, ids=lambda value: getattr(value, "__name__", ""))
def test_a_hostile_file_is_refused_in_words_within_the_bounds(
    name: str, made: Callable[[], bytes], refusal: str, cost: Callable[[], dict[str, float]]
):
    endless = made in (hostile.pdf_of_many_lines, hostile.pdf_of_bombs_within)
    limits = Limits(overall_seconds=3 if endless else MOST_SECONDS)  # seconds of the processor
    with pytest.raises(Unreadable, match=refusal):
        read(made(), name, limits=limits)
    assert cost()["megabytes"] <= MOST_MEGABYTES
    assert cost()["seconds"] <= limits.overall_seconds + 1


@pytest.mark.parametrize("made", [hostile.declared_rows, hostile.lying_dimension])
def test_rows_that_are_only_declared_cost_little_and_hide_none(made: Callable[[], bytes], cost: Callable[[], dict[str, float]]):
    assert said(read(made(), "a.xlsx")) == EXPECTED
    assert cost()["megabytes"] <= MOST_MEGABYTES
