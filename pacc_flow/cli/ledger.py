"""`pacc ledger`: whether the trail still tells the truth."""

import json

import click

from pacc_flow.cli import runtime
from pacc_flow.queries.ledger_integrity import verify_ledger


@click.group()
def command() -> None:
    """El registro de auditoría."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="El resultado como JSON, para otro programa.")
@click.pass_context
def verify(ctx: click.Context, *, as_json: bool) -> None:
    """Comprueba la secuencia, la cadena, las huellas, las revisiones y las filas que el registro conoce."""
    with runtime.engine() as engine:
        integrity = verify_ledger(engine)
    if as_json:
        findings = [{"code": str(one.code), "seq": one.seq, "sentence": one.sentence} for one in integrity.findings]
        counts = {"head": integrity.head, "records": integrity.records, "rows": integrity.rows}
        click.echo(json.dumps(counts | {"findings": findings, "sound": integrity.is_sound}, ensure_ascii=False))
    else:
        for finding in integrity.findings:
            click.echo(finding.sentence)
        verdict = "todo cuadra" if integrity.is_sound else f"{len(integrity.findings)} hallazgos"
        click.echo(f"{integrity.records} registros y {integrity.rows} filas comprobados: {verdict}.", err=True)
    ctx.exit(0 if integrity.is_sound else 1)
