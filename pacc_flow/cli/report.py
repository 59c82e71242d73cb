"""`pacc report export`: a published follow-up as a document, from its frozen snapshot alone."""

from pathlib import Path

import click

from pacc_flow import reports
from pacc_flow.actions.installation import signer_folder
from pacc_flow.actions.refusals import Refusal
from pacc_flow.cli import runtime
from pacc_flow.cli.cut import of_a_cut
from pacc_flow.queries.published import registration, revisions_of


@click.group()
def command() -> None:
    """Los documentos de un seguimiento publicado."""


@command.command()
@of_a_cut
@click.option("--revision", type=click.IntRange(1), help="Número de la revisión; sin él, la vigente.")
@click.option("--format", "name", type=click.Choice(tuple(reports.FORMATS)), required=True, help="Formato del documento.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Archivo que se escribe.")
def export(*, slug: str, year: int, number: int, revision: int | None, name: str, output: Path) -> None:
    """Escribe el seguimiento publicado en un archivo."""
    with runtime.sessions() as sessions, sessions() as session:
        published = revisions_of(session, slug, year, number, revision)
        if published is None:
            raise Refusal(f"El corte {number} de {year} todavía no se ha publicado.")
        if published.report is None:
            raise Refusal(f"No hay revisión {revision}: la vigente es la {published.in_force.revision}.")
        report = published.report
        snapshot = reports.Snapshot.from_bytes(report.snapshot.encode())
        settings = runtime.settings()
        proof = registration(session, report.receipt[0], runtime.public_keys(signer_folder(settings)))
    if snapshot.sha256 != report.sha256:
        raise Refusal("El contenido guardado no coincide con la huella que se firmó. No se escribió nada.")
    address = f"{settings.base_url}/{slug}/{year}/corte-{number}/"
    try:
        is_json = name == "json"
        output.write_bytes(
            reports.write_json(snapshot, proof, address=address) if is_json else reports.render(snapshot, name, address)
        )
    except OSError as error:
        raise Refusal(f"No se pudo escribir {output}: {error.strerror}.") from error
    superseded = f" Ya no es la vigente: lo es la {published.in_force.revision}." if published.is_superseded else ""
    click.echo(
        f"{output}: revisión {report.revision}, {len(snapshot.rows)} actividades, huella {report.sha256}.{superseded}", err=True
    )
