"""`pacc plan import`: the same findings and refusals as in the browser, and a rehearsal that changes nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from pacc_flow.actions.trail import record
from pacc_flow.cli import main
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Cut, LedgerRecord, Office, OfficeKind, Plan, Proposal
from tests.actions.test_columns import MATRIX
from tests.matrix.matrices import PLAIN, Columns
from tests.support.cast import NOW, SETUP, World

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "icetex-2021.tsv"
DECIDED = {"corrections": {"6": {"offices": ["Oficina Asesora de Planeación"]}, "13": {"due_text": "30/11/2021"}}}


Run = Callable[..., Result]


@pytest.fixture
def run(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command over the cast's world, or over another entity of it."""
    monkeypatch.setenv("DATABASE_URL", world.url)
    monkeypatch.setenv("PACC_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PACC_SECRET_KEY", "a secret of the tests, of no use anywhere else")

    def run_it(file: Path, *options: str, slug: str = "entidad", year: int = 2021) -> Result:
        return CliRunner().invoke(main, ["plan", "import", str(file), "--entity", slug, "--year", str(year), *options])

    return run_it


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    path = tmp_path / "decisiones.json"
    path.write_text(json.dumps(DECIDED), "utf-8")
    return path


def counted(world: World) -> tuple[int, ...]:
    """What there is; no transaction stays open, for the command needs its own."""
    tables = (Plan, Proposal, Office, LedgerRecord)
    found = tuple(world.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    world.session.rollback()
    return found


def test_rows_that_wait_are_told_and_nothing_is_created(run: Run, world: World):
    before = counted(world)
    result = run(EXAMPLE)
    assert result.exit_code == 1
    assert "Leímos 41 actividades." in result.stdout
    assert "Fila 30 (renglón 55): Puede ser de dos componentes." in result.stderr
    assert result.stderr.endswith("No se cambió nada.\n")
    assert counted(world) == before


def test_accepting_what_is_proposed_still_refuses_what_must_be_corrected(run: Run, world: World):
    before = counted(world)
    result = run(EXAMPLE, "--accept-proposals")
    assert result.exit_code == 1
    assert [line.partition(" (")[0] for line in result.stderr.splitlines()] == ["Fila 6", "Fila 13", "No se cambió nada."]
    assert counted(world) == before


def test_a_rehearsal_says_the_same_and_changes_nothing(run: Run, world: World, decisions: Path, tmp_path: Path):
    before = counted(world)
    options = ("--accept-proposals", "--decisions", str(decisions))
    rehearsed = run(EXAMPLE, *options, "--dry-run")
    assert (rehearsed.exit_code, counted(world)) == (0, before)
    assert "Se crearía el plan 2021 de Entidad de Prueba con 41 actividades." in rehearsed.stderr
    assert not (tmp_path / "var" / "evidence").exists()
    done = run(EXAMPLE, *options)
    assert (done.exit_code, done.stdout) == (0, rehearsed.stdout)
    assert "Plan 2021 de Entidad de Prueba creado con 41 actividades. Recibo " in done.stderr


def test_a_rehearsal_of_a_document_that_waits_is_refused_word_by_word_as_the_real_one(run: Run, world: World):
    before = counted(world)
    rehearsed, real = run(EXAMPLE, "--dry-run"), run(EXAMPLE)
    assert (rehearsed.exit_code, rehearsed.stdout_bytes, rehearsed.stderr_bytes) == (1, real.stdout_bytes, real.stderr_bytes)
    assert (real.exit_code, counted(world)) == (1, before)


def test_columns_are_read_as_planning_said_in_the_browser(run: Run, world: World, tmp_path: Path):
    world.entity.columns = {"CLAVE ABC": "goal"}
    record(world.session, kind=Kind.ENTITY_UPDATE, actor=SETUP, at=NOW, subject=world.entity, entity_id=world.entity.id)
    world.session.commit()
    file = tmp_path / "matriz.tsv"
    file.write_bytes(MATRIX)
    result = run(file, "--accept-proposals", year=2027)
    assert result.exit_code == 0, result.stderr
    assert "Leímos una columna como Planeación lo indicó: «CLAVE ABC» (Meta o producto)." in result.stdout
    plan = world.session.scalars(select(Plan).where(Plan.year == 2027)).one()
    assert sorted(activity.goal for activity in plan.activities) == ["Un foro", "Un video"]


def test_a_plan_is_created_with_its_file_its_offices_and_its_actor(run: Run, world: World, decisions: Path, tmp_path: Path):
    result = run(EXAMPLE, "--accept-proposals", "--decisions", str(decisions), slug="otra")
    assert result.exit_code == 0, result.stderr
    plan = world.session.scalars(select(Plan).where(Plan.year == 2021)).one()
    assert len(plan.activities) == 41
    assert [cut.number for cut in world.session.scalars(select(Cut).where(Cut.plan_id == plan.id))] == [3]
    planning = world.session.scalars(
        select(Office.name).where(Office.entity_id == plan.entity_id, Office.kind == OfficeKind.PLANNING)
    ).one()
    assert planning == "Oficina Asesora de Planeación"
    digest = plan.source_sha256
    assert (tmp_path / "var" / "evidence" / digest[:2] / digest).read_bytes() == EXAMPLE.read_bytes()
    body = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.kind == "import:create")).one()
    assert json.loads(body)["actor"]["system"] == "cli"
    world.session.rollback()
    again = run(EXAMPLE, "--accept-proposals", "--decisions", str(decisions), slug="otra", year=2022)
    assert (again.exit_code, "Este archivo ya se importó." in again.stderr) == (1, True)


