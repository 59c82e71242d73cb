"""`make run`: environment, database, demonstration, then web and scheduler until Ctrl-C.

Runs on the system's Python with the standard library alone: what it starts runs on `.venv`.
"""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import FrameType

from environment import PYTHON, ROOT, EnvironmentRefusedError, prepare

LAST_PORT = 65535
START_SECONDS = 60
STOP_SECONDS = 15
PAUSE_SECONDS = 0.2
LOG_TAIL_LINES = 15
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StartRefusedError(Exception):
    """The house cannot start; the message is one line for the person at the terminal."""


class StopAskedError(Exception):
    """Somebody pressed Ctrl-C, or the system asked to end."""


@dataclass(frozen=True)
class Service:
    """One long-lived `pacc` command in a process group of its own, its output in a log."""

    name: str
    log: Path
    log_begin: int
    process: subprocess.Popen[bytes]

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def last_lines(self) -> list[str]:
        said = self.log.read_bytes()[self.log_begin :].decode(errors="replace")
        return said.splitlines()[-LOG_TAIL_LINES:]

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def main() -> int:
    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup ignores it on purpose
            signal.signal(number, _ask_to_stop)
    try:
        return _run()
    except StopAskedError:
        return 0
    except (StartRefusedError, EnvironmentRefusedError) as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _run() -> int:
    port = _free_port()
    prepare("run")
    var = Path(os.environ.get("PACC_VAR") or ROOT / "var").resolve()
    logs = var / "log"
    logs.mkdir(parents=True, exist_ok=True)
    _write_secret(var / "secret_key")
    _pacc("db", "upgrade")
    accounts = _pacc("demo", "--if-empty")
    with _services(logs) as services:
        _wait_for_answer(port, services)
        _announce(port, accounts)
        return _watch(services)


def _free_port() -> int:
    text = os.environ.get("PACC_PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT):
        raise StartRefusedError(f"PACC_PORT debe ser un puerto entre 1 y 65535; dice «{text}».")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            raise StartRefusedError(f"No hay permiso para usar el puerto {text}; elija otro con PACC_PORT.") from None
        except OSError:
            raise StartRefusedError(
                f"El puerto {text} está ocupado. Cierre el programa que lo usa, o elija otro:  PACC_PORT=8001 make run"
            ) from None
    return int(text)


def _write_secret(path: Path) -> None:
    """The key that signs sessions: written once, readable by its owner alone."""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")


def _pacc(*arguments: str) -> str:
    """What a short `pacc` command printed; its own sentence on standard error explains a refusal."""
    command = [str(PYTHON), "-m", "pacc_flow", *arguments]
    done = subprocess.run(command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise StartRefusedError(f"No se pudo iniciar: «pacc {' '.join(arguments)}» terminó con {done.returncode}.")
    return done.stdout


@contextlib.contextmanager
def _services(logs: Path) -> Iterator[list[Service]]:
    services: list[Service] = []
    try:
        services.append(_start("web", "serve", logs))
        services.append(_start("scheduler", "scheduler", logs))
        yield services
    finally:
        _stop(services)


def _start(name: str, command: str, logs: Path) -> Service:
    log = logs / f"{name}.log"
    with log.open("ab") as output:
        begin = output.tell()
        process = subprocess.Popen(
            [str(PYTHON), "-m", "pacc_flow", command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches this process alone, which then ends both in order
        )
    return Service(name, log, begin, process)


def _stop(services: list[Service]) -> None:
    """Ask politely, wait a bounded time, then insist on the whole group."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for service in services:
        service.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for service in services:
        with contextlib.suppress(subprocess.TimeoutExpired):
            service.process.wait(max(0.0, deadline - time.monotonic()))
        service.signal(signal.SIGKILL)
        service.process.wait()


def _wait_for_answer(port: int, services: list[Service]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port):
        _require_all_alive(services)
        if time.monotonic() > deadline:
            raise StartRefusedError(f"El sitio no respondió en {START_SECONDS} segundos; vea {services[0].log}.")
        time.sleep(PAUSE_SECONDS)
    _require_all_alive(services)


def _answers(port: int) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


def _require_all_alive(services: list[Service]) -> None:
    for service in services:
        if service.has_ended():
            said = "\n".join(f"    {line}" for line in service.last_lines())
            raise StartRefusedError(
                f"{said}\nEl proceso «{service.name}» terminó solo (código {service.process.returncode}); "
                f"el registro completo está en {service.log}."
            )


def _announce(port: int, accounts: str) -> None:
    address = os.environ.get("PACC_BASE_URL") or f"http://127.0.0.1:{port}"
    print(f"\nPACC Flow está en marcha: {address}\n")
    if accounts.strip():
        print(accounts.rstrip() + "\n")
    print("Registros en var/log/. Ctrl-C termina el sitio y el programador de tareas.", flush=True)


def _watch(services: list[Service]) -> int:
    while True:
        _require_all_alive(services)
        time.sleep(PAUSE_SECONDS)


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    raise StopAskedError


if __name__ == "__main__":
    sys.exit(main())
