"""Signing how far the ledger got. The signer reads the stored bytes anew, from the first record, and trusts nothing else.

It refuses a log that is smaller than what it signed last, or that is no longer the same up to there: a restored backup, a
rewrite. The rest of the application goes on, and says so.
"""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from pacc_flow.actions import alarms
from pacc_flow.actions.actor import Actor, system_actor
from pacc_flow.actions.refusals import Invalid, Refusal
from pacc_flow.actions.signer_folder import Signed, SignerFolder, SignerLost
from pacc_flow.actions.tiles import store_tiles
from pacc_flow.actions.trail import Receipt, Session, record
from pacc_flow.ledger.checkpoint import Checkpoint, CheckpointError, opened, signed
from pacc_flow.ledger.kinds import Kind
from pacc_flow.ledger.merkle import Range
from pacc_flow.ledger.seal import GENESIS, entry_hash
from pacc_flow.models import AlarmKind, LedgerCheckpoint, LedgerRecord
from pacc_flow.models.ledger_log import one_moment, read_seals

SIGNER = system_actor("signer")
HEARTBEAT = timedelta(hours=24)
REASON_CHARS = 2_000
_ALARM = "signer"
_NEWEST = sa.select(LedgerCheckpoint).order_by(LedgerCheckpoint.size.desc()).limit(1)


class SignerRefused(Refusal):
    """Nothing was signed, and nothing else stopped; the sentence says why and what mends it."""

    status = 503


@dataclass(slots=True)
class _Derived:
    """The log as its bytes say: its root, and the root that it had at each of the sizes asked for."""

    size: int
    root: bytes
    roots: dict[int, bytes] = field(default_factory=dict)
    broken_at: int | None = None


def sign(sessions: sessionmaker[Session], folder: SignerFolder, *, at: datetime) -> LedgerCheckpoint | None:
    """The checkpoint of the log as it stands, signed now or before; None while the log is empty. Raises SignerRefused."""
    try:
        with folder.locked():
            return _sign(sessions, folder, at)
    except SignerLost as lost:
        raise SignerRefused(f"{lost.sentence} Restaure esa carpeta de su copia de seguridad.") from lost
    except OSError as error:
        raise SignerRefused(_unusable(folder, error)) from error


def sign_or_alarm(sessions: sessionmaker[Session], folder: SignerFolder, *, at: datetime) -> LedgerCheckpoint | None:
    """As `sign`; a refusal becomes an alarm, and signing again clears it. What was done before stands either way."""
    try:
        checkpoint = sign(sessions, folder, at=at)
    except SignerRefused as refused:
        alarms.raise_once(sessions, AlarmKind.SIGNER, _ALARM, refused.sentence, entity_id=None, actor=SIGNER, at=at)
        return None
    with sessions() as session:
        alarms.clear_alarm(session, AlarmKind.SIGNER, _ALARM, actor=SIGNER, at=at)
        session.commit()
    return checkpoint


def beat(sessions: sessionmaker[Session], *, at: datetime) -> bool:
    """Adds a record when none was added for a day, so that each day has a checkpoint of its own."""
    with sessions() as session:
        last = session.scalar(sa.select(LedgerRecord.at).order_by(LedgerRecord.seq.desc()).limit(1))
        if last is None or at - last < HEARTBEAT:
            return False
        record(session, kind=Kind.LEDGER_HEARTBEAT, actor=SIGNER, at=at, entity_id=None)
        session.commit()
    return True


def recover(
    sessions: sessionmaker[Session], folder: SignerFolder, *, actor: Actor, reason: str, at: datetime
) -> tuple[Receipt, LedgerCheckpoint | None]:
    """After a legitimate restore: a record says what was lost, who says so and why, and a new epoch of signatures begins."""
    if not reason.strip() or len(reason) > REASON_CHARS:
        raise Invalid({"reason": f"Escriba el motivo de la recuperación, en {REASON_CHARS} caracteres o menos."})
    try:
        with folder.locked():
            return _recover(sessions, folder, reason.strip(), actor=actor, at=at)
    except SignerLost as lost:
        raise Refusal(f"{lost.sentence} Restaure esa carpeta de su copia de seguridad.") from lost
    except OSError as error:
        raise Refusal(_unusable(folder, error)) from error


def _unusable(folder: SignerFolder, error: OSError) -> str:
    return f"No se firma el registro: la carpeta del firmante ({folder.root}) no se puede usar: {error.strerror}."


def _recover(
    sessions: sessionmaker[Session], folder: SignerFolder, reason: str, *, actor: Actor, at: datetime
) -> tuple[Receipt, LedgerCheckpoint | None]:
    newest = _newest_of_this_key(sessions, folder)
    last, notes = folder.last(), folder.notes()
    derived = _derive(sessions, {last.size, newest.size if newest else 0, *notes})
    if derived.broken_at is not None:
        raise Refusal(f"El registro {derived.broken_at} no corresponde a su huella: revíselo con pacc ledger verify.")
    if newest is not None and newest.size > derived.size:
        raise Refusal(
            f"La base de datos guarda un punto de control de {newest.size} registros y el registro tiene {derived.size}: "
            "restaure la copia completa, no solo el registro."
        )
    if _holds(last, derived) and (newest is None or _continues(newest, last, derived)):
        raise Refusal("El registro concuerda con lo último que se firmó: no hay nada que recuperar.")
    epoch = last.next_epoch()
    kept = max((size for size, note in notes.items() if _fits(note, folder, derived)), default=0)
    told = {
        "kept_size": kept,
        "last_checkpoint": notes.get(last.size, ""),
        "last_root": last.root,
        "last_size": last.size,
        "lost_from": kept,
        "lost_to": max(last.size - 1, kept),
        "origin": epoch.origin,
        "reason": reason,
    }
    with sessions() as session:
        receipt = record(session, kind=Kind.LEDGER_RECOVER, actor=actor, at=at, entity_id=None, data=told)
        session.commit()
    folder.remember(epoch)
    return receipt, _sign(sessions, folder, at)


