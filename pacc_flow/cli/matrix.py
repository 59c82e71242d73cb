"""`pacc matrix`: reads a matrix and says what it found. Saves nothing."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from pacc_flow.matrix import Decisions, Proposal, Unreadable, dumps, pending, propose_offices, read
from pacc_flow.matrix.findings import titles_of

_REFUSED = 1


@click.group("matrix")
def matrix() -> None:
    """Leer matrices de seguimiento, sin guardar nada."""


@matrix.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Escribir la propuesta completa como JSON.")
def read_command(file: Path, *, as_json: bool) -> None:
    """Leer FILE y mostrar la propuesta. Termina con 1 si no se puede leer o si alguna fila espera una decisión."""
    try:
        proposal = read(file)
    except Unreadable as refusal:
        click.echo(f"No pudimos leer {file.name}. {refusal.message}", err=True)
        sys.exit(_REFUSED)
    click.echo(dumps(proposal) if as_json else "\n".join(summary(proposal)))
    waiting = pending(proposal, Decisions())
    if waiting:
        click.echo(f"Esperan una decisión {len(waiting)} filas.", err=True)
        sys.exit(_REFUSED)


def summary(proposal: Proposal) -> Iterator[str]:
    """What was read and found, line by line, for a person at a terminal."""
    yield f"Leímos {len(proposal.rows)} actividades."
    yield from _header_data(proposal)
    yield from _counts(proposal)
    yield from _offices(proposal)
    yield from _waiting(proposal)


def _header_data(proposal: Proposal) -> Iterator[str]:
    metadata = proposal.metadata
    yield f"  Entidad: {metadata.entity or 'sin leer'}"
    yield f"  Vigencia: {metadata.year or 'sin leer'}"
    yield f"  Fecha de publicación: {metadata.raw.get('published_on') or 'sin leer'}"
    yield f"  Fecha de seguimiento: {metadata.raw.get('follow_up_on') or metadata.follow_up_on or 'sin leer'}"
    yield f"  Forma: {len(metadata.columns)} columnas, {len(metadata.headers)} encabezados"
    for finding in proposal.findings:
        yield f"  Aviso: {finding.message}"


def _counts(proposal: Proposal) -> Iterator[str]:
    """The kinds of what was found, the commonest first; of those that tie, the one that the rows name first."""
    counts = Counter(title for row in proposal.rows for title in titles_of(row.findings))
    yield ""
    yield "Lo que encontramos, en filas:"
    for title, rows in counts.most_common():
        yield f"  {rows:>5}  {title}"
    yield f"  {sum(1 for row in proposal.rows if not row.findings):>5}  Sin dudas"


def _offices(proposal: Proposal) -> Iterator[str]:
    proposed = propose_offices([row.office_text for row in proposal.rows])
    yield ""
    yield f"Dependencias propuestas: {len(proposed)}"
    for office in proposed:
        yield f"  {len(office.rows):>5}  {office.name}"


def _waiting(proposal: Proposal) -> Iterator[str]:
    waiting = pending(proposal, Decisions())
    if not waiting:
        return
    lines = {row.n: row.line for row in proposal.rows}
    yield ""
    yield "Por decidir:"
    for row in waiting:
        for reason in row.reasons:
            yield f"  Fila {row.n} (renglón {lines[row.n]}): {reason}"
