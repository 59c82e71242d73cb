"""From rows to the plain facts that the workflow judges."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row

from pacc_flow.models.account import Account
from pacc_flow.models.entity import Office
from pacc_flow.models.entry import Entry
from pacc_flow.models.substitution import Substitution
from pacc_flow.models.vocabulary import CutState, OfficeKind
from pacc_flow.workflow import EntryFacts, PersonFacts, Standing, State
from pacc_flow.workflow.names import in_the_name_of

_LAST_STEP = {
    State.DRAFT: ("returned", "la devolvió"),
    State.SUBMITTED: ("submitted", "la envió"),
    State.REVIEWED: ("reviewed", "la aprobó"),
    State.VERIFIED: ("verified", "la verificó"),
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
        submitted_for=entry.submitted_for_id,
        reviewed_by=entry.reviewed_by_id,
        reviewed_for=entry.reviewed_for_id,
        authors=frozenset(entry.authors),
        is_published=entry.cut.state == CutState.PUBLISHED,
        last_step=_last_step(entry, state),
    )


def facts_of_hands(state: State, row: Row[*tuple[Any, ...]]) -> EntryFacts:
    """Who had a hand in an entry, from the columns of its steps and its authors: what separation of duties asks of it."""
    return EntryFacts(
        state=state,
        office_ids=(),
        lead_office="",
        submitted_by=row.submitted_by_id,
        submitted_for=row.submitted_for_id,
        reviewed_by=row.reviewed_by_id,
        reviewed_for=row.reviewed_for_id,
        authors=frozenset(row.authors),
    )


def facts_of_account(account: Account, *, on: date) -> PersonFacts:
    """What the person may do on a Bogotá date. Needs the account's memberships with their offices, and the same of
    whoever it replaces.
    """
    replaced = tuple(own_facts_of_account(one.account) for one in replacing(account, on))
    return replace(own_facts_of_account(account), replaces=replaced)


def replacing(account: Account, on: date) -> list[Substitution]:
    """The substitutions in which this person acts for another on a Bogotá date, in the order in which they began.

    What is lent are the duties of somebody who still has them: a closed account, like an administrator or an auditor,
    has none to lend, and its work passes to whom the administrator puts in the office.
    """
    if account.standing != Standing.MEMBER:
        return []
    return [one for one in account.replaces if one.is_in_force(on) and _may_be_replaced(one.account)]


def about_to_replace(account: Account, on: date) -> list[Substitution]:
    """The substitutions that begin after a Bogotá date, the first one first."""
    coming = (one for one in account.replaces if one.ended_at is None and one.starts_on > on)
    return [one for one in coming if _may_be_replaced(one.account)]


def current_offices(account: Account) -> list[Office]:
    return [membership.office for membership in account.memberships if membership.ended_at is None]


def offices_of_face(account: Account, face: PersonFacts) -> list[Office]:
    """Those with which the person acts in this name: their own, or those of whom they act for."""
    if face.acting_for is None:
        return current_offices(account)
    lent = face.acting_for.id
    return next(current_offices(one.account) for one in account.replaces if one.account_id == lent)


def _may_be_replaced(account: Account) -> bool:
    return account.is_active and account.standing == Standing.MEMBER


def own_facts_of_account(account: Account) -> PersonFacts:
    """What the person may do in their own name alone."""
    offices = current_offices(account)
    kinds = {office.kind for office in offices}
    return PersonFacts(
        id=account.id,
        standing=Standing(account.standing),
        offices=frozenset(office.id for office in offices),
        in_planning=OfficeKind.PLANNING in kinds,
        in_control=OfficeKind.CONTROL in kinds,
        name=account.name,
    )


def _last_step(entry: Entry, state: State) -> str:
    who, did = _LAST_STEP[state]
    person: Account | None = getattr(entry, f"{who}_by")
    name_of: Account | None = getattr(entry, f"{who}_for", None)
    if person is None:
        return ""
    return f"{did} {in_the_name_of(person.name, name_of.name if name_of else '')}"
