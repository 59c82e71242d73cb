"""Eight clients at once, each a process of its own, and what they met: requests a second, p50 and p95."""

import math
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from statistics import median

import psycopg

CLIENTS = 8
TROUBLE = (
    OSError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    HTTPException,
    psycopg.Error,
    sqlite3.Error,
)
WAIT_SECONDS = 60

# One pass of the iterator is one request. It opens its own connection, for it runs in its own process.
Client = Callable[[], Iterator[None]]

# Forked, so that a client may hold anything; whoever drives has no threads.
_PROCESSES = get_context("fork")


@dataclass(frozen=True)
class Window:
    """One turn of one side: the seconds that each request took, and the seconds of the whole turn."""

    seconds: float
    latencies: Sequence[float]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        in_order = sorted(self.latencies)
        return in_order[math.ceil(share * len(in_order)) - 1]


@dataclass(frozen=True)
class _Told:
    begun_at: float
    ended_at: float
    latencies: list[float]
    complaint: str = ""


def drive(clients: Sequence[Client], seconds: float) -> Window:
    """All begin together; each ends after `seconds`, or with its iterator. Raises RuntimeError when one of them failed."""
    barrier = _PROCESSES.Barrier(len(clients))
    pipes = [_PROCESSES.Pipe(duplex=False) for _ in clients]
    processes = [
        _PROCESSES.Process(target=_run, args=(client, seconds, barrier, end), daemon=True)
        for client, (_, end) in zip(clients, pipes, strict=True)
    ]
    for process in processes:
        process.start()
    told = [_hear(mouth) for mouth, _ in pipes]
    for process in processes:
        process.join(WAIT_SECONDS)
    if complaints := [one.complaint for one in told if one.complaint]:
        raise RuntimeError(complaints[0])
    taken = max(one.ended_at for one in told) - min(one.begun_at for one in told)
    return Window(taken, [latency for one in told for latency in one.latencies])


def in_turns(sides: Sequence[Callable[[int], Window]], turns: int) -> list[list[Window]]:
    """The windows of each side, taken A B C A B C …, so that a busy moment of the machine weighs on all of them.

    A side is asked with the number of the turn; turn 0 warms up and is not kept.
    """
    kept = [[side(turn) for side in sides] for turn in range(turns + 1)]
    return [list(windows) for windows in zip(*kept[1:], strict=True)]


def latency_of(windows: Sequence[Window]) -> dict[str, float]:
    """In milliseconds: the median of the turns."""
    shares = {"p50_ms": 0.5, "p95_ms": 0.95}
    return {name: round(1000 * median(window.percentile(share) for window in windows), 2) for name, share in shares.items()}


def _hear(mouth: Connection) -> _Told:
    if not mouth.poll(WAIT_SECONDS):
        raise RuntimeError(f"a client said nothing for {WAIT_SECONDS} s")
    told: _Told = mouth.recv()
    return told


def _run(client: Client, seconds: float, barrier: Barrier, end: Connection) -> None:
    requests = client()
    barrier.wait(WAIT_SECONDS)
    begun_at = last_at = time.perf_counter()
    latencies = []
    complaint = ""
    try:
        for _ in requests:
            now = time.perf_counter()
            latencies.append(now - last_at)
            last_at = now
            if now - begun_at >= seconds:
                break
    except TROUBLE as error:  # the driver raises it again
        complaint = f"{type(error).__name__}: {error}"
    end.send(_Told(begun_at, last_at, latencies, complaint))
