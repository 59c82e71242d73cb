"""The one answer to "may this person take this step now, and if not, why not", read off the process table."""

from collections.abc import Iterator
from dataclasses import dataclass

from pacc_flow.workflow import guards
from pacc_flow.workflow.facts import EntryFacts, PersonFacts
from pacc_flow.workflow.process import PROCESS, Action, Comment, Step, step, steps_of


@dataclass(frozen=True)
class Offer:
    """A step to show as a button; with a `refusal` the button is disabled and the sentence stands beside it."""

    step: Step
    refusal: str | None


@dataclass(frozen=True)
class Judged:
    """A step as one person may take it: `person` in the name in which they would, and the sentence that refuses it.

    `passed` counts the questions that were answered well before the one that refuses.
    """

    person: PersonFacts
    refusal: str | None
    passed: int


def not_theirs(action: Action, entry: EntryFacts, person: PersonFacts) -> str | None:
    """The sentence for whoever may never take this step on this entry, however it stands and in whichever name."""
    roles = sorted({row.by for row in steps_of(action)})
    if any(face.acts_as(role, entry) for face in person.faces() for role in roles):
        return guards.standing(person)
    return guards.standing(person) or guards.OTHER_ROLE[roles[0]]


def judge(action: Action, entry: EntryFacts, person: PersonFacts, *, section: int | None = None) -> Judged:
    """In their own name when they may; else in that of the first they replace for whom it may be done; else why not, as
    told to the name that came furthest. `section` is the office in whose part of the content the step writes.
    """
    faces = person.faces(entry.office_ids)
    writing = [face for face in faces if section is None or section in face.offices]
    return max((_judged(action, entry, face) for face in writing or faces), key=lambda judged: judged.passed)


def why_not(action: Action, entry: EntryFacts, person: PersonFacts, *, section: int | None = None) -> str | None:
    """The sentence that refuses the step, or None when it may be taken as far as stored facts go."""
    return judge(action, entry, person, section=section).refusal


def _judged(action: Action, entry: EntryFacts, face: PersonFacts) -> Judged:
    passed = 0
    for refusal in _answers(action, entry, face):
        if refusal:
            return Judged(face, refusal, passed)
        passed += 1
    return Judged(face, None, passed)


def _answers(action: Action, entry: EntryFacts, face: PersonFacts) -> Iterator[str | None]:
    """To each question in turn, the sentence that refuses or None; nothing is asked after a refusal."""
    roles = sorted({row.by for row in steps_of(action)})
    yield guards.standing(face)
    yield None if any(face.acts_as(role, entry) for role in roles) else guards.OTHER_ROLE[roles[0]]
    row = step(action, entry.state)
    if row is None:
        yield guards.moved_on(steps_of(action)[0].source, entry)
    else:
        yield None if face.acts_as(row.by, entry) else guards.OTHER_ROLE[row.by]
        yield guards.PUBLISHED if entry.is_published else None
        yield from (guard(entry, face) for guard in row.refused_when)


def what_is_missing(row: Step, *, comment: str, verified_percent: int | None) -> str | None:
    """The sentence for what the step must bring along and did not."""
    if row.comment is Comment.REQUIRED and not comment.strip():
        return guards.NO_REASON if row.action is Action.REOPEN else guards.NO_COMMENT
    if row.action is Action.VERIFY and verified_percent is None:
        return guards.NO_VERIFIED_PERCENT
    return None


def offers(entry: EntryFacts, person: PersonFacts) -> tuple[Offer, ...]:
    """The steps from this state that belong to a role the person holds here in some name, in the order of the table."""
    return tuple(
        Offer(row, why_not(row.action, entry, person))
        for row in PROCESS
        if row.source is entry.state and any(face.acts_as(row.by, entry) for face in person.faces())
    )
