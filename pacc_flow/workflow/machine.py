"""The only user of the library transitions: a short-lived machine for each action, built from the process table."""

from transitions import Machine, MachineError

from pacc_flow.workflow.facts import State
from pacc_flow.workflow.process import PROCESS, Action


class NoSuchStepError(Exception):
    """The table has no row for this action from this state."""


class _Token:
    state: str


def fire(state: State, action: Action) -> State:
    """The state after the action. Whether a person may take it was asked before, in `permission`."""
    token = _Token()
    Machine(
        token,
        states=list(State),
        initial=state,
        auto_transitions=False,
        transitions=[{"trigger": row.action, "source": row.source, "dest": row.target} for row in PROCESS],
    )
    try:
        token.trigger(action)  # type: ignore[attr-defined]  # transitions adds `trigger` to its model
    except MachineError as error:
        raise NoSuchStepError(f"{action} from {state}") from error
    return State(token.state)
