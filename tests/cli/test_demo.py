"""`pacc demo`: the same for the same day, whole, and never laid over somebody's data."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.cli import demo, main
from pacc_flow.cli.demo import current_year, matrix_2021
from pacc_flow.models import Account, Cut, CutState, Entity, Entry, Plan, Report
from pacc_flow.models.engine import create_engine
from pacc_flow.queries.coherence import findings_of_entry
from pacc_flow.queries.ledger_integrity import verify_ledger
from pacc_flow.reports import Look, Snapshot, summarise
from pacc_flow.workflow import Standing, State

TODAY = date(2026, 9, 9)


def loaded(url: str, folder: Path, today: date = TODAY) -> Session:
    session = make_session_factory(create_engine(url))()
    demo.load(session, EvidenceStore(folder, 20_000_000), SignerFolder(folder / "signer", "localhost"), today)
    return session


def test_the_demonstration_shows_a_year_in_mid_flight(database_url: str, tmp_path: Path):
    with loaded(database_url, tmp_path / "evidence") as session:
        published = session.scalars(select(Report).order_by(Report.id)).all()
        total = summarise(Snapshot.from_bytes(published[0].snapshot.encode())).total
        assert (total.programmed, total.fulfilment.percent, total.average.percent) == (41, 9512, 9943)

        looks = [Look.from_json(report.look) for report in published]
        assert len({look.logo.sha256 for look in looks}) == 1
        assert all(look.cover and look.signatories for look in looks)

        years = session.execute(select(Plan.year, Cut.number, Cut.state).join(Cut, Cut.plan_id == Plan.id)).all()
        assert set(years) == {
            (2021, 3, CutState.PUBLISHED),
            (2026, 1, CutState.PUBLISHED),
            (2026, 2, CutState.OPEN),
            (2026, 3, CutState.PLANNED),
        }
        course = session.scalars(select(Cut).where(Cut.state == CutState.OPEN)).one()
        entries = session.scalars(select(Entry).where(Entry.cut_id == course.id)).all()
        assert {entry.state for entry in entries} == set(State)
        assert [entry.return_comment for entry in entries if entry.round == 2] != []
        late = [
            entry for entry in entries if entry.first_submitted_at and entry.first_submitted_at.date() > course.offices_due_on
        ]
        assert len(late) == 4
        assert course.offices_due_on < TODAY <= course.control_due_on
        standings = session.execute(select(Account.standing, func.count()).group_by(Account.standing)).all()
        assert dict(map(tuple, standings)) == {Standing.MEMBER: 15, Standing.ADMIN: 1, Standing.AUDITOR: 1}
        session.rollback()
        assert verify_ledger(session.get_bind()).findings == []
        session.get_bind().dispose()


def test_whoever_signs_is_made_to_stop_at_few_of_its_entries(sqlite_template: Path, tmp_path: Path):
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(sqlite_template.read_bytes())
    with loaded(f"sqlite:///{copy}", tmp_path / "evidence") as session:
        cut = session.scalars(select(Cut).where(Cut.state == CutState.OPEN)).one()
        entries = session.scalars(select(Entry).where(Entry.cut_id == cut.id)).all()
        told = {entry.activity.number: [one.kind.value for one in findings_of_entry(session, entry)] for entry in entries}
        assert {number: kinds for number, kinds in told.items() if kinds} == {
            12: ["personal_address"],
            22: ["same_as_other"],
            37: ["same_as_other"],
            41: ["unfinished"],
        }
        session.rollback()
        session.get_bind().dispose()


def test_the_same_day_gives_the_same_demonstration(sqlite_template: Path, tmp_path: Path):
    seen = []
    for name in ("one", "two"):
        copy = tmp_path / f"{name}.sqlite3"
        copy.write_bytes(sqlite_template.read_bytes())
        with loaded(f"sqlite:///{copy}", tmp_path / name) as session:
            contents = session.execute(select(Entry.id, Entry.state, Entry.percent, Entry.content_sha256)).all()
            seen.append((session.scalars(select(Report.snapshot_sha256)).all(), contents))
            session.rollback()
            session.get_bind().dispose()
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("today", "course"),
    [
        (date(2026, 11, 22), (2026, 2)),
        (date(2026, 12, 31), (2026, 2)),
        (date(2027, 1, 1), (2026, 3)),
        (date(2027, 5, 3), (2026, 3)),
        (date(2027, 9, 1), (2027, 2)),
    ],
)
def test_the_cut_in_course_is_the_newest_one_with_another_before_it(today: date, course: tuple[int, int]):
    entity = Entity(schedule=["04-30", "08-31", "12-31"])
    assert current_year.cut_in_course(entity, today) == course


def test_the_matrix_of_the_past_waits_for_nobody():
    rows = matrix_2021.read().rows
    assert len(rows) == 41
    assert [row.n for row in rows if row.needs_a_person] == []


def test_it_is_not_laid_over_an_entity_that_is_there(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    copy = tmp_path / "pacc.sqlite3"
    copy.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("PACC_VAR", str(tmp_path))
    monkeypatch.setenv("PACC_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{copy}")
    pacc = CliRunner()
    assert pacc.invoke(main, ["entity", "add", "otra", "--name", "Otra"]).exit_code == 0

    quiet = pacc.invoke(main, ["demo", "--if-empty"])
    assert (quiet.exit_code, quiet.stdout) == (0, "")

    first = pacc.invoke(main, ["demo", "--today", "2026-09-09"])
    assert first.exit_code == 0
    assert "planeacion@icetex.demo" in first.stdout

    again = pacc.invoke(main, ["demo"])
    assert again.exit_code == 1
    assert "ya está cargada" in again.stderr
