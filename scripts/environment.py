"""Builds `.venv` with the pinned and hashed dependencies: `environment.py run` or `environment.py test`.

Runs on the system's Python with the standard library alone. A second call finds its stamp and returns at once.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOGS = ROOT / "var" / "log"

# What each purpose installs; the tests' environment also serves to run.
REQUIREMENTS = {"run": ROOT / "requirements.txt", "test": ROOT / "requirements-dev.txt"}
STAMPS = {"run": VENV / "pacc-run.stamp", "test": VENV / "pacc-test.stamp"}
SATISFIED_BY = {"run": ("run", "test"), "test": ("test",)}

NETWORK_SIGNS = (
    "NewConnectionError",
    "Temporary failure in name resolution",
    "Name or service not known",
    "ConnectTimeout",
    "Connection refused",
    "ReadTimeout",
    "Network is unreachable",
    "ProxyError",
    "Max retries exceeded",
)


class EnvironmentRefusedError(Exception):
    """The environment cannot be built; the message is one line for the person at the terminal."""


def prepare(purpose: str) -> None:
    """Leave `.venv` ready for "run" or "test"; raises EnvironmentRefusedError."""
    wanted = _digest(purpose)
    if any(_stamp_says(STAMPS[other], _digest(other)) for other in SATISFIED_BY[purpose]) and _python_works():
        return
    _require_venv_module()
    LOGS.mkdir(parents=True, exist_ok=True)
    print("Preparando el entorno de Python en .venv (la primera vez tarda uno o dos minutos)…", flush=True)
    if not _python_works():
        _call("venv", sys.executable, "-m", "venv", "--clear", str(VENV))
    # The pins are complete. Were pip to resolve them again, an extra (coverage[toml]) would reach for a newer release.
    _pip("--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(REQUIREMENTS[purpose]))
    _pip("--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))
    STAMPS[purpose].write_text(wanted, "ascii")


def _digest(purpose: str) -> str:
    """Of all that decides what is installed: a moved checkout counts, for its scripts hold absolute paths."""
    parts = [REQUIREMENTS[purpose].read_bytes(), (ROOT / "pyproject.toml").read_bytes(), bytes(ROOT)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stamp_says(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text("ascii") == digest


def _python_works() -> bool:
    if not PYTHON.exists():
        return False
    new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", new_enough], check=False, capture_output=True).returncode == 0


def _require_venv_module() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise EnvironmentRefusedError(
            "A este Python le falta el módulo venv; en Debian o Ubuntu:  sudo apt-get install python3-venv"
        )


def _pip(*arguments: str) -> None:
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2")
    _call("pip", str(PYTHON), "-m", "pip", "install", *quiet, *arguments)


def _call(name: str, *command: str) -> None:
    log = LOGS / f"{name}.log"
    with log.open("ab") as output:
        begin = output.tell()
        done = subprocess.run(
            command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=_environ()
        )
    if done.returncode:
        said = log.read_bytes()[begin:].decode(errors="replace")
        raise EnvironmentRefusedError(_reason(name, said))


def _environ() -> dict[str, str]:
    """With a HOME for the cache of pip, also where the caller has none."""
    home = os.environ.get("HOME") or str(ROOT / "var" / "home")
    return {**os.environ, "HOME": home, "PIP_REQUIRE_VIRTUALENV": "1"}


def _reason(name: str, said: str) -> str:
    detail = f"el detalle está en var/log/{name}.log"
    if any(sign in said for sign in NETWORK_SIGNS):
        return f"No se pudieron descargar las dependencias: no hay conexión con el repositorio de paquetes ({detail})."
    if "No space left" in said:
        return f"No se pudo preparar .venv: el disco está lleno ({detail})."
    return f"No se pudo preparar .venv con {name} ({detail})."


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in REQUIREMENTS:
        print("uso: environment.py run|test", file=sys.stderr)
        return 2
    try:
        prepare(arguments[0])
    except EnvironmentRefusedError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
