"""Internal Control corrects what was published: a revision more, made upon the one in force, which stays public as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.cuts import load_cut
from pacc_flow.actions.freeze import NOTHING, publishable, remark
from pacc_flow.actions.publication import OBSERVATION_CHARS, REASON_CHARS
from pacc_flow.actions.refusals import Forbidden, Invalid, Refusal
from pacc_flow.actions.seats import seat_of
from pacc_flow.actions.signing import Meanwhile, Published, named, sign_report, too_long
from pacc_flow.actions.source import NOWHERE, Source
from pacc_flow.actions.wanted import Wanted
from pacc_flow.clock import bogota_date
from pacc_flow.models import (
    Account,
    Activity,
    Cut,
    CutState,
    Entry,
    Office,
    OfficeKind,
    Report,
    facts_of_account,
    facts_of_hands,
)
from pacc_flow.reports import Snapshot, SnapshotError
from pacc_flow.reports.correction import NothingChangesError, correct
from pacc_flow.reports.differences import Difference, differences
from pacc_flow.reports.snapshot import Row
from pacc_flow.workflow import EntryFacts, State
from pacc_flow.workflow.guards import own_hand
from pacc_flow.workflow.office_names import the_first
from pacc_flow.workflow.publication import why_not_correct

NO_REASON = "Escriba por qué se corrige: se publica con la revisión."
ALTERED = "El contenido guardado no coincide con la huella que se firmó: no se corrige hasta aclararlo."
MEANWHILE = "Otra persona publicó la revisión {} mientras usted escribía. No se publicó nada: mire de nuevo qué cambia."


@dataclass(frozen=True)
class InForce:
    """The revision in force, read from what was signed. `refusals` says, by number of activity, why this person does not
    correct it; `seen` names exactly this revision.
    """

    cut: Cut
    report: Report
    snapshot: Snapshot
    refusals: Mapping[int, str]

    @property
    def seen(self) -> str:
        return self.report.snapshot_sha256


@dataclass(frozen=True)
class Correction:
    """What would be published now, and how it differs from what is in force."""

    in_force: InForce
    snapshot: Snapshot
    differences: Sequence[Difference]
    statement: str


NO_CHANGES: Mapping[int, Wanted] = {}


def in_force(session: Session, cut_id: int, *, actor: Account, at: datetime, lock: bool = False) -> InForce:
    """Raises NotFound, Forbidden to whoever is not of Internal Control, or Refusal for what is not published or was altered."""
    cut = load_cut(session, cut_id, entity_id=actor.entity_id, lock=lock)
    person = facts_of_account(actor, on=bogota_date(at))
    if refusal := why_not_correct(person, is_published=True):
        raise Forbidden(refusal)
    if refusal := why_not_correct(person, is_published=cut.state == CutState.PUBLISHED):
        raise Refusal(refusal)
    newest = select(Report).where(Report.cut_id == cut.id).order_by(Report.revision.desc()).limit(1)
    report = session.scalars(newest.execution_options(populate_existing=True)).one()
    whose = {number: own_hand(facts, person) for number, facts in _hands(session, cut)}
    return InForce(cut, report, _read(report), {number: refusal for number, refusal in whose.items() if refusal})


def correction(
    session: Session,
    cut_id: int,
    *,
    actor: Account,
    at: datetime,
    rows: Mapping[int, Wanted] = NO_CHANGES,
    remarks: Mapping[int, str] = NOTHING,
    seen: str | None = None,
) -> Correction:
    """What the person is about to sign, without changing anything; what it is given and raises as `publish_correction`."""
    return _prepared(in_force(session, cut_id, actor=actor, at=at), rows, remarks, actor=actor, at=at, seen=seen)


def publish_correction(
    session: Session,
    cut_id: int,
    *,
    actor: Account,
    reason: str,
    at: datetime,
    rows: Mapping[int, Wanted] = NO_CHANGES,
    remarks: Mapping[int, str] = NOTHING,
    source: Source = NOWHERE,
    seen: str | None = None,
) -> Published:
    """Signs and publishes the next revision. `rows` by number of activity, `remarks` by number of component; `reason` is
    public, and so names nobody; `seen` is `InForce.seen` of what the person had before their eyes.

    Raises NotFound, Forbidden, Meanwhile, Refusal, or Invalid naming `reason`, `changes` when there are none, or the field of
    an activity (`percent_24`, `narrative_24`, `observation_24`, `unreported_24`, `evidence_24`, `links_24`) or component
    (`remark_2`).
    """
    of = in_force(session, cut_id, actor=actor, at=at, lock=True)
    why = publishable(reason)
    if refusal := {"reason": NO_REASON} if not why else too_long({"reason": (why, REASON_CHARS)}):
        raise Invalid(refusal)
    prepared = _prepared(of, rows, remarks, actor=actor, at=at, seen=seen)
    return sign_report(
        session,
        of.cut,
        prepared.snapshot,
        statement=prepared.statement,
        actor=actor,
        seat=seat_of(actor, OfficeKind.CONTROL, on=bogota_date(at)),
        at=at,
        source=source,
        reason=why,
        superseded=of.report,
    )


def statement_of(cut: Cut, office: Office, revision: int) -> str:
    """What the person approves by signing a correction; see `publication.statement_of`."""
    return (
        f"{the_first(office.name)} corrige {named(cut)}: la revisión {revision} reemplaza a la {revision - 1}, "
        "que se conserva, y aprueba el contenido exacto que se publica."
    )


def _prepared(
    of: InForce, rows: Mapping[int, Wanted], remarks: Mapping[int, str], *, actor: Account, at: datetime, seen: str | None
) -> Correction:
    if seen is not None and seen != of.seen:
        raise Meanwhile(MEANWHILE.format(of.report.revision))
    if own := next((of.refusals[number] for number in sorted(rows) if number in of.refusals), None):
        raise Forbidden(own)
    said = {number: publishable(text) for number, text in remarks.items()}
    errors = too_long({f"remark_{number}": (text, OBSERVATION_CHARS) for number, text in said.items()})
    for row in of.snapshot.rows:
        if row.n in rows:
            errors |= rows[row.n].errors(row)
    if errors:
        raise Invalid(errors)
    office = seat_of(actor, OfficeKind.CONTROL, on=bogota_date(at)).office
    wanted, name = {number: row.corrected() for number, row in rows.items()}, publishable(office.name)
    try:
        after = correct(of.snapshot, rows=wanted, observations=said, office=name, at=at, remark=_remark)
    except NothingChangesError as error:
        raise Invalid({"changes": str(error)}) from error
    except SnapshotError as error:
        raise Refusal(f"Así no se puede publicar. {error}") from error
    return Correction(of, after, differences(of.snapshot, after), statement_of(of.cut, office, after.revision))


def _remark(rows: Sequence[Row]) -> str:
    return remark({row.n: row.percent for row in rows})


def _read(report: Report) -> Snapshot:
    try:
        return Snapshot.from_signed(report.snapshot, report.snapshot_sha256)
    except SnapshotError as error:
        raise Refusal(ALTERED) from error


def _hands(session: Session, cut: Cut) -> Sequence[tuple[int, EntryFacts]]:
    """Who had a hand in each entry, by number of activity: what separation of duties asks, and nothing else of them."""
    steps = (Entry.submitted_by_id, Entry.submitted_for_id, Entry.reviewed_by_id, Entry.reviewed_for_id)
    found = session.execute(
        select(Activity.number, Entry.state, Entry.authors, *steps).join(Entry.activity).where(Entry.cut_id == cut.id)
    )
    return [
        (
            row.number,
            facts_of_hands(State(row.state), row),
        )
        for row in found
    ]
