"""A site as it is served in earnest: gunicorn, two workers of four threads, on a free port of the loopback."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.http_client import HOST
from config import ROOT
from tests.support.mail import free_port

WORKERS, THREADS = 2, 4
START_SECONDS = STOP_SECONDS = 60
ASK_SECONDS = 5
KIBIBYTES_A_MEBIBYTE = 1024


@dataclass(frozen=True)
class Served:
    port: int
    pid: int

    def memory(self) -> dict[str, float]:
        """`Rss` and `Pss` of a worker in MiB, as Linux counts them, the mean of the workers."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split()
        told = [Path(f"/proc/{worker}/smaps_rollup").read_text("ascii") for worker in workers]
        return {
            name: sum(_kibibytes(text, name) for text in told) / len(told) / KIBIBYTES_A_MEBIBYTE for name in ("Rss", "Pss")
        }


@contextmanager
def served(app: str, environ: Mapping[str, str] | None = None) -> Iterator[Served]:
    """`app` as gunicorn names it, "wsgi:app"."""
    port = free_port()
    options = [f"--workers={WORKERS}", f"--threads={THREADS}", f"--bind={HOST}:{port}"]
    quiet = ["--worker-class=gthread", "--no-control-socket", "--log-level=warning"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *quiet, *options, app], cwd=ROOT, env={**os.environ, **(environ or {})}
    )
    try:
        _wait_until_it_answers(process, port)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=ASK_SECONDS)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:  # nobody there yet, or nobody ready
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError(f"gunicorn did not answer on port {port}") from None
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()


def _kibibytes(rollup: str, name: str) -> int:
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith(f"{name}:"))
