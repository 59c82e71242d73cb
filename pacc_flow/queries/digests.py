"""What waits in the outbox, and the digest it makes for a person as things stand at the moment of sending."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from pacc_flow.calendar import BusinessCalendar
from pacc_flow.calendar.words import long_date
from pacc_flow.models import Account, Activity, Cut, Entry, LedgerRecord, Notice, NoticeState, Plan, Responsibility
from pacc_flow.models.calendars import calendar_of
from pacc_flow.notifications.message import Digest, Item, Kind, Publication, Receipt, Section
from pacc_flow.queries.proofs import first_cover
from pacc_flow.queries.published import report_of
from pacc_flow.workflow import Action, State

# fmt: off
_ASKED = {  # kind of notice: (state in which it still holds, address of the desk)
    "submit": (State.DRAFT,     "/app/entradas/{}"),
    "write":  (State.DRAFT,     "/app/entradas/{}"),
    "copy":   (State.DRAFT,     "/app/entradas/{}"),
    "review": (State.SUBMITTED, "/app/revision/{}"),
    "verify": (State.REVIEWED,  "/app/verificacion/{}"),
}
_DID = {
    Action.SUBMIT: "Envió",
    Action.WITHDRAW: "Retiró",
    Action.REVIEW: "Aprobó",
    Action.RETURN_TO_OFFICE: "Devolvió a la oficina",
    Action.RETURN_TO_PLANNING: "Devolvió a Planeación",
    Action.VERIFY: "Verificó",
    Action.REOPEN: "Reabrió",
}
_NEWS = {"receipt", "published"}  # they ask nothing of the person
_STATE_WORDS = {State.DRAFT: "Borrador", State.SUBMITTED: "Enviada", State.REVIEWED: "Revisada", State.VERIFIED: "Verificada"}
# fmt: on


@dataclass(frozen=True)
class Pending:
    """A digest ready to be composed; `digest` is None when everything it would tell was done meanwhile."""

    digest: Digest | None
    calendar: BusinessCalendar


def recipients_waiting(session: Session, now: datetime) -> Sequence[int]:
    return session.scalars(
        select(Notice.recipient_id)
        .where(Notice.state == NoticeState.PENDING, Notice.next_try_at <= now)
        .distinct()
        .order_by(Notice.recipient_id)
    ).all()


def pending(session: Session, recipient: Account, notices: Sequence[Notice], *, base_url: str) -> Pending:
    """Of an active recipient with their entity at hand. Each entry is told once, a return before a reminder."""
    asking = [notice for notice in notices if notice.kind not in _NEWS]
    entries = _entries(session, asking)
    cuts = {entry.cut_id: entry.cut for entry in entries.values()}
    sections: dict[tuple[Kind, int, date], list[Item]] = {}
    told: set[int] = set()
    for notice in sorted(asking, key=lambda notice: (notice.kind != "returned", notice.id)):
        for entry, kind, note in _asked(notice, entries):
            if entry.id not in told:
                told.add(entry.id)
                key = (kind, entry.cut_id, _due_on(kind, entry.cut))
                sections.setdefault(key, []).append(_item(entry, kind, note, base_url))
    entity = recipient.entity
    digest = Digest(
        reference=" ".join(str(notice.id) for notice in sorted(notices, key=lambda notice: notice.id)),
        recipient_name=recipient.name,
        recipient_address=recipient.email,
        entity_name=entity.name,
        home_link=f"{base_url}/app/",
        sections=tuple(
            Section(kind, f"corte del {long_date(cuts[cut_id].cut_on)}", due_on, tuple(items))
            for (kind, cut_id, due_on), items in sections.items()
        ),
        is_demo=entity.is_demo,
        receipts=tuple(_receipts(session, notices)),
        publications=tuple(_publications(session, notices, f"{base_url}/{entity.slug}")),
    )
    return Pending(digest if digest.tells and recipient.is_active else None, calendar_of(entity))


def _receipts(session: Session, notices: Sequence[Notice]) -> Iterator[Receipt]:
    """The record of each step, found by the entry and the revision that it left."""
    steps = {
        (notice.content["entry_id"], notice.content["rev"]): notice.content["action"]
        for notice in notices
        if notice.kind == "receipt"
    }
    is_its_entry = (LedgerRecord.subject_type == "entry") & (LedgerRecord.subject_id == Entry.id)
    found = session.execute(
        select(LedgerRecord.subject_id, LedgerRecord.subject_rev, LedgerRecord.seq, LedgerRecord.entry_hash, Activity.number)
        .join(Entry, is_its_entry)
        .join(Entry.activity)
        .where(tuple_(LedgerRecord.subject_id, LedgerRecord.subject_rev).in_(list(steps)))
        .order_by(LedgerRecord.seq)
    )
    for entry_id, rev, seq, entry_hash, number in found:
        yield Receipt(f"{_DID[steps[entry_id, rev]]} la actividad {number}", seq, entry_hash.hex())


def _publications(session: Session, notices: Sequence[Notice], address: str) -> Iterator[Publication]:
    for notice in notices:
        if notice.kind == "published":
            report = report_of(session, notice.content["cut"], notice.content["revision"])
            seq, entry_hash = report.receipt
            cover = first_cover(session, seq)
            yield Publication(
                name=f"seguimiento con corte al {long_date(report.cut_on)}",
                link=f"{address}/{report.year}/corte-{report.number}/",
                receipt=Receipt("", seq, entry_hash),
                checkpoint=cover.note if cover else None,
            )


def _entries(session: Session, notices: Sequence[Notice]) -> dict[int, Entry]:
    ids = {entry_id for notice in notices for entry_id in _entry_ids(notice)}
    found = session.scalars(
        select(Entry)
        .where(Entry.id.in_(ids))
        .options(
            joinedload(Entry.cut, innerjoin=True).joinedload(Cut.plan, innerjoin=True).joinedload(Plan.entity, innerjoin=True),
            joinedload(Entry.activity, innerjoin=True)
            .selectinload(Activity.responsibilities)
            .joinedload(Responsibility.office, innerjoin=True),
        )
    )
    return {entry.id: entry for entry in found}


def _entry_ids(notice: Notice) -> list[int]:
    if notice.kind == "returned":
        return [notice.content["entry_id"]]
    return [entry_id for entry_id, _ in notice.content["entries"]]


def _asked(notice: Notice, entries: dict[int, Entry]) -> list[tuple[Entry, Kind, str]]:
    """The entries that the notice still rightly speaks of, what is asked now, and a note for the person."""
    mine = [entries[entry_id] for entry_id in _entry_ids(notice)]
    if notice.kind == "returned":
        note = f"«{notice.content['comment']}» {notice.content['by']}"
        kinds: dict[str, Kind] = {State.DRAFT: "correct", State.SUBMITTED: "review"}
        return [
            (entry, kinds[entry.state], note)
            for entry in mine
            if entry.round == notice.round and entry.state in kinds and entry.return_comment == notice.content["comment"]
        ]
    state, _ = _ASKED[notice.kind]
    return [(entry, *_reminded(notice.kind, entry)) for entry in mine if entry.state == state]


def _reminded(kind: str, entry: Entry) -> tuple[Kind, str]:
    if kind == "copy":
        return "copy", entry.activity.responsibilities[0].office.name
    if kind == "submit" and entry.round > 1:
        return "correct", f"«{entry.return_comment}»"
    return kind, ""  # type: ignore[return-value]  # the other kinds of reminder are kinds of section


def _due_on(kind: Kind, cut: Cut) -> date:
    return {"review": cut.planning_due_on, "verify": cut.control_due_on}.get(kind, cut.offices_due_on)


def _item(entry: Entry, kind: Kind, note: str, base_url: str) -> Item:
    _, address = _ASKED.get(kind, _ASKED["submit"])
    return Item(
        number=entry.activity.number,
        title=entry.activity.name,
        state=_state_words(entry),
        link=base_url + address.format(entry.id),
        note=note,
    )


def _state_words(entry: Entry) -> str:
    state = State(entry.state)
    if state is State.DRAFT and entry.round > 1:
        return "Devuelta"
    if state is State.DRAFT and entry.saved_at is None:
        return "Sin empezar"
    return _STATE_WORDS[state]
