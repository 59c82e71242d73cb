"""What waits in the outbox, and the digest it makes for a person as things stand at the moment of sending."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from textwrap import shorten
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pacc_flow.calendar.words import long_date
from pacc_flow.models import Account, CutState, Notice, NoticeState
from pacc_flow.notifications.message import Digest, Item, Kind, Section, Thread
from pacc_flow.queries.digest_entries import ToldEntry, told_entries
from pacc_flow.queries.digest_news import news_of, publications_of, receipts_of
from pacc_flow.workflow import State

# fmt: off
_ASKED = {  # kind of notice: (state in which it still holds, address of the desk)
    "submit": (State.DRAFT,     "/app/entradas/{}"),
    "write":  (State.DRAFT,     "/app/entradas/{}"),
    "copy":   (State.DRAFT,     "/app/entradas/{}"),
    "review": (State.SUBMITTED, "/app/revision/{}"),
    "verify": (State.REVIEWED,  "/app/verificacion/{}"),
}
_STATE_WORDS = {State.DRAFT: "Borrador", State.SUBMITTED: "Enviada", State.REVIEWED: "Revisada", State.VERIFIED: "Verificada"}
_DOES: dict[str, Kind] = {State.DRAFT: "submit", State.SUBMITTED: "review", State.REVIEWED: "verify"}
# fmt: on
_SUBJECT = 80  # characters of an activity in the subject of a message
_ASKING = frozenset({*_ASKED, "returned", "nudge"})


class Parcel(Protocol):
    """The notices that make one message."""

    @property
    def reference(self) -> str: ...
    @property
    def recipient_id(self) -> int: ...
    @property
    def notices(self) -> Sequence[Notice]: ...


def recipients_waiting(session: Session, now: datetime, *, at_most: int) -> Sequence[int]:
    """Those who have waited longest first."""
    return session.scalars(
        select(Notice.recipient_id)
        .where(Notice.state == NoticeState.PENDING, Notice.next_try_at <= now)
        .group_by(Notice.recipient_id)
        .order_by(func.min(Notice.next_try_at), Notice.recipient_id)
        .limit(at_most)
    ).all()


def pending(
    session: Session, recipients: Mapping[int, Account], parcels: Sequence[Parcel], *, base_url: str
) -> list[Digest | None]:
    """One for each parcel, for recipients with their entity at hand; None when everything that it would tell was done
    meanwhile, or is over.
    """
    entries = _entries(session, [notice for parcel in parcels for notice in parcel.notices])
    return [_pending(session, recipients[parcel.recipient_id], parcel, entries, base_url) for parcel in parcels]


def _pending(
    session: Session, recipient: Account, parcel: Parcel, entries: dict[int, ToldEntry], base_url: str
) -> Digest | None:
    """Each entry is told once, a return before a reminder."""
    if not recipient.is_active:
        return None
    notices, entity = parcel.notices, recipient.entity
    address = f"{base_url}/{entity.slug}"
    digest = Digest(
        reference=parcel.reference,
        recipient_name=recipient.name,
        recipient_address=recipient.email,
        entity_name=entity.name,
        home_link=f"{base_url}/app/",
        settings_link=f"{base_url}/app/cuenta/avisos",
        thread=_thread(notices, entries),
        sections=_sections(notices, entries, base_url),
        news=tuple(news_of(session, notices, entries, base_url)),
        is_demo=entity.is_demo,
        receipts=tuple(receipts_of(session, notices)),
        publications=tuple(publications_of(session, notices, address)),
        untold=_untold(notices, entries),
    )
    return digest if digest.tells else None


def _untold(notices: Sequence[Notice], entries: dict[int, ToldEntry]) -> frozenset[int]:
    return frozenset(notice.id for notice in notices if notice.kind in _ASKED and not _asked(notice, entries))


def _sections(notices: Sequence[Notice], entries: dict[int, ToldEntry], base_url: str) -> tuple[Section, ...]:
    sections: dict[tuple[Kind, int, date], list[Item]] = {}
    told: set[int] = set()
    cut_on: dict[int, date] = {}
    asking = (notice for notice in notices if notice.kind in _ASKING)
    for notice in sorted(asking, key=lambda notice: (notice.kind != "returned", notice.id)):
        for entry, kind, note in _asked(notice, entries):
            if entry.id not in told:
                told.add(entry.id)
                key = (kind, entry.cut_id, _due_on(kind, entry))
                sections.setdefault(key, []).append(_item(entry, kind, note, base_url))
                cut_on[entry.cut_id] = entry.cut_on
    return tuple(
        Section(kind, f"corte del {long_date(cut_on[cut_id])}", due_on, tuple(items))
        for (kind, cut_id, due_on), items in sections.items()
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


def _entries(session: Session, notices: Sequence[Notice]) -> dict[int, ToldEntry]:
    ids = {entry_id for notice in notices if notice.kind != "receipt" for entry_id in _entry_ids(notice)}
    return told_entries(session, ids, with_sections=any(notice.kind == "write" for notice in notices))


def _entry_ids(notice: Notice) -> Iterator[int]:
    if "entry_id" in notice.content:
        yield notice.content["entry_id"]
    yield from (entry_id for entry_id, _ in notice.content.get("entries", ()))


def _asked(notice: Notice, entries: dict[int, ToldEntry]) -> list[tuple[ToldEntry, Kind, str]]:
    """The entries that the notice still rightly speaks of, what is asked now, and a note for the person."""
    mine = [entry for entry in map(entries.__getitem__, _entry_ids(notice)) if entry.cut_state == CutState.OPEN]
    if notice.kind == "returned":
        note = f"«{notice.content['comment']}» {notice.content['by']}"
        kinds: dict[str, Kind] = {State.DRAFT: "correct", State.SUBMITTED: "review"}
        return [(entry, kinds[entry.state], note) for entry in mine if entry.state in kinds and _still_returned(entry, notice)]
    if notice.kind == "nudge":
        return list(_nudged(notice, mine))
    return [(entry, *_reminded(notice.kind, entry)) for entry in mine if _still_owed(notice.kind, entry)]


def _still_owed(kind: str, entry: ToldEntry) -> bool:
    state, _ = _ASKED[kind]
    return entry.state == state and (kind != "write" or entry.is_unwritten)


def _still_returned(entry: ToldEntry, notice: Notice) -> bool:
    """As it was returned, to whom and why: what the office sent again is no longer theirs to correct."""
    told = notice.content
    return (entry.state, entry.round, entry.return_comment) == (told.get("state", entry.state), notice.round, told["comment"])


def _nudged(notice: Notice, mine: Sequence[ToldEntry]) -> Iterator[tuple[ToldEntry, Kind, str]]:
    """Only what still stands as it stood when somebody asked."""
    rounds, states = dict(notice.content["entries"]), notice.content.get("states", {})
    by, message = notice.content["by"], notice.content.get("message", "")
    said = f"«{message}» {by}" if message else f"{by} le pide avanzar hoy"
    for entry in mine:
        stands = entry.state == states.get(str(entry.id), entry.state) and entry.round == rounds[entry.id]
        if stands and entry.state in _DOES:
            yield entry, _DOES[entry.state], said


def _reminded(kind: str, entry: ToldEntry) -> tuple[Kind, str]:
    if kind == "copy":
        return "copy", entry.lead or ""
    if kind == "submit" and entry.round > 1:
        return "correct", f"«{entry.return_comment}»"
    return kind, ""  # type: ignore[return-value]  # the other kinds of reminder are kinds of section


def _due_on(kind: Kind, entry: ToldEntry) -> date:
    return {"review": entry.planning_due_on, "verify": entry.control_due_on}.get(kind, entry.offices_due_on)


def _item(entry: ToldEntry, kind: Kind, note: str, base_url: str) -> Item:
    _, address = _ASKED.get(kind, _ASKED["submit"])
    return Item(
        number=entry.number,
        title=entry.title,
        state=_state_words(entry),
        link=base_url + address.format(entry.id),
        note=note,
    )


def _state_words(entry: ToldEntry) -> str:
    state = State(entry.state)
    if state is State.DRAFT and entry.round > 1:
        return "Devuelta"
    if state is State.DRAFT and entry.saved_at is None:
        return "Sin empezar"
    return _STATE_WORDS[state]
