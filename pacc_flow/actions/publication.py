"""Internal Control signs a cut off: what nobody verified is listed with its reason, and the follow-up is frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from pacc_flow.actions.cuts import load_cut
from pacc_flow.actions.freeze import freeze
from pacc_flow.actions.refusals import Forbidden, Invalid
from pacc_flow.actions.source import NOWHERE, Source
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import (
    Account,
    Activity,
    Cut,
    CutState,
    Entry,
    Office,
    OfficeKind,
    Report,
    Responsibility,
    facts_of_account,
)
from pacc_flow.workflow import State
from pacc_flow.workflow.publication import why_not_publish

REASON_CHARS = 500


@dataclass(frozen=True)
class Published:
    report: Report
    receipt: Receipt


def publish_cut(
    session: Session,
    cut_id: int,
    *,
    actor: Account,
    reasons: Mapping[int, str],
    at: datetime,
    source: Source = NOWHERE,
) -> Published:
    """Signs and freezes. `reasons` maps the id of an unverified entry to why it goes unreported.

    Raises NotFound, Forbidden, or Invalid naming each entry that is neither verified nor explained.
    """
    cut = load_cut(session, cut_id, entity_id=actor.entity_id)
    entries = entries_of(session, cut)
    given = {entry.id: reasons.get(entry.id, "").strip() for entry in entries if entry.state != State.VERIFIED}
    unexplained = [entry.activity.number for entry in entries if given.get(entry.id) == ""]
    person, is_open = facts_of_account(actor), cut.state == CutState.OPEN
    if refusal := why_not_publish(person, is_open=is_open, unexplained=()):
        raise Forbidden(refusal)
    if refusal := why_not_publish(person, is_open=is_open, unexplained=unexplained):
        raise Invalid({"reasons": refusal})
    if any(len(reason) > REASON_CHARS for reason in given.values()):
        raise Invalid({"reasons": f"Cada motivo puede tener hasta {REASON_CHARS} caracteres."})
    office = _control_office(actor)
    signed = source.actor(actor, role=OfficeKind.CONTROL, office_id=office.id)
    for entry in entries:
        if entry.id in given:
            entry.unreported_reason = given[entry.id]
            reason = {"reason": entry.unreported_reason}
            kind = Kind.ENTRY_MARK_UNREPORTED
            record(session, kind=kind, actor=signed, at=at, subject=entry, entity_id=actor.entity_id, data=reason)
    cut.state = CutState.PUBLISHED
    cut.published_at = at
    report = _report(cut, entries, actor, office, at)
    session.add(report)
    data = {"cut": cut.id, "revision": report.revision, "snapshot_sha256": report.snapshot_sha256}
    record(session, kind=Kind.CUT_PUBLISH, actor=signed, at=at, subject=cut, entity_id=actor.entity_id, data=data)
    receipt = record(
        session,
        kind=Kind.REPORT_PUBLISH,
        actor=signed,
        at=at,
        subject=report,
        entity_id=actor.entity_id,
        data=data | {"statement": report.statement},
    )
    return Published(report, receipt)


def entries_of(session: Session, cut: Cut) -> Sequence[Entry]:
    """The entries of a cut in the order of the plan, with all that a publication needs of them."""
    return session.scalars(
        select(Entry)
        .join(Entry.activity)
        .where(Entry.cut_id == cut.id)
        .options(
            joinedload(Entry.activity, innerjoin=True).options(
                joinedload(Activity.component, innerjoin=True),
                selectinload(Activity.responsibilities).joinedload(Responsibility.office, innerjoin=True),
            ),
            selectinload(Entry.evidence),
        )
        .order_by(Activity.number)
    ).all()


def statement_of(cut: Cut, office: Office) -> str:
    """What the person approves by signing (Ley 527 de 1999, art. 7); it names the office, the record names the person."""
    return (
        f"La {office.name} verificó el seguimiento del {cut.name.lower()} de {cut.plan.year} "
        f"con corte al {cut.cut_on:%d/%m/%Y} y aprueba el contenido exacto que se publica."
    )


def _report(cut: Cut, entries: Sequence[Entry], actor: Account, office: Office, at: datetime) -> Report:
    snapshot = freeze(cut, entries, revision=1, office=office, at=at)
    return Report(
        cut_id=cut.id,
        revision=snapshot.revision,
        snapshot=snapshot.to_canonical_bytes().decode(),
        snapshot_sha256=snapshot.sha256,
        statement=statement_of(cut, office),
        published_at=at,
        signed_by_id=actor.id,
        signed_by_office_id=office.id,
    )


def _control_office(actor: Account) -> Office:
    current = (membership.office for membership in actor.memberships if membership.ended_at is None)
    return next(office for office in current if office.kind == OfficeKind.CONTROL)
