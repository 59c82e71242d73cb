"""The commands that keep an installation going: remind, scheduler and ledger, as an administrator runs them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select, text

from pacc_flow.actions import lease
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.cli import main
from pacc_flow.models import Lease, Notice
from pacc_flow.models.database_clock import database_time
from tests.support.cast import NOW, World

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def environ(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    variables = {
        "PACC_VAR": str(tmp_path / "var"),
        "PACC_SECRET_KEY": "k" * 40,
        "DATABASE_URL": world.url,
        "PACC_MAIL": "folder",
        "PACC_ALLOW_OWNER": "1",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    world.session.rollback()
    return {**os.environ, **variables}


def pacc(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_remind_decides_writes_mail_to_its_folder_and_a_second_time_does_nothing(
    world: World, environ: dict[str, str], tmp_path: Path
):
    first = pacc("remind", "--now", "2026-05-04T08:00")
    assert first.exit_code == 0
    assert "Recordatorios: 7. Correos enviados: 7." in first.stderr
    assert len(list((tmp_path / "var" / "mail").glob("*.eml"))) == 7

    second = pacc("remind", "--now", "2026-05-04T09:00")
    assert "Recordatorios: 0. Correos enviados: 0." in second.stderr


def test_remind_shows_what_it_would_do_without_doing_it(world: World, environ: dict[str, str], tmp_path: Path):
    shown = pacc("remind", "--now", "2026-05-04T08:00-05:00", "--dry-run")
    assert len(shown.stdout.splitlines()) == 7
    assert world.session.scalar(select(func.count()).select_from(Notice)) == 0
    assert not (tmp_path / "var" / "mail").exists()


@pytest.mark.parametrize("odd", ["mañana", "0001-01-01T00:00:00Z", "9999-12-31T23:00:00-05:00"])
def test_remind_refuses_what_is_not_an_instant_of_its_time(environ: dict[str, str], odd: str):
    refused = pacc("remind", "--now", odd)
    assert refused.exit_code == 2
    assert "--now" in refused.stderr


def test_verify_says_how_much_it_checked_and_that_it_holds(world: World, environ: dict[str, str]):
    sound = pacc("ledger", "verify")
    assert sound.exit_code == 0
    assert "todo cuadra" in sound.stderr


def test_verify_finds_a_row_that_somebody_changed_by_hand(world: World, environ: dict[str, str]):
    with world.engine.connect() as connection:
        if world.engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text("ALTER TABLE activity DISABLE TRIGGER ALL"))
        else:
            for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(text("UPDATE activity SET goal = 'Otra meta' WHERE number = 1"))
        connection.commit()
    found = pacc("ledger", "verify", "--json")
    assert found.exit_code == 1
    told = json.loads(found.stdout)
    assert told["sound"] is False
    assert any("activity" in finding["sentence"] for finding in told["findings"])


def start_scheduler(environ: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pacc_flow", "scheduler"]
    return subprocess.Popen(command, cwd=REPOSITORY, env=environ, stdout=subprocess.PIPE)


def said_that_it_started(process: subprocess.Popen[bytes]) -> bool:
    return process.stdout is not None and b"started" in process.stdout.readline()


def wait_until(holds: Callable[[], object], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)


def test_of_two_schedulers_one_leads_and_when_it_is_killed_the_other_does(world: World, environ: dict[str, str]):
    def leader() -> int | None:
        with make_session_factory(world.engine)() as session:
            session.read_only = True
            held = session.get(Lease, lease.SCHEDULER)
            is_alive = held is not None and held.expires_at > database_time(session.connection())
            return int(held.holder.rsplit(":", 1)[1]) if is_alive and held else None

    both = {process.pid: process for process in (start_scheduler(environ), start_scheduler(environ))}
    try:
        assert all(said_that_it_started(process) for process in both.values())
        wait_until(leader)
        killed = leader()
        assert killed in both
        both[killed].kill()
        both.pop(killed).communicate(timeout=60)
        (left,) = both
        wait_until(lambda: leader() == left)
    finally:
        for process in both.values():
            process.send_signal(signal.SIGTERM)
        for process in both.values():
            process.communicate(timeout=60)
    assert [process.returncode for process in both.values()] == [0]
    assert leader() is None, "a clean stop hands the lease over at once"


def test_a_scheduler_that_is_told_twice_to_stop_hands_over_and_ends_well(world: World, environ: dict[str, str]):
    process = start_scheduler(environ)
    assert said_that_it_started(process)
    while process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_a_lease_that_two_take_at_the_same_moment_goes_to_one(world: World, monkeypatch: pytest.MonkeyPatch):
    """Both find no row; the second to insert it is refused by the key and does not lead."""
    sessions = make_session_factory(world.engine)
    with sessions() as session:
        session_get = session.get

        def somebody_comes_between(*arguments: object) -> object:
            found = session_get(*arguments)
            session.rollback()
            with sessions() as other:
                assert lease.take(other, "two", at=NOW)
            return found

        monkeypatch.setattr(session, "get", somebody_comes_between)
        assert not lease.take(session, "one", at=NOW)
