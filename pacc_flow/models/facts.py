"""From rows to the plain facts that the workflow judges."""

from pacc_flow.models.account import Account
from pacc_flow.models.entry import Entry
from pacc_flow.models.vocabulary import CutState, OfficeKind
from pacc_flow.workflow import EntryFacts, PersonFacts, Standing, State

_LAST_STEP = {
    State.DRAFT: ("returned_by", "la devolvió"),
    State.SUBMITTED: ("submitted_by", "la envió"),
    State.REVIEWED: ("reviewed_by", "la aprobó"),
    State.VERIFIED: ("verified_by", "la verificó"),
}


def facts_of_entry(entry: Entry) -> EntryFacts:
    """Needs the entry's cut, plan, evidence, responsibilities and the people of its steps at hand, best loaded before."""
    state = State(entry.state)
    responsible = [responsibility.office for responsibility in entry.activity.responsibilities]
    return EntryFacts(
        state=state,
        office_ids=tuple(office.id for office in responsible),
        lead_office=responsible[0].name,
        percent=entry.percent,
        has_narrative=any(entry.sections.values()),
        has_evidence=any(piece.removed_at is None for piece in entry.evidence),
        asks_evidence=entry.activity.plan.asks_evidence,
        submitted_by=entry.submitted_by_id,
        reviewed_by=entry.reviewed_by_id,
        authors=frozenset(entry.authors),
        is_published=entry.cut.state == CutState.PUBLISHED,
        last_step=_last_step(entry, state),
    )


def facts_of_account(account: Account) -> PersonFacts:
    """Needs the account's memberships with their offices."""
    offices = [membership.office for membership in account.memberships if membership.ended_at is None]
    kinds = {office.kind for office in offices}
    return PersonFacts(
        id=account.id,
        standing=Standing(account.standing),
        offices=frozenset(office.id for office in offices),
        in_planning=OfficeKind.PLANNING in kinds,
        in_control=OfficeKind.CONTROL in kinds,
    )


def _last_step(entry: Entry, state: State) -> str:
    who, did = _LAST_STEP[state]
    person: Account | None = getattr(entry, who)
    return f"{did} {person.name}" if person else ""
