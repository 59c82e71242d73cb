"""What a message tells besides what it asks: news of entries and of the plan, receipts of what the person did, publications."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, joinedload

from pacc_flow.calendar.words import days_from_to, long_date, weekday_date
from pacc_flow.clock import bogota_date
from pacc_flow.models import Activity, Cut, CutState, Entry, LedgerRecord, Membership, Notice, Plan, Substitution
from pacc_flow.notifications.message import News, Publication, Receipt
from pacc_flow.queries.digest_asks import still_returned
from pacc_flow.queries.digest_entries import ToldEntry
from pacc_flow.queries.proofs import first_cover
from pacc_flow.queries.published import report_of
from pacc_flow.queries.reach import Reach
from pacc_flow.reports.wording import percent_words
from pacc_flow.workflow import Action, State
from pacc_flow.workflow.names import listed
from pacc_flow.workflow.office_names import the

# fmt: off
_DID = {
    Action.SUBMIT: "Envió",
    Action.WITHDRAW: "Retiró",
    Action.REVIEW: "Aprobó",
    Action.RETURN_TO_OFFICE: "Devolvió a la oficina",
    Action.RETURN_TO_PLANNING: "Devolvió a Planeación",
    Action.VERIFY: "Verificó",
    Action.REOPEN: "Reabrió",
}
_STILL = {  # kind of news: the states in which it is still true
    "reviewed": {State.REVIEWED, State.VERIFIED},
    "verified": {State.VERIFIED},
}
_MILESTONES = {
    "cut_on": "la fecha de corte",
    "opens_on": "la apertura",
    "offices_due_on": "el reporte de las oficinas",
    "planning_due_on": "la revisión de Planeación",
    "control_due_on": "la publicación de Control Interno",
}
# fmt: on


def news_of(
    session: Session, notices: Sequence[Notice], entries: dict[int, ToldEntry], reach: Reach, base_url: str
) -> Iterator[News]:
    cuts = _cuts(session, [notice.cut_id for notice in notices if notice.kind in ("moved", "assigned")])
    memberships, substitutions = _memberships(session, notices), _substitutions(session, notices)
    decided = {(notice.kind, notice.content["entry_id"]): notice for notice in notices if notice.kind in _STILL}
    for notice in notices:
        if notice in decided.values():  # of what was decided, taken back and decided again, the last time
            yield from _decided(notice, entries[notice.content["entry_id"]], base_url)
        elif notice.kind == "moved":
            yield from _moved(notice, cuts[notice.cut_id], base_url)
        elif notice.kind == "returned":
            yield from _returned(notice, entries[notice.content["entry_id"]], reach, base_url)
        elif notice.kind == "assigned" and reach.own:
            joined = memberships.get(notice.content.get("membership", 0))
            yield from _assigned(notice, cuts[notice.cut_id].plan, joined, base_url)
        elif notice.kind == "substitute":
            yield from _substitute(notice, substitutions[notice.content["substitution"]], base_url)


def _decided(notice: Notice, entry: ToldEntry, base_url: str) -> Iterator[News]:
    if entry.state not in _STILL[notice.kind] or entry.round != notice.round:
        return
    if notice.kind == "reviewed":
        follows = "; sigue la verificación de Control Interno" if entry.state == State.REVIEWED else ""
        said = f"Planeación aprobó el reporte{follows}."
    else:
        said = f"Control Interno verificó el reporte con {percent_words(entry.verified_percent or 0)}."
    title = f"Actividad {entry.number}: {entry.title}"
    link = f"{base_url}/app/entradas/{entry.id}"
    yield News(title, said, link, quote=entry.observation if notice.kind == "verified" else "")


def _returned(notice: Notice, entry: ToldEntry, reach: Reach, base_url: str) -> Iterator[News]:
    """To whoever helps and does not lead: it is not theirs to send, and their section may have to change."""
    helps = reach.told & {*entry.facts.office_ids} and not reach.told & entry.facts.lead_office_ids
    if helps and entry.state == State.DRAFT and entry.cut_state == CutState.OPEN and still_returned(notice, entry):
        said = f"La corrige y la vuelve a enviar {the(entry.lead or '')}. Mire si el comentario es sobre su sección."
        title, link = f"Devolvieron la actividad {entry.number}: {entry.title}", f"{base_url}/app/entradas/{entry.id}"
        yield News(title, said, link, quote=notice.content["comment"], by=notice.content["by"])


def _moved(notice: Notice, cut: Cut, base_url: str) -> Iterator[News]:
    """The milestones that still stand where they were moved to."""
    moved = {
        name: (date.fromisoformat(before), date.fromisoformat(now))
        for name, (before, now) in notice.content["moved"].items()
        if getattr(cut, name) == date.fromisoformat(now)
    }
    if moved:
        said = "; ".join(
            f"{_MILESTONES[name]} pasa del {weekday_date(before)} al {weekday_date(now)}"
            for name, (before, now) in moved.items()
        )
        title = f"Se movieron los plazos del corte del {long_date(cut.cut_on)}"
        quote, by = notice.content["reason"], notice.content.get("by", "")
        yield News(title, f"{said[:1].upper()}{said[1:]}.", f"{base_url}/app/calendario", quote=quote, by=by)


def _assigned(notice: Notice, plan: Plan, joined: Membership | None, base_url: str) -> Iterator[News]:
    """With a new plan, or to whoever `joined` its office and is still there."""
    if joined and joined.ended_at is not None:
        return
    said = f"Usted entró a {the(joined.office.name)}, y así está en el plan" if joined else "Así quedó en el plan"
    numbers = notice.content["activities"]
    what = f"{'la actividad' if len(numbers) == 1 else 'las actividades'} {listed(numbers)}"
    yield News(f"Su oficina responde por {what}", f"{said} {plan.name}.", f"{base_url}/app/plan")


def _substitute(notice: Notice, substitution: Substitution, base_url: str) -> Iterator[News]:
    """That it began is told while it lasts, and that it was ended before its last day: to whoever did not end it."""
    name, link = substitution.account.name, f"{base_url}/app/cuenta/reemplazos"
    began = substitution.ended_at is None or bogota_date(substitution.ended_at) >= substitution.starts_on
    if notice.recipient_id == substitution.account_id:
        said = (
            "El reemplazo terminó antes de tiempo y lo suyo vuelve a su escritorio: si sigue por fuera, nombre a otra persona."
        )
        yield News(f"{substitution.substitute.name} ya no actúa en su nombre", said, link)
    elif notice.content["is_over"]:
        said = "El reemplazo terminó antes de tiempo."
        if began:
            said += " Lo que usted hizo en su nombre queda en la historia, a nombre de los dos."
        yield News(f"Ya no reemplaza a {name}", said, link)
    elif substitution.ended_at is None:
        said = "Lo de esa persona le llega a su escritorio, y lo que usted haga en su nombre queda a nombre de los dos."
        yield News(f"Usted reemplaza a {name} {days_from_to(substitution.starts_on, substitution.ends_on)}", said, link)


def _cuts(session: Session, ids: Sequence[int | None]) -> dict[int | None, Cut]:
    if not ids:
        return {}
    found = session.scalars(select(Cut).where(Cut.id.in_(ids)).options(joinedload(Cut.plan, innerjoin=True)))
    return {cut.id: cut for cut in found}


def _memberships(session: Session, notices: Sequence[Notice]) -> dict[int, Membership]:
    ids = [notice.content["membership"] for notice in notices if "membership" in notice.content]
    if not ids:
        return {}
    with_office = joinedload(Membership.office, innerjoin=True)
    found = session.scalars(select(Membership).where(Membership.id.in_(ids)).options(with_office))
    return {membership.id: membership for membership in found}


def _substitutions(session: Session, notices: Sequence[Notice]) -> dict[int, Substitution]:
    ids = [notice.content["substitution"] for notice in notices if notice.kind == "substitute"]
    if not ids:
        return {}
    people = [joinedload(one, innerjoin=True) for one in (Substitution.account, Substitution.substitute)]
    found = session.scalars(select(Substitution).where(Substitution.id.in_(ids)).options(*people))
    return {substitution.id: substitution for substitution in found}


def receipts_of(session: Session, notices: Sequence[Notice]) -> Iterator[Receipt]:
    """The record of each step, found by the entry and the revision that it left."""
    steps = {
        (notice.content["entry_id"], notice.content["rev"]): notice.content["action"]
        for notice in notices
        if notice.kind == "receipt"
    }
    if not steps:
        return
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


def publications_of(session: Session, notices: Sequence[Notice], address: str) -> Iterator[Publication]:
    """`address` is that of the entity's public pages."""
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
                revision=report.revision,
                reason=report.reason or "",
                changes_link=f"{address}/{report.year}/corte-{report.number}/cambios/",
            )
