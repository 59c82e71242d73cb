"""What goes into the bundle of an auditor: the log, the checkpoints, the rows and the files, of one entity or of all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from pacc_flow.ledger.body import BodyError, FileRef, read
from pacc_flow.ledger.bundle import Entry, Manifest, Row, write_bundle
from pacc_flow.ledger.canonical import CanonicalError, parse_canonical
from pacc_flow.ledger.kinds import Kind
from pacc_flow.ledger.seal import entry_hash
from pacc_flow.models import LedgerCheckpoint, LedgerRecord
from pacc_flow.models.base import audited_classes, image_columns, image_of
from pacc_flow.models.images import read_images
from pacc_flow.models.ledger_log import one_moment

Files = Callable[[str], Iterable[bytes] | None]


def bundle(engine: sa.Engine, *, entity_id: int | None, keys: Sequence[str], files: Files, at: datetime) -> Iterator[bytes]:
    """The bytes of the bundle, as the database stood at one moment; memory does not grow with the log.

    Of an `entity_id` only its own records are open, its rows and its files with them; None opens the whole installation.
    `keys` are verifier key lines by epoch, `files` the bytes of a file by its SHA-256, or None for one that is lost.
    """
    with one_moment(engine) as connection:
        manifest = Manifest(
            origin=keys[-1].split("+", 1)[0] if keys else "",
            size=connection.execute(sa.select(sa.func.count()).select_from(LedgerRecord)).scalar_one(),
            created_at=at,
            entity_id=entity_id,
        )
        yield from write_bundle(
            manifest,
            entries=_entries(connection, entity_id),
            checkpoints=_checkpoints(connection),
            keys=keys,
            rows=_rows(connection, entity_id),
            evidence=_evidence(connection, entity_id, files),
        )


def _entries(connection: sa.Connection, entity_id: int | None) -> Iterator[Entry]:
    log = LedgerRecord.__table__.c
    columns = (log.seq, log.prev_hash, log.entry_hash, log.body, log.entity_id, log.kind)
    with connection.execute(sa.select(*columns).order_by(log.seq)) as rows:
        for row in rows:
            # A recovery is nobody's record and everybody's concern.
            if entity_id in (None, row.entity_id) or row.kind == Kind.LEDGER_RECOVER:
                yield Entry(row.seq, row.prev_hash, row.entry_hash, row.body)
            else:
                # By the hash of its bytes: a record that was altered to look like another's breaks the chain at its place.
                yield Entry(row.seq, row.prev_hash, entry_hash(row.seq, row.prev_hash, row.body), None)


def _checkpoints(connection: sa.Connection) -> Iterator[tuple[int, str]]:
    with connection.execute(sa.select(LedgerCheckpoint.size, LedgerCheckpoint.note).order_by(LedgerCheckpoint.size)) as rows:
        for row in rows:
            yield row.size, row.note


def _rows(connection: sa.Connection, entity_id: int | None) -> Iterator[Row]:
    """A row belongs to the entity that its current record names."""
    log = LedgerRecord.__table__.c
    for audited in sorted(audited_classes(), key=lambda one: one.__subject__):
        table = audited.table()
        found = sa.select(*image_columns(table))
        if entity_id is not None:
            is_its_record = (
                (log.subject_type == table.c.subject_type) & (log.subject_id == table.c.id) & (log.subject_rev == table.c.rev)
            )
            found = found.join(LedgerRecord.__table__, is_its_record).where(log.entity_id == entity_id)
        for image in read_images(connection, found, table):
            if image.row is not None:  # the record of one that cannot be read misses its row, and the verifier says so
                yield Row(audited.__subject__, image.id, image.row["rev"], image_of(image.row))


def _evidence(connection: sa.Connection, entity_id: int | None, files: Files) -> Iterator[tuple[str, Iterable[bytes]]]:
    for sha256 in sorted(_named_files(connection, entity_id)):
        content = files(sha256)
        if content is not None:
            yield sha256, content


def _named_files(connection: sa.Connection, entity_id: int | None) -> set[str]:
    """The digests, which are few beside the records: only those that say so name files. What cannot be read names none: a
    record that somebody spoiled must not keep the bundle that shows it from leaving.
    """
    log = LedgerRecord.__table__.c
    naming = sa.select(log.body).where(~log.body.contains('"files":[],"kind":', autoescape=True))
    if entity_id is not None:
        naming = naming.where(log.entity_id == entity_id)
    with connection.execute(naming) as rows:
        return {file.sha256 for row in rows for file in _files_of(row.body)}


def _files_of(text: str) -> tuple[FileRef, ...]:
    try:
        return read(parse_canonical(text)).files
    except (CanonicalError, BodyError):
        return ()
