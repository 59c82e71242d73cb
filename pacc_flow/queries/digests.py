"""What waits in the outbox, and the digest it makes for a person as things stand at the moment of sending."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from textwrap import shorten
from typing import Protocol

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from pacc_flow.calendar import reminder_facts
from pacc_flow.calendar.words import long_date
from pacc_flow.clock import bogota_date
from pacc_flow.models import Account, Notice, NoticeState
from pacc_flow.models.stand_ins import replaced_by
from pacc_flow.notifications.message import Digest, Item, Kind, Section, Thread
from pacc_flow.queries.digest_asks import Ask, asks_of, entry_ids_of
from pacc_flow.queries.digest_entries import ToldEntry, told_entries
from pacc_flow.queries.digest_news import news_of, publications_of, receipts_of
from pacc_flow.queries.reach import Reach, reaches_of
from pacc_flow.queries.sweeping import is_undecided
from pacc_flow.workflow import State

# fmt: off
_DESKS: dict[Kind, str] = {"review": "/app/revision/{}", "verify": "/app/verificacion/{}"}
_DESK = "/app/entradas/{}"  # where anything else is done
_STATE_WORDS = {State.DRAFT: "Borrador", State.SUBMITTED: "Enviada", State.REVIEWED: "Revisada", State.VERIFIED: "Verificada"}
# fmt: on
_SUBJECT = 80  # characters of an activity in the subject of a message


class Parcel(Protocol):
    """The notices that make one message."""

    @property
    def reference(self) -> str: ...
    @property
    def recipient_id(self) -> int: ...
    @property
    def notices(self) -> Sequence[Notice]: ...


def recipients_waiting(session: Session, now: datetime, *, at: datetime, at_most: int) -> Sequence[int]:
    """Those who have waited longest first. A digest waits until the day of `now` is decided for whoever gets it."""
    return session.scalars(
        select(Notice.recipient_id)
        .join(Notice.recipient)
        .where(Notice.state == NoticeState.PENDING, Notice.next_try_at <= at, or_(~Notice.is_for_digest(), ~is_undecided(now)))
        .group_by(Notice.recipient_id)
        .order_by(func.min(Notice.next_try_at), Notice.recipient_id)
        .limit(at_most)
    ).all()


def pending(
    session: Session, recipients: Mapping[int, Account], parcels: Sequence[Parcel], *, now: datetime, base_url: str
) -> list[Digest | None]:
    """One for each parcel, for recipients with their entity at hand; None when everything that it would tell was done
    meanwhile, is over, or is no longer theirs.
    """
    entities = {recipient.entity_id for recipient in recipients.values()}
    away = replaced_by(session, *entities, on=bogota_date(now))
    reaches = reaches_of(session, recipients.keys(), away)
    entries = _entries(session, [notice for parcel in parcels for notice in parcel.notices], away)
    return [
        _pending(session, recipients[parcel.recipient_id], parcel, entries, reaches[parcel.recipient_id], base_url)
        for parcel in parcels
    ]


def _pending(  # noqa: PLR0917  # what a message is made of
    session: Session, recipient: Account, parcel: Parcel, entries: dict[int, ToldEntry], reach: Reach, base_url: str
) -> Digest | None:
    if not recipient.is_active:
        return None
    notices, entity = parcel.notices, recipient.entity
    asks = {notice.id: asks_of(notice, entries, reach) for notice in notices}
    digest = Digest(
        reference=parcel.reference,
        recipient_name=recipient.name,
        recipient_address=recipient.email,
        entity_name=entity.name,
        home_link=f"{base_url}/app/",
        settings_link=f"{base_url}/app/cuenta/avisos",
        thread=_thread(notices, entries),
        sections=_sections(notices, asks, base_url),
        news=tuple(news_of(session, notices, entries, reach, base_url)),
        is_demo=entity.is_demo,
        receipts=tuple(receipts_of(session, notices)),
        publications=tuple(publications_of(session, notices, f"{base_url}/{entity.slug}")),
        untold=frozenset(notice.id for notice in notices if notice.kind in reminder_facts.KINDS and not asks[notice.id]),
    )
    return digest if digest.tells else None


def _sections(notices: Sequence[Notice], asks: Mapping[int, Sequence[Ask]], base_url: str) -> tuple[Section, ...]:
    """Each entry is told once, a return before a reminder."""
    sections: dict[tuple[Kind, date, date], list[Item]] = {}
    told: set[int] = set()
    for notice in sorted(notices, key=lambda notice: (notice.kind != "returned", notice.id)):
        for entry, kind, note in asks[notice.id]:
            if entry.id not in told:
                told.add(entry.id)
                sections.setdefault((kind, entry.cut_on, _due_on(kind, entry)), []).append(_item(entry, kind, note, base_url))
    return tuple(
        Section(kind, f"corte del {long_date(cut_on)}", due_on, tuple(items))
        for (kind, cut_on, due_on), items in sections.items()
    )


def _thread(notices: Sequence[Notice], entries: dict[int, ToldEntry]) -> Thread | None:
    """What is told at once of one entry stays together in the mail box of whoever reads it."""
    about = [entries.get(notice.content.get("entry_id", 0)) if notice.at_once else None for notice in notices]
    entry = about[0]
    if entry is None or any(other is not entry for other in about):
        return None
    title = shorten(entry.title, _SUBJECT, placeholder="…")
    subject = f"Actividad {entry.number}, corte del {long_date(entry.cut_on)}: {title}"
    return Thread(f"entrada-{entry.id}", subject)


def _entries(session: Session, notices: Sequence[Notice], away: Mapping[int, int]) -> dict[int, ToldEntry]:
    ids = {entry_id for notice in notices if notice.kind != "receipt" for entry_id in entry_ids_of(notice)}
    return told_entries(session, ids, away)


def _due_on(kind: Kind, entry: ToldEntry) -> date:
    return {"review": entry.planning_due_on, "verify": entry.control_due_on}.get(kind, entry.offices_due_on)


def _item(entry: ToldEntry, kind: Kind, note: str, base_url: str) -> Item:
    return Item(
        number=entry.number,
        title=entry.title,
        state=_state_words(entry),
        link=base_url + _DESKS.get(kind, _DESK).format(entry.id),
        note=note,
    )


def _state_words(entry: ToldEntry) -> str:
    state = State(entry.state)
    if state is State.DRAFT and entry.round > 1:
        return "Devuelta"
    if state is State.DRAFT and entry.saved_at is None:
        return "Sin empezar"
    return _STATE_WORDS[state]
