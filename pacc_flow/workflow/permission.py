"""The one answer to "may this person take this step now, and if not, why not", read off the process table."""

from dataclasses import dataclass

from pacc_flow.workflow import guards
from pacc_flow.workflow.facts import EntryFacts, PersonFacts
from pacc_flow.workflow.process import PROCESS, Action, Comment, Step, step, steps_of


@dataclass(frozen=True)
class Offer:
    """A step to show as a button; with a `refusal` the button is disabled and the sentence stands beside it."""

    step: Step
    refusal: str | None


def not_theirs(action: Action, entry: EntryFacts, person: PersonFacts) -> str | None:
    """The sentence for whoever may never take this step on this entry, however it stands."""
    roles = sorted({row.by for row in steps_of(action)})
    if any(person.acts_as(role, entry) for role in roles):
        return guards.standing(person)
    return guards.standing(person) or guards.OTHER_ROLE[roles[0]]


def why_not(action: Action, entry: EntryFacts, person: PersonFacts) -> str | None:
    """The sentence that refuses the step, or None when it may be taken as far as stored facts go."""
    if refusal := not_theirs(action, entry, person):
        return refusal
    row = step(action, entry.state)
    if row is None:
        return guards.moved_on(steps_of(action)[0].source, entry)
    if not person.acts_as(row.by, entry):
        return guards.OTHER_ROLE[row.by]
    if entry.is_published:
        return guards.PUBLISHED
    return next((why for guard in row.refused_when if (why := guard(entry, person))), None)


def what_is_missing(row: Step, *, comment: str, verified_percent: int | None) -> str | None:
    """The sentence for what the step must bring along and did not."""
    if row.comment is Comment.REQUIRED and not comment.strip():
        return guards.NO_REASON if row.action is Action.REOPEN else guards.NO_COMMENT
    if row.action is Action.VERIFY and verified_percent is None:
        return guards.NO_VERIFIED_PERCENT
    return None


def offers(entry: EntryFacts, person: PersonFacts) -> tuple[Offer, ...]:
    """The steps from this state that belong to a role the person holds here, in the order of the table."""
    return tuple(
        Offer(row, why_not(row.action, entry, person))
        for row in PROCESS
        if row.source is entry.state and person.acts_as(row.by, entry)
    )
