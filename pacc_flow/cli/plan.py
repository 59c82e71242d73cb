"""`pacc plan import`: a matrix becomes a plan from the command line of the server, under the same rules as in the browser."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from pacc_flow import clock, matrix
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.installation import evidence_store
from pacc_flow.actions.plan_imports import Choices, import_plan, proposed_first_cut
from pacc_flow.actions.plans import FIRST_YEAR, LAST_YEAR
from pacc_flow.actions.proposals import offices_of
from pacc_flow.actions.refusals import Refusal
from pacc_flow.actions.source_types import source_type
from pacc_flow.actions.storage import clean_name
from pacc_flow.actions.trail import FileRef
from pacc_flow.cli import runtime
from pacc_flow.cli.matrix import summary
from pacc_flow.matrix.deciding.decision_log import DecisionLog, Step
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.models import Entity
from pacc_flow.models.drafts import known_offices

CLI = system_actor("cli")
_NO_DECISIONS: dict[str, Any] = {"corrections": {}, "offices": None, "accepted": [], "discarded": []}
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Importa planes."""


@command.command("import")
@click.argument("file", type=_EXISTING)
@click.option("--entity", "slug", required=True, help="Dirección de la entidad, como «icetex».")
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), required=True, help="Vigencia del plan.")
@click.option("--first-cut", type=click.IntRange(1), help="Primer corte que se sigue aquí; si no se dice, el que sigue.")
@click.option("--decisions", "decided", type=_EXISTING, help="Lo que se decidió de cada fila, en JSON.")
@click.option(
    "--accept-proposals", "accepts", is_flag=True, help="Dar por bueno lo que el lector propone y solo pide confirmar."
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Decir lo mismo sin cambiar nada.")
def import_(
    file: Path, slug: str, year: int, first_cut: int | None, decided: Path | None, *, accepts: bool, is_dry: bool
) -> None:
    """Lee FILE y crea el plan. Termina con 1, sin cambiar nada, si alguna fila espera una decisión."""
    content, now = file.read_bytes(), clock.now()
    with runtime.sessions() as sessions, sessions() as session:
        entity = runtime.entity_named(session, slug)
        reading = _read(content, file.name, entity)
        click.echo("\n".join(summary(reading)))
        log = _log(reading, decided, accepts=accepts)
        draft = _draft(session, entity, reading, log)
        choices = _choices(entity, draft, year, first_cut, now, accepts=accepts)
        source = FileRef(clean_name(file.name), hashlib.sha256(content).hexdigest(), len(content))
        created = import_plan(session, entity, reading=reading, log=log, choices=choices, file=source, actor=CLI, at=now)
        count = len(draft.decided.rows)
        if is_dry:
            session.rollback()
            click.echo(f"Se crearía el plan {year} de {entity.name} con {count} actividades. No se cambió nada.", err=True)
            return
        evidence_store(runtime.settings()).keep_source(content, source.name, source_type(source.name).media_type)
        session.commit()
        click.echo(f"Plan {year} de {entity.name} creado con {count} actividades. Recibo {created.receipt.seq}.", err=True)


def _read(content: bytes, name: str, entity: Entity) -> matrix.Proposal:
    """Its columns as Planning said that the documents of the entity are to be read."""
    try:
        return matrix.read(content, name, columns=entity.columns)
    except matrix.Unreadable as unreadable:
        raise Refusal(f"No pudimos leer {name}. {unreadable.message}") from unreadable


def _log(reading: matrix.Proposal, decided: Path | None, *, accepts: bool) -> DecisionLog:
    log = DecisionLog.of(_decisions(decided)) if decided else DecisionLog()
    left_out = log.discarded
    rows = tuple(row.n for row in reading.rows if row.n not in left_out)
    return log.then(Step(rows=rows, accepts=True)) if accepts else log


def _decisions(path: Path) -> matrix.Decisions:
    """The JSON of `Decisions`; what it leaves out is not decided."""
    try:
        return matrix.Decisions.from_json({**_NO_DECISIONS, **json.loads(path.read_text("utf-8"))})
    except (ValueError, TypeError, AttributeError) as error:
        raise Refusal(f"{path.name} no trae decisiones que se entiendan. Es un objeto JSON con «corrections».") from error


def _draft(session: Session, entity: Entity, reading: matrix.Proposal, log: DecisionLog) -> PlanDraft:
    """Raises Refusal with every sentence that keeps the plan from being created."""
    draft = PlanDraft.of(reading, log, known_offices(offices_of(session, entity.id)))
    if sentences := [*_unsound(draft.unsound), *_waiting(draft)]:
        raise Refusal("\n".join([*sentences, "No se cambió nada."]))
    return draft


def _unsound(corrections: Iterable[matrix.BadCorrection]) -> Iterator[str]:
    yield from map(str, corrections)


def _waiting(draft: PlanDraft) -> Iterator[str]:
    for row in draft.waiting:
        for finding in row.findings:
            if finding.need is not matrix.Need.NOTHING:
                yield f"Fila {row.n} (renglón {row.line}): {finding.message}"


def _choices(entity: Entity, draft: PlanDraft, year: int, first_cut: int | None, now: datetime, *, accepts: bool) -> Choices:
    metadata = draft.reading.metadata
    if metadata.year and metadata.year != year:
        click.echo(f"Aviso: el documento dice vigencia {metadata.year}.", err=True)
    today = clock.bogota_date(now)
    return Choices(
        year=year,
        first_cut=first_cut or proposed_first_cut(entity, year, metadata.follow_up_on, today),
        planning=draft.proposed("planning") if accepts else "",
        control=draft.proposed("control") if accepts else "",
    )
