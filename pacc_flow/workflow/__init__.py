"""The workflow: `process` is the table, `guards` say why not, `permission` asks them, `machine` turns the wheel."""

from pacc_flow.workflow.facts import EntryFacts, PersonFacts, Role, Standing, State
from pacc_flow.workflow.machine import NoSuchStepError, fire
from pacc_flow.workflow.permission import Offer, judge, not_theirs, offers, what_is_missing, why_not
from pacc_flow.workflow.process import PROCESS, Action, Comment, Step, step, steps_of

__all__ = [
    "PROCESS",
    "Action",
    "Comment",
    "EntryFacts",
    "NoSuchStepError",
    "Offer",
    "PersonFacts",
    "Role",
    "Standing",
    "State",
    "Step",
    "fire",
    "judge",
    "not_theirs",
    "offers",
    "step",
    "steps_of",
    "what_is_missing",
    "why_not",
]
