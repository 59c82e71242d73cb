"""The first minute on a fresh machine: what cannot start says why in one line."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sources import ROOT


def run(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_port_in_use_is_said_in_one_line_before_anything_is_built():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(sys.executable, "scripts/run.py", PACC_PORT=port)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"El puerto {port} está ocupado. Cierre el programa que lo usa, o elija otro:  PACC_PORT=8001 make run"
    ]


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1"])
def test_a_port_that_does_not_exist_names_its_variable(port: str):
    done = run(sys.executable, "scripts/run.py", PACC_PORT=port)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"PACC_PORT debe ser un puerto entre 1 y 65535; dice «{port}»."]


def test_a_machine_without_python_is_told_which_one_it_needs(tmp_path: Path):
    done = run("/bin/sh", "scripts/python.sh", "scripts/run.py", PATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["Hace falta Python 3.11 o posterior (python3) y no se encontró en este equipo."]


def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    (tmp_path / "python3.12").symlink_to(sys.executable)
    done = run("/bin/sh", "scripts/python.sh", "-c", "print('found')", PATH=str(tmp_path), PACC_PYTHON="")
    assert done.stdout == "found\n"


ROOMS = ("workflow", "calendar", "ledger", "actions")


def coverage_report(**missing: list[object]) -> dict[str, object]:
    complete: dict[str, list[object]] = {"missing_lines": [], "missing_branches": []}
    files = {f"pacc_flow/{room}/a.py": complete for room in ROOMS}
    files["pacc_flow/ledger/a.py"] = {**complete, **missing}
    return {"files": files, "totals": {"percent_covered": 99.0}}


@pytest.mark.parametrize(("missing", "code"), [({}, 0), ({"missing_lines": [7]}, 1), ({"missing_branches": [[7, 9]]}, 1)])
def test_a_room_that_must_not_err_is_covered_whole(tmp_path: Path, missing: dict[str, list[object]], code: int):
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps(coverage_report(**missing)))
    done = run(sys.executable, "scripts/complete_rooms.py", str(report))
    assert (done.returncode, "pacc_flow/ledger/a.py" in done.stderr) == (code, bool(missing))


def test_a_room_that_nothing_measured_is_not_complete(tmp_path: Path):
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": {}, "totals": {"percent_covered": 0.0}}))
    done = run(sys.executable, "scripts/complete_rooms.py", str(report))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == len(ROOMS)
