"""Whether the ledger of a live database, every audited row and every file are still what they were when recorded."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import sqlalchemy as sa

from pacc_flow.ledger.body import FileRef, SubjectRef
from pacc_flow.ledger.canonical import CanonicalError, canonical_json
from pacc_flow.ledger.chain import Chain, Code, Finding, Record
from pacc_flow.ledger.checkpoint import CheckpointError, opened
from pacc_flow.ledger.note import VerifierKey
from pacc_flow.ledger.tile import Tile, Tiles
from pacc_flow.ledger.witness import Held, Witness
from pacc_flow.models.base import Audited, audited_classes, image_columns, image_of
from pacc_flow.models.images import Image, read_images
from pacc_flow.models.ledger_checkpoint import LedgerCheckpoint
from pacc_flow.models.ledger_log import one_moment, read_log, read_seals
from pacc_flow.models.ledger_tile import LedgerTile

Progress = Callable[[int], None]
STEP = 10_000


@dataclass(frozen=True, slots=True)
class HeldNote:
    """A signed note from outside the database, and where it comes from, in words."""

    note: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Against:
    """What a database is held against. `damage` gives a sentence for a file that is not as it was recorded, or None.

    With `keys` None no checkpoint of the database is judged; an empty list is a loss, if anything was signed. `contents`
    False is the quick half: places, hashes and roots alone.
    """

    keys: Sequence[VerifierKey] | None = None
    held: Sequence[HeldNote] = ()
    damage: Callable[[FileRef], str | None] | None = None
    contents: bool = True


@dataclass(slots=True)
class Integrity:
    """How much was read and what was found; `head` is the hash of the last record, `root` of the tree, in hexadecimal."""

    records: int = 0
    rows: int = 0
    files: int = 0
    checkpoints: int = 0
    head: str = ""
    root: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.findings


def verify_ledger(engine: sa.Engine, against: Against | None = None, *, progress: Progress | None = None) -> Integrity:
    """Reads everything once, as it stood at one moment; `progress` is told the number of records every 10 000."""
    against = against or Against()
    chain, integrity = Chain(), Integrity()
    with one_moment(engine) as connection:
        held = list(_held(connection, against, integrity))
        witness, tiles = Witness(held), Tiles()
        for record in read_log(connection) if against.contents else read_seals(connection):
            integrity.findings.extend(_judged(record, chain, witness, contents=against.contents))
            for tile in tiles.feed(record.entry_hash):
                integrity.findings.extend(_tile(connection, tile))
            integrity.records += 1
            if progress and integrity.records % STEP == 0:
                progress(integrity.records)
        integrity.findings.extend(witness.beyond())
        if against.contents:
            integrity.findings.extend(_rows(connection, chain.subjects, integrity))
    integrity.findings.extend(_files(chain.files.values(), against, integrity))
    integrity.head, integrity.root = chain.head.hex(), witness.tree.root().hex()
    return integrity


def _judged(record: Record, chain: Chain, witness: Witness, *, contents: bool) -> Iterator[Finding]:
    yield from chain.feed(record) if contents else chain.seal(record)
    yield from witness.feed(record.entry_hash)


def _held(connection: sa.Connection, against: Against, integrity: Integrity) -> Iterator[Held]:
    """The checkpoints that are in order by themselves; a finding for each of the others."""
    ours = _ours(connection, against)
    if ours and not against.keys:
        sentence = f"Hay {len(ours)} puntos de control y falta la llave que los comprueba: restaure la carpeta del firmante."
        integrity.findings.append(Finding(Code.CHECKPOINT, None, sentence))
        ours = []
    for note in (*ours, *against.held):
        integrity.checkpoints += 1
        try:
            yield Held(opened(note.note, against.keys or ()), note.source)
        except CheckpointError as error:
            sentence = f"El punto de control {note.source} no es de esta instalación o fue alterado. {error}"
            integrity.findings.append(Finding(Code.CHECKPOINT, None, sentence))


def _ours(connection: sa.Connection, against: Against) -> list[HeldNote]:
    if against.keys is None:
        return []
    stored = connection.execute(sa.select(LedgerCheckpoint.size, LedgerCheckpoint.note).order_by(LedgerCheckpoint.size))
    return [HeldNote(row.note, f"de {row.size} registros") for row in stored]


def _tile(connection: sa.Connection, tile: Tile) -> Iterator[Finding]:
    """Proofs are read from tiles: one that somebody spoiled would prove nothing, or accuse a record that is there."""
    place = (LedgerTile.level == tile.level, LedgerTile.index == tile.index)
    stored = connection.scalar(sa.select(LedgerTile.hashes).where(*place))
    if stored not in (None, tile.hashes):
        sentence = f"El bloque {tile.index} del nivel {tile.level} del árbol no es el que dan los registros: fue alterado."
        yield Finding(Code.TILE, None, sentence)


def _files(files: Iterable[FileRef], against: Against, integrity: Integrity) -> Iterator[Finding]:
    if against.damage is None:
        return
    for file in files:
        integrity.files += 1
        if sentence := against.damage(file):
            yield Finding(Code.EVIDENCE, None, sentence)


def _rows(connection: sa.Connection, subjects: dict[tuple[str, int], SubjectRef], integrity: Integrity) -> Iterator[Finding]:
    """What is left of `subjects` once every row has been met is what somebody deleted."""
    missing = dict(subjects)
    for audited in audited_classes():
        table = audited.table()
        for image in read_images(connection, sa.select(*image_columns(table)), table):
            integrity.rows += 1
            recorded = missing.pop((audited.__subject__, image.id), None)
            yield from _row(audited, image, recorded)
    for kind, row_id in missing:
        yield Finding(Code.ROW_MISSING, None, f"El registro conoce «{kind}» {row_id}, que ya no está en la base de datos.")


def _row(audited: type[Audited], image: Image, recorded: SubjectRef | None) -> Iterator[Finding]:
    name = f"«{audited.__subject__}» {image.id}"
    if recorded is None:
        yield Finding(Code.ROW_UNRECORDED, None, f"{name} está en la base de datos y ningún registro la conoce.")
    elif image.row is None or image.row["rev"] != recorded.rev or _digest(image.row) != recorded.after_sha256:
        yield Finding(Code.ROW_CHANGED, None, f"{name} no está como la dejó su último registro: fue modificada por fuera.")


def _digest(row: sa.RowMapping) -> str | None:
    try:
        return sha256(canonical_json(image_of(row), limit=None).encode()).hexdigest()
    except CanonicalError:  # nothing that the program recorded has a form without a hash
        return None
