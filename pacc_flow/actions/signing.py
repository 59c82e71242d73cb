"""What it leaves to sign a follow-up, the first time or to correct it: the report, a record that is made to be public, and
word to those whom it concerns.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from pacc_flow.actions.notices import announce
from pacc_flow.actions.refusals import Refusal
from pacc_flow.actions.seats import Seat
from pacc_flow.actions.source import Source
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.calendar.words import long_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Cut, Report
from pacc_flow.reports import Snapshot

TOO_LONG = "El texto tiene {} caracteres y el máximo es {}."


class Meanwhile(Refusal):
    """Somebody changed what was about to be signed, or signed it first."""


@dataclass(frozen=True)
class Published:
    report: Report
    receipt: Receipt


def too_long(texts: dict[str, tuple[str, int]]) -> dict[str, str]:
    """The sentence for each text, by name of its field, that is longer than its most characters."""
    return {name: TOO_LONG.format(len(text), most) for name, (text, most) in texts.items() if len(text) > most}


def named(cut: Cut) -> str:
    """«el seguimiento del tercer corte de 2021, con corte al 31 de diciembre de 2021»."""
    return f"el seguimiento del {cut.name.lower()} de {cut.plan.year}, con corte al {long_date(cut.cut_on)}"


def sign_report(
    session: Session,
    cut: Cut,
    snapshot: Snapshot,
    *,
    statement: str,
    actor: Account,
    seat: Seat,
    at: datetime,
    source: Source,
    reason: str | None = None,
    superseded: Report | None = None,
) -> Published:
    """`reason` and the revision that is `superseded` are those of a correction."""
    report = Report(
        cut_id=cut.id,
        revision=snapshot.revision,
        snapshot=snapshot.to_canonical_bytes().decode(),
        snapshot_sha256=snapshot.sha256,
        statement=statement,
        reason=reason,
        published_at=at,
        look=cut.plan.entity.look,
        signed_by_id=actor.id,
        signed_by_office_id=seat.office.id,
    )
    session.add(report)
    data = content_of(report) | {"statement": statement}
    if superseded:
        data |= {"reason": reason, "supersedes": content_of(superseded)}
    # This record is made to be public, with its proof: it says which office signed, and not from where.
    shown = replace(seat.actor(actor, source), ip="", session="")
    kind, entity_id = Kind.REPORT_PUBLISH, actor.entity_id
    receipt = record(session, kind=kind, actor=shown, at=at, subject=report, entity_id=entity_id, data=data)
    announce(session, report, cut, entity_id=entity_id, at=at)
    return Published(report, receipt)


def content_of(report: Report) -> dict[str, object]:
    """What a record says of exactly this revision."""
    return {"cut": report.cut_id, "revision": report.revision, "snapshot_sha256": report.snapshot_sha256}
