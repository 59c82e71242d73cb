"""The plan of 2021 and its third cut: the facts of a published matrix, worked through the software, and a correction."""

from datetime import date, timedelta
from pathlib import Path

from pacc_flow import matrix
from pacc_flow.actions.content import Content
from pacc_flow.actions.corrections import in_force, publish_correction
from pacc_flow.actions.cuts import open_cut
from pacc_flow.actions.perform import Brings
from pacc_flow.actions.plans import create_plan, planned
from pacc_flow.actions.trail import FileRef
from pacc_flow.actions.wanted import Wanted
from pacc_flow.cli.demo.cast import PLANNING
from pacc_flow.cli.demo.stage import Stage, at, conclude, lead_of, reporter_of
from pacc_flow.models import Cut, Entry
from pacc_flow.workflow import Action

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "icetex-2021.tsv"

# What a person of Planning decided about the matrix: the office that its row 6 lost, and the day that does not exist.
DECISIONS: dict[int, dict[str, object]] = {6: {"offices": [PLANNING]}, 13: {"due_text": "30/11/2021"}}

PORTAL = "https://portal.icetex.gov.co/Portal/Home/el-icetex/plan-anticorrupcion-y-atencion-al-ciudadano"
OPENED = date(2021, 12, 16)
REPORTED, REVIEWED, VERIFIED, PUBLISHED = date(2022, 1, 5), date(2022, 1, 11), date(2022, 1, 13), date(2022, 1, 14)
CORRECTED = date(2022, 1, 20)
OBSERVED = "Se verificó con el soporte que la dependencia publicó en el portal."
WHY = "Faltaba la observación de Control Interno sobre el soporte de la actividad {}. Ninguna cifra cambia."


def read() -> matrix.Proposal:
    """The example as decided: every row accepted, every office under its one name."""
    proposal = matrix.read(EXAMPLE, EXAMPLE.name)
    proposed = matrix.propose_offices([row.office_text for row in proposal.rows])
    decisions = matrix.Decisions(
        corrections=DECISIONS,
        offices={office.name: [spelling.text for spelling in office.spellings] for office in proposed},
        accepted=frozenset(row.n for row in proposal.rows),
    )
    return matrix.apply(proposal, decisions)


def follow_up(stage: Stage, proposal: matrix.Proposal) -> None:
    session, source = stage.session, stage.file(EXAMPLE.name, EXAMPLE.read_text("utf-8"))
    plan = create_plan(
        session,
        stage.entity,
        year=2021,
        kind="PAAC",
        name="Plan Anticorrupción y de Atención al Ciudadano 2021",
        activities=planned(proposal.rows, stage.offices),
        actor=stage.acting("planeacion"),
        at=at(OPENED - timedelta(days=1), 9),
        source=FileRef(source.name, source.sha256, source.size),
        first_cut=3,
    ).plan
    session.commit()
    cut = stage.cut(plan, 3)
    open_cut(session, cut, actor=stage.acting("planeacion"), at=at(OPENED, 7))
    session.commit()
    for entry, row in zip(stage.entries(cut), proposal.rows, strict=True):
        report(stage, entry, row)
    session.commit()
    conclude(stage, cut, REVIEWED, VERIFIED, PUBLISHED)
    correct(stage, cut)


def correct(stage: Stage, cut: Cut) -> None:
    """An observation that was missing: the figures of the matrix stay as they were published."""
    officer, instant = stage.person("control"), at(CORRECTED, 10, 20)
    row = in_force(stage.session, cut.id, actor=officer, at=instant).snapshot.rows[0]
    wanted = Wanted(percent=row.percent, narrative=row.narrative, observation=OBSERVED)
    rows, why = {row.n: wanted}, WHY.format(row.n)
    publish_correction(stage.session, cut.id, actor=officer, reason=why, rows=rows, at=instant)
    stage.session.commit()
    stage.sign(instant)


def report(stage: Stage, entry: Entry, row: matrix.Row) -> None:
    content = Content(lead_of(entry).id, row.narrative, row.percent, links=(PORTAL,))
    stage.act(reporter_of(entry), Action.SUBMIT, entry, at(REPORTED, 9, entry.activity.number), Brings(content=content))
