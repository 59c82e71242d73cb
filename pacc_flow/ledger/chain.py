"""Verification of the chain, record by record: what a rewritten, removed, reordered or forged record gives away.

It keeps in memory only the last record and, for each subject, its last revision, so the log may be of any length.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from pacc_flow.ledger.body import BodyError, FileRef, SubjectRef, read
from pacc_flow.ledger.canonical import CanonicalError, parse_canonical, parse_instant
from pacc_flow.ledger.seal import GENESIS, entry_hash

# People act at once, and a long transaction commits after shorter ones that began later.
CLOCK_TOLERANCE = timedelta(minutes=5)


class Code(StrEnum):
    """What is wrong, for a machine."""

    BODY = "body"
    CANONICAL = "canonical"
    CHECKPOINT = "checkpoint"
    CLOCK = "clock"
    COLUMNS = "columns"
    EVIDENCE = "evidence"
    HASH = "hash"
    LINK = "link"
    REVISION = "revision"
    ROW_CHANGED = "row_changed"
    ROW_MISSING = "row_missing"
    ROW_UNRECORDED = "row_unrecorded"
    SEQUENCE = "sequence"
    TILE = "tile"


@dataclass(frozen=True, slots=True)
class Finding:
    """`seq` is the record where it shows, None when it shows in a row; `sentence` is for a person, in Spanish."""

    code: Code
    seq: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was stored; `columns` are those that the database derived from the body, None outside a database."""

    seq: int
    prev_hash: bytes
    entry_hash: bytes
    body: str
    columns: Mapping[str, object] | None = None


@dataclass(slots=True)
class Chain:
    """The state of a verification: feed it every record in order, then ask for the head and the last state of each row.

    `files` are those that the records name, by SHA-256 in hexadecimal; `latest` is the latest instant of a record so far.
    """

    size: int = 0
    head: bytes = GENESIS
    subjects: dict[tuple[str, int], SubjectRef] = field(default_factory=dict)
    files: dict[str, FileRef] = field(default_factory=dict)
    latest: str = ""

    def feed(self, record: Record) -> Iterator[Finding]:
        """The findings of one record. The next one is judged from this one's own claims, so that one fault is told once."""
        yield from self.seal(record)
        yield from self._content(record)

    def seal(self, record: Record) -> Iterator[Finding]:
        """Its place and its hashes alone, whatever it says: the quick half of `feed`."""
        yield from self._in_place(record)
        self.size, self.head = record.seq + 1, record.entry_hash

    def _in_place(self, record: Record) -> Iterator[Finding]:
        seq = record.seq
        if seq != self.size:
            yield Finding(
                Code.SEQUENCE, seq, f"Se esperaba el registro {self.size} y está el {seq}: faltan o sobran registros."
            )
        if record.prev_hash != self.head:
            yield Finding(Code.LINK, seq, f"El registro {seq} no encadena con el anterior.")
        if record.entry_hash != entry_hash(seq, record.prev_hash, record.body):
            yield Finding(Code.HASH, seq, f"El registro {seq} no corresponde a su huella: fue modificado.")

    def _content(self, record: Record) -> Iterator[Finding]:
        seq = record.seq
        try:
            body = read(parse_canonical(record.body))
        except CanonicalError as error:
            yield Finding(Code.CANONICAL, seq, f"El contenido del registro {seq} no está en forma canónica. {error}")
            return
        except BodyError as error:
            yield Finding(Code.BODY, seq, f"El contenido del registro {seq} no es el de un registro. {error}")
            return
        if record.columns is not None and dict(record.columns) != body.columns:
            yield Finding(Code.COLUMNS, seq, f"Las columnas del registro {seq} no coinciden con su contenido.")
        if body.subject is not None:
            yield from self._revision(seq, body.subject)
        self.files.update((file.sha256, file) for file in body.files)
        yield from self._clock(seq, body.at)

    def _clock(self, seq: int, at: str) -> Iterator[Finding]:
        if at >= self.latest:
            self.latest = at
        elif parse_instant(self.latest) - parse_instant(at) > CLOCK_TOLERANCE:
            yield Finding(Code.CLOCK, seq, f"El registro {seq} es del {at}, antes que otro que ya estaba, del {self.latest}.")

    def _revision(self, seq: int, subject: SubjectRef) -> Iterator[Finding]:
        key = (subject.type, subject.id)
        last = self.subjects.get(key)
        expected = last.rev + 1 if last else 1
        if subject.rev != expected:
            yield Finding(
                Code.REVISION,
                seq,
                f"El registro {seq} trae la revisión {subject.rev} de «{subject.type}» {subject.id}, no la {expected}.",
            )
        self.subjects[key] = subject


def verify(records: Iterable[Record]) -> Iterator[Finding]:
    """The findings of a whole log, in order; none means that nothing in it contradicts the rest."""
    chain = Chain()
    for record in records:
        yield from chain.feed(record)