def _sign(sessions: sessionmaker[Session], folder: SignerFolder, at: datetime) -> LedgerCheckpoint | None:
    newest = _newest_of_this_key(sessions, folder)
    folder.prepare()
    last = folder.last()
    key = folder.key(last.origin)
    derived = _derive(sessions, {last.size, newest.size if newest else 0})
    _refuse_what_does_not_extend(last, derived)
    _refuse_what_was_signed_otherwise(newest, last, derived)
    if derived.size == 0:
        return None
    checkpoint = Checkpoint(last.origin, derived.size, derived.root)
    folder.remember(Signed(last.origin, derived.size, derived.root.hex()))
    note = signed(checkpoint, key)
    folder.keep_note(derived.size, note)
    with sessions() as session:
        return _stored(session, checkpoint, note, at)


def _stored(session: Session, checkpoint: Checkpoint, note: str, at: datetime) -> LedgerCheckpoint:
    newest = session.scalars(_NEWEST).first()
    if newest is not None and newest.size == checkpoint.size:
        return newest
    row = LedgerCheckpoint(size=checkpoint.size, origin=checkpoint.origin, root=checkpoint.root, note=note, created_at=at)
    session.add(row)
    store_tiles(session, checkpoint.size)
    session.commit()
    return row


def _derive(sessions: sessionmaker[Session], sizes: Iterable[int]) -> _Derived:
    """Stops at the first record whose bytes do not give its hash, or that does not follow the one before."""
    wanted, tree, head = set(sizes), Range(), GENESIS
    roots = {0: tree.root()} if 0 in wanted else {}
    engine = sessions.kw["bind"]
    with one_moment(engine) as connection, closing(read_seals(connection)) as records:
        for one in records:
            computed = entry_hash(tree.size, head, one.body)
            if (one.seq, one.prev_hash, one.entry_hash) != (tree.size, head, computed):
                return _Derived(tree.size, tree.root(), roots, broken_at=one.seq)
            head = computed
            tree.append(computed)
            if tree.size in wanted:
                roots[tree.size] = tree.root()
    return _Derived(tree.size, tree.root(), roots)


def _refuse_what_does_not_extend(last: Signed, derived: _Derived) -> None:
    mend = "Si se restauró una copia, ejecute: pacc ledger recover. Si no, alguien lo reescribió: avise a Control Interno."
    if derived.broken_at is not None:
        raise SignerRefused(
            f"No se firma el registro: el registro {derived.broken_at} no corresponde a su huella o a su lugar. {mend}"
        )
    if derived.size < last.size:
        raise SignerRefused(f"No se firma el registro: tiene {derived.size} registros y ya se firmaron {last.size}. {mend}")
    if not _holds(last, derived):
        raise SignerRefused(f"No se firma el registro: sus primeros {last.size} registros no son los que se firmaron. {mend}")


def _refuse_what_was_signed_otherwise(newest: Checkpoint | None, last: Signed, derived: _Derived) -> None:
    """What a folder restored along with the log has forgotten, the database may still know."""
    if newest is None or _continues(newest, last, derived):
        return
    raise SignerRefused(
        f"No se firma el registro: tiene {derived.size} registros y no concuerda con el punto de control de {newest.size} "
        "que guarda la base de datos. Si se restauró una copia, restáurela completa y ejecute: pacc ledger recover."
    )


def _continues(newest: Checkpoint, last: Signed, derived: _Derived) -> bool:
    """Of an earlier epoch, which a recovery closed, only its size still counts."""
    if newest.origin != last.origin:
        return newest.size < derived.size
    return derived.roots.get(newest.size) == newest.root


def _newest_of_this_key(sessions: sessionmaker[Session], folder: SignerFolder) -> Checkpoint | None:
    """The last one that the database keeps, as it was signed.

    A folder that began anew would sign, with another key, a log whose checkpoints outsiders hold.
    """
    with sessions() as session:
        newest = session.scalars(_NEWEST).first()
    if newest is None:
        return None
    try:
        return opened(newest.note, folder.verifiers())
    except CheckpointError as error:
        raise SignerRefused(
            "No se firma el registro: sus puntos de control son de otra llave. Restaure la carpeta del firmante "
            f"({folder.root}) de su copia de seguridad."
        ) from error


def _holds(last: Signed, derived: _Derived) -> bool:
    return derived.roots.get(last.size) == bytes.fromhex(last.root)


def _fits(note: str, folder: SignerFolder, derived: _Derived) -> bool:
    try:
        checkpoint = opened(note, folder.verifiers())
    except CheckpointError:
        return False
    return derived.roots.get(checkpoint.size) == checkpoint.root
