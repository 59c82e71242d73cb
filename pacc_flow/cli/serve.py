"""`pacc serve`: the web, with gunicorn, or with waitress where processes cannot be forked."""

import os
import sys

import click

from pacc_flow.cli import runtime
from pacc_flow.cli.start_up import require_runtime_role


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Dirección en la que escucha.")
def command(host: str) -> None:
    """Atiende la web hasta que se la detenga."""
    settings = runtime.settings()
    require_runtime_role(settings)
    address = f"{host}:{settings.port}"
    if sys.platform == "win32":
        os.execvp(sys.executable, [sys.executable, "-m", "waitress", f"--listen={address}", "wsgi:app"])  # noqa: S606
    workers, threads = str(settings.workers), "4"
    os.execvp(  # noqa: S606  # our own interpreter, our own arguments
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--worker-class=gthread",
            f"--workers={workers}",
            f"--threads={threads}",
            f"--bind={address}",
            "--no-control-socket",
            "--log-level=warning",
            "wsgi:app",
        ],
    )
