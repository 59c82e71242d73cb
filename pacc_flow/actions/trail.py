"""The trail: every action says here what it did, and the commit writes it to the ledger or does not happen.

`record` queues; one step before the commit flushes the rows, takes the image of each subject as the database now holds
it and appends the records, last of all. After the commit the receipt holds the number and the hash of the record.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy import event, orm

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.append import append
from pacc_flow.ledger.body import FileRef, SubjectRef, compose
from pacc_flow.ledger.canonical import canonical_json
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models.base import Audited, image_columns, image_of
from pacc_flow.models.ledger_record import LedgerRecord
from pacc_flow.models.session import SESSION_OPTIONS, Session, make_session_factory

__all__ = ["SESSION_OPTIONS", "FileRef", "Receipt", "Session", "TrailError", "make_session_factory", "record"]

_QUEUE = "trail_queue"
_FLUSHED = "trail_flushed"
_SEALED = "trail_sealed"
_IMAGES_AT_ONCE = 500


class TrailError(RuntimeError):
    """A mistake of the program: the trail would be left with a gap, a double or a row that it does not know."""


@dataclass(slots=True)
class Receipt:
    """What the person takes away: filled once the act is durable, `entry_hash` in hexadecimal. `on_behalf_of` is the
    account that a substitute acted for.
    """

    kind: Kind
    at: datetime
    seq: int | None = None
    entry_hash: str | None = None
    on_behalf_of: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Queued:
    receipt: Receipt
    actor: Actor
    subject: Audited | None
    entity_id: int | None
    data: Mapping[str, object]
    files: Sequence[FileRef]
    transaction: orm.SessionTransaction | None
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))

    def body(self, subject: SubjectRef | None) -> str:
        request = {"ip": self.actor.ip, "session": self.actor.session} if self.actor.ip or self.actor.session else None
        return canonical_json(
            compose(
                kind=self.receipt.kind,
                at=self.receipt.at,
                actor=_actor_fields(self.actor),
                request=request,
                entity_id=self.entity_id,
                subject=subject,
                data=self.data,
                files=self.files,
                nonce=self.nonce,
            )
        )


def record(
    session: orm.Session,
    *,
    kind: Kind,
    actor: Actor,
    at: datetime,
    entity_id: int | None,
    subject: Audited | None = None,
    data: Mapping[str, object] | None = None,
    files: Sequence[FileRef] = (),
) -> Receipt:
    """Queues one record; `subject` is the audited row that the transaction inserts or changes, each with one record.

    Raises CanonicalError at once when the content has no canonical form or is too long, TrailError on a second record.
    """
    if not isinstance(session, Session):
        raise TrailError(f"{type(session).__name__} does not write the trail: use pacc_flow.models.session.Session")
    if not session.in_transaction():
        session.begin()  # so that what is queued ends with it, were it only closed
    queue: list[_Queued] = session.info.setdefault(_QUEUE, [])
    if subject is not None and any(queued.subject is subject for queued in queue):
        raise TrailError(f"{subject.subject_type} already has its record in this transaction")
    receipt = Receipt(kind, at, on_behalf_of=actor.on_behalf_of)
    told = dict(data or {}) | ({"on_behalf_of": actor.on_behalf_of} if actor.on_behalf_of else {})
    queued = _Queued(receipt, actor, subject, entity_id, told, tuple(files), _innermost(session))
    queued.body(None)
    queue.append(queued)
    return receipt


def _actor_fields(actor: Actor) -> dict[str, object]:
    fields: dict[str, object] = {"id": actor.account_id, "office": actor.office_id, "role": actor.role}
    return fields | {"system": actor.system} if actor.system else fields


@event.listens_for(Session, "before_commit")
def _append_queue(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(_QUEUE):
        return
    session.flush()
    queue: list[_Queued] = session.info[_QUEUE]
    connection = session.connection(bind_arguments={"mapper": LedgerRecord})
    subjects = _subjects(connection, [queued.subject for queued in queue if queued.subject is not None])
    bodies = [queued.body(subjects.get(id(queued.subject))) for queued in queue]
    seals = append(connection, bodies)
    session.info[_SEALED] = list(zip((queued.receipt for queued in queue), seals, strict=True))


@event.listens_for(Session, "after_commit")
def _fill_receipts(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for receipt, seal in session.info.pop(_SEALED, ()):
        receipt.seq, receipt.entry_hash = seal.seq, seal.entry_hash.hex()


@event.listens_for(Session, "before_flush")
def _one_revision_each(session: Session, *_: object) -> None:
    """A row flushed twice would take two revisions with a single record: the gap is refused here, with its reason."""
    flushed: dict[Audited, orm.SessionTransaction | None] = session.info.setdefault(_FLUSHED, {})
    if any(isinstance(row, Audited) for row in session.deleted):
        raise TrailError("audited rows are never deleted")
    for row in _changed(session):
        if row in flushed:
            raise TrailError(f"{row.subject_type} {row.id} is flushed twice in one transaction: change it only once")
        flushed[row] = _innermost(session)


def _changed(session: Session) -> Iterable[Audited]:
    new = [row for row in session.new if isinstance(row, Audited)]
    dirty = (row for row in session.dirty if isinstance(row, Audited))
    return new + [row for row in dirty if session.is_modified(row, include_collections=False)]


@event.listens_for(Session, "after_soft_rollback")
def _forget_savepoint(session: Session, ended: orm.SessionTransaction) -> None:
    """A savepoint that is rolled back takes back what was queued and flushed inside it."""
    session.info[_QUEUE] = [queued for queued in session.info.get(_QUEUE, ()) if not _inside(queued.transaction, ended)]
    flushed: dict[Audited, orm.SessionTransaction | None] = session.info.get(_FLUSHED, {})
    session.info[_FLUSHED] = {row: made for row, made in flushed.items() if not _inside(made, ended)}


@event.listens_for(Session, "after_transaction_end")
def _forget_all(session: Session, ended: orm.SessionTransaction) -> None:
    """Nothing queued outlives its transaction, however that one ended: committed, rolled back or closed."""
    if ended.parent is None:
        for name in (_QUEUE, _SEALED, _FLUSHED):
            session.info.pop(name, None)


def _innermost(session: Session) -> orm.SessionTransaction | None:
    return session.get_nested_transaction() or session.get_transaction()


def _inside(made: orm.SessionTransaction | None, ended: orm.SessionTransaction) -> bool:
    while made is not None and made is not ended:
        made = made.parent
    return made is not None


def _subjects(connection: sa.Connection, rows: Sequence[Audited]) -> dict[int, SubjectRef]:
    by_class: dict[type[Audited], list[Audited]] = defaultdict(list)
    for row in rows:
        by_class[type(row)].append(row)
    return {
        id(row): ref
        for audited, members in by_class.items()
        for start in range(0, len(members), _IMAGES_AT_ONCE)
        for row, ref in _refs(connection, audited, members[start : start + _IMAGES_AT_ONCE])
    }


def _refs(connection: sa.Connection, audited: type[Audited], rows: Sequence[Audited]) -> Iterable[tuple[Audited, SubjectRef]]:
    """Read back from the database, not from memory: the hash must be of what verification will find there."""
    columns = image_columns(audited.table())
    found = {
        image["id"]: image_of(image)
        for image in connection.execute(sa.select(*columns).where(audited.id.in_([row.id for row in rows]))).mappings()
    }
    for row in rows:
        if row.id not in found:
            raise TrailError(f"{audited.__subject__} {row.id} is not in the database: was it added to the session?")
        image = found[row.id]
        digest = sha256(canonical_json(image, limit=None).encode()).hexdigest()
        yield row, SubjectRef(audited.__subject__, row.id, int(str(image["rev"])), digest)
