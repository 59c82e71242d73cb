"""How many entries wait for this very person: the figure beside the menu. One statement, whatever the number of entries."""

import json
from collections import Counter

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from pacc_flow.models import Cut, CutState, Entry, Plan, Responsibility
from pacc_flow.workflow import Action, EntryFacts, PersonFacts, State, why_not


def waiting_to_report(session: Session, person: PersonFacts, *, entity_id: int) -> int:
    """Drafts of open cuts that an office of the person leads, or in which its own section is still to be written; those
    of whoever they replace count alike.
    """
    rows = session.execute(
        select(Entry.id, Entry.sections, Responsibility.office_id, Responsibility.position)
        .join(Entry.cut)
        .join(Cut.plan)
        .join(Responsibility, Responsibility.activity_id == Entry.activity_id)
        .where(
            Plan.entity_id == entity_id,
            Cut.state == CutState.OPEN,
            Entry.state == State.DRAFT,
            Responsibility.office_id.in_(person.reach.offices),
        )
    )
    return len({entry_id for entry_id, sections, office, place in rows if place == 0 or str(office) not in sections})


def waiting_to_decide(session: Session, person: PersonFacts, action: Action, *, entity_id: int) -> int:
    """Entries of open cuts on which the table lets this person take the step: not those that are their own."""
    return waiting_by_cut(session, person, action, entity_id=entity_id).total()


def waiting_by_cut(session: Session, person: PersonFacts, action: Action, *, entity_id: int) -> Counter[int]:
    """The same by the id of the cut.

    Counted and judged once for each way in which an entry may be somebody's own: hundreds come from a few people.
    """
    source = {Action.REVIEW: State.SUBMITTED, Action.VERIFY: State.REVIEWED}[action]
    # As text, for PostgreSQL groups no JSON.
    whose = (
        Entry.submitted_by_id,
        Entry.submitted_for_id,
        Entry.reviewed_by_id,
        Entry.reviewed_for_id,
        cast(Entry.authors, Text),
    )
    alike = session.execute(
        select(Entry.cut_id, *whose, func.count())
        .join(Entry.cut)
        .join(Cut.plan)
        .where(Plan.entity_id == entity_id, Cut.state == CutState.OPEN, Entry.state == source)
        .group_by(Entry.cut_id, *whose)
    )
    found: Counter[int] = Counter()
    for cut_id, *steps, authors, count in alike:
        if why_not(action, _facts(source, *steps, authors=authors), person) is None:
            found[cut_id] += count
    return found


def _facts(
    state: State,
    submitted_by: int | None,
    submitted_for: int | None,
    reviewed_by: int | None,
    reviewed_for: int | None,
    *,
    authors: str,
) -> EntryFacts:
    return EntryFacts(
        state=state,
        office_ids=(),
        lead_office="",
        submitted_by=submitted_by,
        submitted_for=submitted_for,
        reviewed_by=reviewed_by,
        reviewed_for=reviewed_for,
        authors=frozenset(json.loads(authors)),
    )
