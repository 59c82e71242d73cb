"""Internal Control signs a cut off: what nobody verified is listed with its reason, and the follow-up is frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, subqueryload

from pacc_flow.actions.cuts import load_cut
from pacc_flow.actions.earlier_cuts import earlier_cuts
from pacc_flow.actions.freeze import NOTHING, freeze, publishable
from pacc_flow.actions.refusals import Forbidden, Invalid, Refusal
from pacc_flow.actions.seats import Seat, seat_of
from pacc_flow.actions.signing import Meanwhile, Published, named, sign_report, too_long
from pacc_flow.actions.source import NOWHERE, Source
from pacc_flow.actions.trail import record
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import (
    Account,
    Activity,
    Cut,
    CutState,
    Entry,
    Office,
    OfficeKind,
    Responsibility,
    facts_of_account,
)
from pacc_flow.reports import Snapshot, SnapshotError
from pacc_flow.workflow import State
from pacc_flow.workflow.office_names import the_first
from pacc_flow.workflow.publication import why_not_publish

REASON_CHARS = 500
OBSERVATION_CHARS = 500
# Only figures are shown before signing: what stands here until the reason is typed is never signed nor stored.
_STAND_IN = "Motivo por escribir"


@dataclass(frozen=True)
class SignOff:
    """What would be signed now, frozen as it will be. `left` are the entries that nobody verified; `why_not` is the
    guard's sentence while their reasons are not written; `seen` names exactly this state of the cut.
    """

    cut: Cut
    left: Sequence[Entry]
    statement: str
    snapshot: Snapshot
    why_not: str | None
    seen: str


def sign_off(
    session: Session,
    cut_id: int,
    *,
    actor: Account,
    at: datetime,
    reasons: Mapping[int, str] = NOTHING,
    observations: Mapping[int, str] = NOTHING,
) -> SignOff:
    """What the person is about to sign, without changing anything. Raises NotFound, Forbidden or Refusal."""
    cut = load_cut(session, cut_id, entity_id=actor.entity_id, lock=False)
    entries = entries_of(session, cut)
    _permit(cut, actor, at)
    left = [entry for entry in entries if entry.state != State.VERIFIED]
    given = {entry.id: publishable(reasons.get(entry.id, "")) or _STAND_IN for entry in left}
    seat = seat_of(actor, OfficeKind.CONTROL, on=bogota_date(at))
    return SignOff(
        cut=cut,
        left=left,
        statement=statement_of(cut, seat.office),
        snapshot=_frozen(session, cut, entries, office=seat.office, at=at, reasons=given, observations=observations),
        why_not=_unexplained(actor, at, left, reasons),
        seen=state_of(cut, entries),
    )


def publish_cut(
    session: Session,
    cut_id: int,
    *,
    actor: Account,
    reasons: Mapping[int, str],
    at: datetime,
    source: Source = NOWHERE,
    observations: Mapping[int, str] = NOTHING,
    seen: str | None = None,
) -> Published:
    """Signs and freezes. `reasons` maps the id of an unverified entry to why it goes unreported, `observations` the
    number of a component to a remark for its summary; `seen` is `SignOff.seen` of what the person had before their eyes.

    Raises NotFound, Forbidden, Meanwhile, or Invalid naming `reasons` or `observations`.
    """
    cut = load_cut(session, cut_id, entity_id=actor.entity_id)
    entries = entries_of(session, cut)
    _permit(cut, actor, at)
    if seen is not None and seen != state_of(cut, entries):
        raise Meanwhile("Alguna entrada cambió mientras usted preparaba la firma. No se publicó nada: mire de nuevo qué firma.")
    left = [entry for entry in entries if entry.state != State.VERIFIED]
    if refusal := _unexplained(actor, at, left, reasons):
        raise Invalid({"reasons": refusal})
    given = {entry.id: publishable(reasons[entry.id]) for entry in left}
    _check_lengths(given, observations)
    seat = seat_of(actor, OfficeKind.CONTROL, on=bogota_date(at))
    snapshot = _frozen(session, cut, entries, office=seat.office, at=at, reasons=given, observations=observations)
    return _sign(session, cut, left, given, snapshot, actor=actor, seat=seat, at=at, source=source)


def entries_of(session: Session, cut: Cut) -> Sequence[Entry]:
    """The entries of a cut in the order of the plan, with all that a publication needs of them: three statements, however
    many there are, which loading by lists of ids would not be.
    """
    entries = session.scalars(
        select(Entry)
        .join(Entry.activity)
        .where(Entry.cut_id == cut.id)
        .options(
            # Neither is asked for in batches: the number of statements must not grow with the plan.
            joinedload(Entry.activity, innerjoin=True).options(
                joinedload(Activity.component, innerjoin=True),
                joinedload(Activity.responsibilities, innerjoin=True).joinedload(Responsibility.office, innerjoin=True),
            ),
            subqueryload(Entry.evidence),
        )
        .order_by(Activity.number)
        .execution_options(populate_existing=True)
    )
    return entries.unique().all()


def statement_of(cut: Cut, office: Office) -> str:
    """What the person approves by signing (Ley 527 de 1999, art. 7); it names the office, the record names the person."""
    return f"{the_first(office.name)} verificó {named(cut)}, y aprueba el contenido exacto que se publica."


def state_of(cut: Cut, entries: Sequence[Entry]) -> str:
    """A name for exactly this state: it changes with any step of any entry, and with the cut itself."""
    revisions = " ".join(f"{entry.id}:{entry.rev}" for entry in entries)
    return sha256(f"{cut.id}:{cut.rev} {revisions}".encode()).hexdigest()


def _permit(cut: Cut, actor: Account, at: datetime) -> None:
    person = facts_of_account(actor, on=bogota_date(at))
    if refusal := why_not_publish(person, is_open=True, unexplained=()):
        raise Forbidden(refusal)
    if cut.state == CutState.PUBLISHED:
        raise Meanwhile("Este seguimiento ya está firmado y publicado. Lo suyo no cambió nada.")
    if refusal := why_not_publish(person, is_open=cut.state == CutState.OPEN, unexplained=()):
        raise Refusal(refusal)


def _unexplained(actor: Account, at: datetime, left: Sequence[Entry], reasons: Mapping[int, str]) -> str | None:
    numbers = [entry.activity.number for entry in left if not publishable(reasons.get(entry.id, ""))]
    person = facts_of_account(actor, on=bogota_date(at))
    return why_not_publish(person, is_open=True, unexplained=numbers)


def _check_lengths(given: Mapping[int, str], observations: Mapping[int, str]) -> None:
    reasons = {f"reason_{key}": (text, REASON_CHARS) for key, text in given.items()}
    remarks = {f"observation_{key}": (publishable(text), OBSERVATION_CHARS) for key, text in observations.items()}
    if errors := too_long(reasons | remarks):
        raise Invalid(errors)


def _frozen(
    session: Session,
    cut: Cut,
    entries: Sequence[Entry],
    *,
    office: Office,
    at: datetime,
    reasons: Mapping[int, str],
    observations: Mapping[int, str],
) -> Snapshot:
    earlier = earlier_cuts(session, cut)
    try:
        return freeze(
            cut, entries, revision=1, office=office, at=at, reasons=reasons, observations=observations, earlier=earlier
        )
    except SnapshotError as error:
        raise Refusal(f"Así no se puede publicar. {error}") from error


def _sign(
    session: Session,
    cut: Cut,
    left: Sequence[Entry],
    given: Mapping[int, str],
    snapshot: Snapshot,
    *,
    actor: Account,
    seat: Seat,
    at: datetime,
    source: Source,
) -> Published:
    signed = seat.actor(actor, source)
    entity_id = actor.entity_id
    for entry in left:
        entry.unreported_reason = given[entry.id]
        told = {"reason": entry.unreported_reason}
        kind = Kind.ENTRY_MARK_UNREPORTED
        record(session, kind=kind, actor=signed, at=at, subject=entry, entity_id=entity_id, data=told)
    cut.state = CutState.PUBLISHED
    cut.published_at = at
    data = {"cut": cut.id, "revision": snapshot.revision, "snapshot_sha256": snapshot.sha256}
    record(session, kind=Kind.CUT_PUBLISH, actor=signed, at=at, subject=cut, entity_id=entity_id, data=data)
    statement = statement_of(cut, seat.office)
    return sign_report(session, cut, snapshot, statement=statement, actor=actor, seat=seat, at=at, source=source)
