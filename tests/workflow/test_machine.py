"""The machine turns as the table says, and in no other way."""

from itertools import product

import pytest

from pacc_flow.workflow import PROCESS, Action, NoSuchStepError, State, fire, step


@pytest.mark.parametrize("row", PROCESS, ids=lambda row: f"{row.action} from {row.source}")
def test_a_row_of_the_table_leads_where_it_says(row: object):
    assert fire(row.source, row.action) is row.target


NOWHERE = [(state, action) for state, action in product(State, Action) if step(action, state) is None]


@pytest.mark.parametrize(("state", "action"), NOWHERE)
def test_what_the_table_does_not_have_leads_nowhere(state: State, action: Action):
    with pytest.raises(NoSuchStepError, match=f"{action} from {state}"):
        fire(state, action)


def test_the_table_has_at_most_one_row_for_an_action_from_a_state():
    pairs = [(row.action, row.source) for row in PROCESS]
    assert len(pairs) == len(set(pairs)) == len(State) * len(Action) - len(NOWHERE)
