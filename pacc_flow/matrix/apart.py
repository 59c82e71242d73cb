"""A file is read in a process apart, which may be killed at any moment: whatever it holds, whoever asked goes on unharmed."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, Any

from pacc_flow.matrix.child import TOO_COSTLY
from pacc_flow.matrix.offices.offices import OfficeCatalogue
from pacc_flow.matrix.pace import Part, Progress, no_progress
from pacc_flow.matrix.proposal import Proposal
from pacc_flow.matrix.proposal_json import from_json
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.unreadable import Unreadable

_CHILD = Path(__file__).with_name("child.py")
_DEFAULT_LIMITS = Limits()
# A parser that was taken over may write anything: whatever is not the answer that was agreed is none.
_NO_ANSWER = (ValueError, RecursionError, KeyError, TypeError, AttributeError)
_LONGEST_ANSWER = 256 * 2**20  # bytes


def read(
    path_or_bytes: str | Path | bytes,
    filename: str | None = None,
    *,
    offices: OfficeCatalogue | None = None,
    limits: Limits = _DEFAULT_LIMITS,
    columns: Mapping[str, str] | None = None,
    on_progress: Progress = no_progress,
) -> Proposal:
    """The proposal of a file; Unreadable, with a message for the person who sent it, when there is none to make.

    `filename` is the name that its sender gave it; `offices` the entity's catalogue, proposed from the document if None;
    `columns`: {key of a column: field, or "" to only keep it} as a person named them. `on_progress` hears of the parts of
    a long file.
    """
    data = _load(path_or_bytes, limits)
    name = filename if filename is not None or isinstance(path_or_bytes, bytes) else Path(path_or_bytes).name
    asked = {"filename": name or "", "limits": asdict(limits), "offices": offices, "columns": dict(columns or {})}
    with _child(json.dumps(asked).encode("ascii") + b"\n" + data) as (process, answers):
        try:
            return _proposed(_last(answers, process, limits, on_progress))
        except _NO_ANSWER as error:
            raise Unreadable(TOO_COSTLY) from error


def _proposed(answer: dict[str, Any]) -> Proposal:
    if "proposal" in answer:
        return from_json(answer["proposal"])
    raise Unreadable(str(answer.get("refused", TOO_COSTLY)))


def _load(path_or_bytes: str | Path | bytes, limits: Limits) -> bytes:
    if isinstance(path_or_bytes, bytes):
        data = path_or_bytes
    else:
        try:
            with Path(path_or_bytes).open("rb") as stream:
                data = stream.read(limits.file_bytes + 1)
        except OSError as error:
            raise Unreadable(f"No pudimos abrir el archivo {path_or_bytes}.") from error
    if len(data) > limits.file_bytes:
        raise Unreadable(f"El archivo pesa más de {limits.file_bytes // 2**20} MB.")
    return data


@contextmanager
def _child(given: bytes) -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    with TemporaryFile() as source:
        source.write(given)
        source.seek(0)
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter and our own script
            [sys.executable, "-I", str(_CHILD)],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
        )
        with process:
            if process.stdout is None:
                raise Unreadable(TOO_COSTLY)
            try:
                yield process, process.stdout
            finally:
                process.kill()


def _last(answers: IO[bytes], process: "subprocess.Popen[bytes]", limits: Limits, on_progress: Progress) -> dict[str, Any]:
    """The last answer; what came before is told. Silence for `limits.seconds` ends the child, and `overall_seconds` too."""
    overall = Timer(limits.overall_seconds, process.kill)
    overall.start()
    try:
        while True:
            silence = Timer(limits.seconds, process.kill)
            silence.start()
            line = answers.readline(_LONGEST_ANSWER)
            silence.cancel()
            answer = json.loads(line) if line.endswith(b"\n") else {}
            if not isinstance(answer, dict) or "done" not in answer:
                return answer if isinstance(answer, dict) else {}
            on_progress(int(answer["done"]), int(answer["of"]), Part(answer["part"]))
    finally:
        overall.cancel()
