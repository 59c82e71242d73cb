"""A PostgreSQL server for one test session: TEST_PG_URL's, or a throw-away one of the newest version installed here."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam
from typing import TypedDict

import psycopg
from sqlalchemy import URL, make_url

from tests.support.scratch import DISK, scratch_root

START_SECONDS = 30
UNPRIVILEGED_USERS = ("postgres", "nobody")

# The server lives exactly as long as the pipe on standard input: however the tests end, killed included, it is
# stopped and its files removed.
SUPERVISOR = """
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=$3 -c full_page_writes=$3 >"$2/server.log" 2>&1 </dev/null &
cat >/dev/null
kill -INT $!
wait $!
rm -rf "$2"
"""


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[URL]:
    """The address of a server's maintenance database, with a role that may create databases.

    Durability is off where nobody will ever read the files again; a measure of durable commits needs it.
    """
    given = os.environ.get("TEST_PG_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with _throwaway_server("on" if durable else "off") as folder:
        yield URL.create("postgresql+psycopg", username="pacc", database="postgres", query={"host": str(folder)})


@contextmanager
def _throwaway_server(durability: str) -> Iterator[Path]:
    programs = _newest_programs()
    folder = Path(tempfile.mkdtemp(prefix="pacc-pg-", dir=DISK if durability == "on" else scratch_root()))
    identity = _identity()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    initdb = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "pacc", "-A", "trust"]
    subprocess.run([*initdb, "-E", "UTF8", "--no-locale", "--no-sync"], check=True, capture_output=True, cwd=folder, **identity)
    supervisor = subprocess.Popen(
        ["/bin/sh", "-c", SUPERVISOR, "sh", str(programs), str(folder), durability],
        stdin=subprocess.PIPE,
        cwd="/",
        start_new_session=True,
        **identity,
    )
    try:
        _wait_until_it_answers(folder, supervisor)
        yield folder
    finally:
        supervisor.communicate(timeout=START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _newest_programs() -> Path:
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if installed:
        return max(installed, key=lambda programs: int(programs.parent.name))
    on_path = shutil.which("initdb")
    if on_path is None:
        raise RuntimeError("no PostgreSQL server is installed: run scripts/test_setup.sh, or set TEST_PG_URL")
    return Path(on_path).resolve().parent


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def _identity() -> Identity:
    """Who runs the server: PostgreSQL refuses root; whoever is not root runs it as himself."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED_USERS:
        try:
            account = getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError(f"root needs one of the users {UNPRIVILEGED_USERS} to run PostgreSQL")


def _wait_until_it_answers(folder: Path, supervisor: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), user="pacc", dbname="postgres").close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline or supervisor.poll() is not None:
                log = (folder / "server.log").read_text()
                raise RuntimeError(f"PostgreSQL did not start in {START_SECONDS} s:\n{log}") from None
            time.sleep(0.05)
        else:
            return
