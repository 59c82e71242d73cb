"""The sweeps: each asks what is due and was not done, never what falls today, so that a stopped scheduler catches up.

They may run in any order, and at once: what one of them needs of another it asks for, and else it waits for its next time.
Each is a plain function of a session factory and an instant; the scheduler calls them by the clock, `pacc remind` at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import sessionmaker

from pacc_flow.actions import alarms, checkpoints, lease
from pacc_flow.actions.cuts import load_cut, open_cut
from pacc_flow.actions.reminders import enqueue, mark_swept
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Session
from pacc_flow.calendar import Reminder, due
from pacc_flow.clock import BOGOTA, bogota_date
from pacc_flow.delivery import SCHEDULER, Delivered, Post, deliver_mail
from pacc_flow.ledger.body import FileRef
from pacc_flow.models import AlarmKind, CutState, Entity, LedgerCheckpoint
from pacc_flow.models.calendars import calendar_of, ladder_of
from pacc_flow.queries import reminding, sweeping
from pacc_flow.queries.files import recorded_files
from pacc_flow.queries.proofs import ledger_size, newest_checkpoint

__all__ = [
    "SCHEDULER",
    "Delivered",
    "Post",
    "Swept",
    "deliver_mail",
    "enqueue_due_reminders",
    "open_due_cuts",
    "sign_checkpoint",
    "sweep_evidence",
    "until_next_night",
]

SWEEP = "sweep_evidence"


def open_due_cuts(sessions: sessionmaker[Session], now: datetime, *, at: datetime | None = None) -> int:
    """Opens every cut whose day has come; returns how many. `at` is when it is done, should `now` be another instant."""
    with sessions() as session:
        waiting = sweeping.due_to_open(session, bogota_date(now))
    opened = 0
    for entity_id, cut_id in waiting:
        with sessions() as session:
            cut = load_cut(session, cut_id, entity_id=entity_id)
            if cut.state == CutState.PLANNED:
                open_cut(session, cut, actor=SCHEDULER, at=at or now)
                opened += 1
            session.commit()
    return opened


def enqueue_due_reminders(
    sessions: sessionmaker[Session], now: datetime, *, at: datetime | None = None, dry_run: bool = False
) -> list[Reminder]:
    """Decides what is due and not sent, and writes it to the outbox, one transaction for each entity. One with a cut to
    open waits for it: an hour is decided once. `dry_run` tells of the cuts as they stand.
    """
    with sessions() as session:
        opens = set() if dry_run else {entity_id for entity_id, _ in sweeping.due_to_open(session, bogota_date(now))}
        entities = [entity_id for entity_id in sweeping.entities_to_sweep(session, now) if entity_id not in opens]
    decided: list[Reminder] = []
    for entity_id in entities:
        with sessions() as session:
            found = _due(session, entity_id, now)
            if not dry_run:
                enqueue(session, found, entity_id=entity_id, actor=SCHEDULER, at=at or now)
                mark_swept(session, entity_id, hour=sweeping.hour_of(now))
                session.commit()
            decided += found
    return decided


def sign_checkpoint(sessions: sessionmaker[Session], folder: SignerFolder, now: datetime) -> LedgerCheckpoint | None:
    """Signs the ledger if it grew, and adds a record first if it did not for a day. A refusal becomes an alarm."""
    checkpoints.beat(sessions, at=now)
    with sessions() as session:
        size = ledger_size(session)
        newest = newest_checkpoint(session)
    # Not only when it grew: a log that is shorter than what was signed is for the signer to refuse, loudly.
    changed = size != (newest.size if newest else 0)
    return checkpoints.sign_or_alarm(sessions, folder, at=now) if changed else None


@dataclass(frozen=True)
class Swept:
    """How many files were read anew, and the sentence of each that is not what was recorded."""

    files: int
    damaged: tuple[str, ...]


def sweep_evidence(sessions: sessionmaker[Session], store: EvidenceStore, now: datetime) -> Swept:
    """Reads every recorded file anew, once a night; a difference is an alarm, and a file that is right again clears it."""
    with sessions() as session:
        is_mine = lease.take(session, f"sweep of {now.isoformat()}", at=now, name=SWEEP, term=until_next_night(now))
        files = recorded_files(session) if is_mine else []
    return Swept(len(files), tuple(filter(None, [_sweep(sessions, store, *file, now) for file in files])))


def _sweep(sessions: sessionmaker[Session], store: EvidenceStore, entity_id: int, file: FileRef, now: datetime) -> str | None:
    damage = store.damage(file)
    if damage:
        told = (AlarmKind.EVIDENCE, file.sha256, damage)
        alarms.raise_once(sessions, *told, entity_id=entity_id, actor=SCHEDULER, at=now)
        return damage
    with sessions() as session:
        alarms.clear_alarm(session, AlarmKind.EVIDENCE, file.sha256, actor=SCHEDULER, at=now)
        session.commit()
    return None


def until_next_night(now: datetime) -> timedelta:
    """To the next two in the morning in Bogotá, when nobody waits for the disk."""
    here = now.astimezone(BOGOTA)
    night = here.replace(hour=2, minute=0, second=0, microsecond=0)
    return (night if night > here else night + timedelta(days=1)) - here


def _due(session: Session, entity_id: int, now: datetime) -> list[Reminder]:
    entity = session.get_one(Entity, entity_id)
    cuts = reminding.open_cuts(session, entity_id)
    looked_at = sweeping.looked_at(session, entity_id, lock=True)
    facts = reminding.facts(session, entity_id, cuts, now=now)
    return [
        reminder
        for cut in facts.cuts
        for reminder in due(
            cut=cut,
            entries=facts.entries[cut.cut_id],
            people=facts.people,
            now=now,
            sent=facts.sent,
            ladder=ladder_of(entity),
            calendar=calendar_of(entity),
            looked_at=looked_at,
        )
    ]
