"""`pacc report export`: a published follow-up as a document, from its frozen snapshot alone."""

from pathlib import Path

import click

from pacc_flow import reports
from pacc_flow.actions.refusals import Refusal
from pacc_flow.cli import runtime
from pacc_flow.cli.cut import of_a_cut
from pacc_flow.filing import AlteredReportError, content_of, snapshot_of
from pacc_flow.queries.published import revisions_of


@click.group()
def command() -> None:
    """Los documentos de un seguimiento publicado."""


@command.command()
@of_a_cut
@click.option("--revision", type=click.IntRange(1), help="Número de la revisión; sin él, la vigente.")
@click.option("--part", default="", help="matriz, resumen, componente-N o dependencia-…; sin ella, todo.")
@click.option("--format", "name", type=click.Choice(tuple(reports.FORMATS)), required=True, help="Formato del documento.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Archivo que se escribe.")
def export(*, slug: str, year: int, number: int, revision: int | None, part: str, name: str, output: Path) -> None:
    """Escribe el seguimiento publicado en un archivo."""
    with runtime.sessions() as sessions, sessions() as session:
        published = revisions_of(session, slug, year, number, revision)
        if published is None:
            raise Refusal(f"El corte {number} de {year} todavía no se ha publicado.")
        if published.report is None:
            raise Refusal(f"No hay revisión {revision}: la vigente es la {published.in_force.revision}.")
        report = published.report
        desk = runtime.desk(runtime.settings())
        try:
            snapshot = snapshot_of(report)
            chosen = reports.part_named(snapshot, part)
            if name not in reports.formats_of(snapshot, chosen):
                raise Refusal(f"«{chosen.label}» no se publica en ese formato.")
            content = content_of(session, desk, report, chosen, name)
        except AlteredReportError as error:
            raise Refusal("El contenido guardado no coincide con la huella que se firmó. No se escribió nada.") from error
        except reports.UnknownPartError as error:
            parts = ", ".join(one.name for one in reports.parts_of(snapshot) if one.name)
            raise Refusal(f"No hay una parte «{part}»; las que hay son: {parts}.") from error
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Refusal(f"No se pudo escribir {output}: {error.strerror}.") from error
    superseded = f" Ya no es la vigente: lo es la {published.in_force.revision}." if published.is_superseded else ""
    click.echo(
        f"{output}: revisión {report.revision}, {len(snapshot.rows)} actividades, huella {report.sha256}.{superseded}", err=True
    )
