"""Why a person may not take a step: because it is never theirs, or because of how the entry stands."""

import pytest

from pacc_flow.workflow import Action, EntryFacts, PersonFacts, Standing, State, step
from pacc_flow.workflow.permission import not_theirs, offers, what_is_missing, why_not

ENTRY = EntryFacts(
    state=State.SUBMITTED,
    office_ids=(1,),
    lead_office="Oficina Comercial",
    percent=6500,
    has_narrative=True,
    has_evidence=True,
    asks_evidence=True,
    submitted_by=7,
    reviewed_by=None,
    authors=frozenset({7}),
    is_published=False,
    last_step="la envió Laura",
)


def person(
    number: int = 9, *, in_planning: bool = False, in_control: bool = False, offices: tuple[int, ...] = ()
) -> PersonFacts:
    return PersonFacts(
        id=number,
        standing=Standing.MEMBER,
        offices=frozenset(offices),
        in_planning=in_planning,
        in_control=in_control,
    )


def test_a_step_of_another_role_is_refused_with_whose_it_is():
    assert not_theirs(Action.REVIEW, ENTRY, person(offices=(1,))) == why_not(Action.REVIEW, ENTRY, person(offices=(1,)))
    assert not_theirs(Action.REVIEW, ENTRY, person(in_planning=True)) is None


def test_an_action_of_two_roles_is_refused_to_the_one_whose_turn_it_is_not():
    """Both Planning and Internal Control return entries to the office, each from its own state."""
    refusal = why_not(Action.RETURN_TO_OFFICE, ENTRY, person(in_control=True))
    assert refusal
    assert not_theirs(Action.RETURN_TO_OFFICE, ENTRY, person(in_control=True)) is None


def test_the_steps_of_a_role_are_offered_with_the_reason_of_those_that_are_refused():
    assert [offer.step.action for offer in offers(ENTRY, person(in_planning=True))] == [Action.RETURN_TO_OFFICE, Action.REVIEW]
    assert all(offer.refusal is None for offer in offers(ENTRY, person(in_planning=True)))
    own = {offer.step.action: offer.refusal for offer in offers(ENTRY, person(7, in_planning=True))}
    assert own[Action.REVIEW]
    assert offers(ENTRY, person(in_control=True)) == ()


@pytest.mark.parametrize(
    ("action", "state", "comment", "verified_percent", "is_missing"),
    [
        (Action.RETURN_TO_OFFICE, State.SUBMITTED, "  ", None, True),
        (Action.RETURN_TO_OFFICE, State.SUBMITTED, "Falta el acta.", None, False),
        (Action.REOPEN, State.VERIFIED, "", None, True),
        (Action.VERIFY, State.REVIEWED, "", None, True),
        (Action.VERIFY, State.REVIEWED, "", 6500, False),
        (Action.SUBMIT, State.DRAFT, "", None, False),
    ],
)
def test_what_a_step_must_bring_along_is_asked_for(
    action: Action, state: State, comment: str, verified_percent: int | None, *, is_missing: bool
):
    row = step(action, state)
    assert row is not None
    assert bool(what_is_missing(row, comment=comment, verified_percent=verified_percent)) is is_missing
