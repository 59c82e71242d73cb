"""`pacc ledger`: whether the trail still tells the truth, its checkpoints, and what an auditor takes away."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import click
from sqlalchemy.orm import sessionmaker

from pacc_flow import clock
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.checkpoints import SignerRefused, recover, sign, sign_or_alarm
from pacc_flow.actions.installation import evidence_store, signer_folder
from pacc_flow.actions.refusals import Refusal
from pacc_flow.actions.signer_folder import SignerFolder, SignerLost
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.cli import runtime
from pacc_flow.ledger.note import VerifierKey
from pacc_flow.queries.bundling import bundle as bundle_of
from pacc_flow.queries.ledger_integrity import Against, HeldNote, Integrity, verify_ledger

CLI = system_actor("cli")
NOTE_BYTES = 16 * 1024


@click.group()
def command() -> None:
    """El registro de auditoría."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="El resultado como JSON, para otro programa.")
@click.option("--quick", is_flag=True, help="Solo la integridad: secuencia, huellas, cadena, raíz y puntos de control.")
@click.option(
    "--checkpoint",
    "held",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Un punto de control guardado por fuera, para compararlo. Se puede repetir.",
)
@click.pass_context
def verify(ctx: click.Context, held: Sequence[Path], *, as_json: bool, quick: bool) -> None:
    """Comprueba el registro, las filas y los archivos que conoce, y los puntos de control firmados."""
    settings = runtime.settings()
    folder = signer_folder(settings)
    against = Against(
        keys=_readable_keys(folder),
        held=[*_kept(folder), *(HeldNote(_note(path), f"«{path.name}»") for path in held)],
        damage=evidence_store(settings).damage,
        contents=not quick,
    )
    with runtime.engine() as engine:
        integrity = verify_ledger(engine, against, progress=_progress)
    if as_json:
        click.echo(json.dumps(_as_json(integrity), ensure_ascii=False))
    else:
        for finding in integrity.findings:
            click.echo(finding.sentence)
        verdict = "todo cuadra" if integrity.is_sound else _findings(len(integrity.findings))
        click.echo(
            f"{integrity.records} registros, {integrity.rows} filas, {integrity.files} archivos y "
            f"{integrity.checkpoints} puntos de control comprobados: {verdict}.",
            err=True,
        )
    ctx.exit(0 if integrity.is_sound else 1)


@command.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Dónde se guarda, en vez de mostrarlo.")
def checkpoint(output: Path | None) -> None:
    """Firma hasta dónde llega el registro ahora, y muestra el punto de control."""
    with runtime.sessions() as sessions:
        folder, at = signer_folder(runtime.settings()), clock.now()
        sign_or_alarm(sessions, folder, at=at)
        signed = sign(sessions, folder, at=at)
    if signed is None:
        raise Refusal("El registro está vacío: todavía no hay nada que firmar.")
    if output is None:
        click.echo(signed.note, nl=False)
    else:
        output.write_text(signed.note, "utf-8")
    click.echo(f"Firmado hasta el registro {signed.size - 1}.", err=True)


@command.command()
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="El archivo ZIP.")
@click.option("--entity", "slug", help="Solo los contenidos de esta entidad; los demás van por su huella.")
def bundle(output: Path, slug: str | None) -> None:
    """Escribe el paquete que un auditor verifica por su cuenta con pacc_verify.py."""
    settings, at = runtime.settings(), clock.now()
    folder, store = signer_folder(settings), evidence_store(settings)
    with runtime.engine() as engine:
        sessions = make_session_factory(engine)
        with sessions() as session:
            entity_id = runtime.entity_named(session, slug).id if slug else None
        refused = _sign_first(sessions, folder)
        keys = [str(key) for key in runtime.public_keys(folder)]
        if not keys:
            raise Refusal(refused or "El registro está vacío: todavía no hay nada que llevarse.")
        with _whole(output) as stream:
            for piece in bundle_of(engine, entity_id=entity_id, keys=keys, files=store.pieces, at=at):
                stream.write(piece)
    click.echo(f"Paquete escrito en {output}, {output.stat().st_size} bytes.", err=True)
    if refused:
        click.echo(f"Va sin un punto de control nuevo. {refused}", err=True)


@command.command("recover")
@click.option("--reason", required=True, help="Por qué se restauró una copia, y de cuándo era.")
@click.option("--signed-by", "name", required=True, help="Nombre o cargo de quien responde por la restauración.")
def recover_(reason: str, name: str) -> None:
    """Después de restaurar una copia de seguridad: lo deja escrito y empieza otra época de firmas."""
    with runtime.sessions() as sessions:
        folder, at = signer_folder(runtime.settings()), clock.now()
        receipt, signed = recover(sessions, folder, actor=CLI, reason=f"{reason.strip()} ({name.strip()})", at=at)
        sign_or_alarm(sessions, folder, at=at)
    click.echo(f"Recuperación escrita en el registro {receipt.seq}, {receipt.entry_hash}.", err=True)
    if signed is not None:
        click.echo(signed.note, nl=False)


@command.command()
def key() -> None:
    """Muestra la llave pública con que se comprueban los puntos de control, una línea por época."""
    folder = signer_folder(runtime.settings())
    keys = runtime.public_keys(folder)
    if not keys:
        raise Refusal(f"No hay llave en {folder.root}: se hace con la primera firma, o la carpeta del firmante se perdió.")
    for one in keys:
        click.echo(str(one))


def _sign_first(sessions: sessionmaker[Session], folder: SignerFolder) -> str:
    """A bundle without a fresh checkpoint still serves: why it goes without one is said."""
    try:
        sign(sessions, folder, at=clock.now())
    except SignerRefused as refused:
        return refused.sentence
    return ""


def _readable_keys(folder: SignerFolder) -> list[VerifierKey]:
    """None where the folder is lost: what was signed then lacks its key, and verification says so and goes on."""
    try:
        return folder.verifiers()
    except SignerLost:
        return []


def _kept(folder: SignerFolder) -> Iterator[HeldNote]:
    """What the signer keeps of the present epoch: those of earlier ones may have been left behind by a recovery."""
    if _readable_keys(folder):
        origin = folder.last().origin
        for size, note in folder.notes().items():
            if note.startswith(f"{origin}\n"):
                yield HeldNote(note, f"de {size} registros que guarda el firmante")


def _note(path: Path) -> str:
    try:
        return path.read_bytes()[:NOTE_BYTES].decode()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"«{path.name}» no es un punto de control: no se puede leer.") from error


@contextmanager
def _whole(output: Path) -> Iterator[IO[bytes]]:
    """The file appears under its name when it is complete, or not at all."""
    try:
        with TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.") as folder:
            unfinished = Path(folder) / output.name
            with unfinished.open("wb") as stream:
                yield stream
            unfinished.replace(output)
    except OSError as error:
        raise Refusal(f"No se pudo escribir {output}: {error.strerror}.") from error


def _findings(count: int) -> str:
    return "1 hallazgo" if count == 1 else f"{count} hallazgos"


def _progress(records: int) -> None:
    click.echo(f"{records} registros…", err=True)


def _as_json(integrity: Integrity) -> dict[str, object]:
    return {
        "checkpoints": integrity.checkpoints,
        "files": integrity.files,
        "findings": [{"code": str(one.code), "seq": one.seq, "sentence": one.sentence} for one in integrity.findings],
        "head": integrity.head,
        "records": integrity.records,
        "root": integrity.root,
        "rows": integrity.rows,
        "sound": integrity.is_sound,
    }