def test_without_accepting_the_proposals_no_office_gets_a_role(run: Run, world: World, tmp_path: Path):
    path = tmp_path / "matriz.tsv"
    path.write_bytes(Columns().text([Columns().row(office="Oficina de Planeación")]))
    assert run(path, "--first-cut", "2", slug="otra", year=2027).exit_code == 0
    made = world.session.scalars(select(Office).join(Office.entity).where(Office.name == "Oficina de Planeación")).all()
    assert {office.kind for office in made} == {OfficeKind.PLANNING, OfficeKind.OFFICE}


def test_another_year_than_the_document_says_is_a_warning(run: Run, world: World, tmp_path: Path):
    path = tmp_path / "matriz.tsv"
    path.write_bytes(Columns().text([PLAIN], above="Entidad E\nVigencia 2021\n"))
    result = run(path, year=2027)
    assert result.exit_code == 0
    assert "Aviso: el documento dice vigencia 2021." in result.stderr


WRONG_DECISIONS = [
    ('{"corrections": {"13": {"due_text": "31/02/2021"}}}', "Fila 13: la fecha 31/02/2021 no existe"),
    ('{"corrections": {"6": {"offices": ["Oficina de Nada"]}}}', "Fila 6: «Oficina de Nada» no está en el catálogo"),
    ("[1, 2]", "no trae decisiones que se entiendan"),
    ("no es JSON", "no trae decisiones que se entiendan"),
    ('{"accepted": 7}', "no trae decisiones que se entiendan"),
]


@pytest.mark.parametrize(("text", "said"), WRONG_DECISIONS)
def test_decisions_that_do_not_hold_are_refused(run: Run, world: World, tmp_path: Path, text: str, said: str):
    path = tmp_path / "decisiones.json"
    path.write_text(text, "utf-8")
    before = counted(world)
    result = run(EXAMPLE, "--accept-proposals", "--decisions", str(path))
    assert (result.exit_code, said in result.stderr) == (1, True)
    assert counted(world) == before


@pytest.mark.parametrize(
    ("options", "ending"),
    [
        ({"slug": "nadie"}, (1, "No hay una entidad con la dirección «nadie».")),
        ({"year": 2026}, (1, "Entidad de Prueba ya tiene un plan de 2026.")),
        ({"year": 20260}, (2, "El valor de --year no sirve.")),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    run: Run, world: World, decisions: Path, options: dict[str, object], ending: tuple[int, str]
):
    before = counted(world)
    result = run(EXAMPLE, "--accept-proposals", "--decisions", str(decisions), **options)
    assert (result.exit_code, ending[1] in result.stderr) == (ending[0], True)
    assert counted(world) == before


def test_an_unreadable_file_is_refused(run: Run, world: World, tmp_path: Path):
    path = tmp_path / "matriz.xlsx"
    path.write_bytes(b"PK roto")
    result = run(path)
    assert result.exit_code == 1
    assert result.stderr.startswith("No pudimos leer matriz.xlsx. ")
