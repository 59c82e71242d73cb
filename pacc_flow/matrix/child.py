"""Reads a file that nobody trusts, in a process of its own with bounds on memory and time.

Started by path (`python -I child.py`), so that nothing of the program is loaded but this room. On its standard input: one
line of JSON, {"filename", "limits", "offices", "columns"}, and then the bytes of the file. It answers in lines of JSON:
{"done", "of", "part"} while a long file is read, and at last {"proposal"} or {"refused": SENTENCE}.
"""

import contextlib
import gc
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

TOO_COSTLY = "El archivo pide demasiada memoria o tiempo para abrirlo. Deje solo la hoja de la matriz y súbalo otra vez."


def main(source: BinaryIO, target: BinaryIO) -> None:
    asked = json.loads(source.readline())
    _bound(asked["limits"]["memory_bytes"], asked["limits"]["overall_seconds"])
    _open_the_room()
    gc.disable()  # the process ends with its answer

    def tell(**said: object) -> None:
        target.write(json.dumps(said).encode("ascii") + b"\n")
        target.flush()

    def progress(done: int, of: int, part: str = "line") -> None:
        tell(done=done, of=of, part=part)

    try:
        tell(**_answer(asked, source.read(), progress))
    except (MemoryError, RecursionError):
        tell(refused=TOO_COSTLY)


def _bound(memory_bytes: int, seconds: int) -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limits; there the parent's own time-out remains
        import resource  # noqa: PLC0415 -- absent on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open_the_room() -> None:
    """Makes `pacc_flow.matrix` importable alone: the package is its folder, without the front door."""
    package = ModuleType("pacc_flow")
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["pacc_flow"] = package


def _answer(asked: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:  # noqa: ANN401 -- its type is in the room
    # Imported here, once the limits hold and the room is open.
    from pacc_flow.matrix.proposal_json import to_json  # noqa: PLC0415
    from pacc_flow.matrix.readers.limits import Limits  # noqa: PLC0415
    from pacc_flow.matrix.readers.unreadable import Unreadable  # noqa: PLC0415
    from pacc_flow.matrix.reading import read_here  # noqa: PLC0415

    limits = Limits(**asked["limits"])
    try:
        found = read_here(data, asked["filename"], offices=asked["offices"], limits=limits, columns=asked["columns"], tell=tell)
    except Unreadable as refusal:
        return {"refused": refusal.message}
    return {"proposal": to_json(found)}


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
