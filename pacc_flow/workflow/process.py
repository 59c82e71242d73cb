"""The workflow of a follow-up entry, on one screen.

Everything else is derived from this table: the buttons and the refusals beside them, the permission check, the kinds
of the audit trail, the help page with its diagram, and the test matrix. Three things hold for every row, so no row says
them: a step is refused as a conflict when the entry changed since the person opened it, a published entry takes no step
at all, and an administrator or an auditor moves no entry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum

from pacc_flow.workflow.facts import EntryFacts, PersonFacts, Role, State
from pacc_flow.workflow.guards import incomplete, not_the_lead, own_review, own_submission


class Action(StrEnum):
    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN_TO_OFFICE = "return_to_office"
    REVIEW = "review"
    RETURN_TO_PLANNING = "return_to_planning"
    VERIFY = "verify"
    REOPEN = "reopen"


class Comment(Enum):
    NONE = "–"
    OPTIONAL = "opcional"
    REQUIRED = "obligatorio"


Guard = Callable[[EntryFacts, PersonFacts], str | None]


@dataclass(frozen=True)
class Step:
    """One row of the table. `refused_when` looks at what is stored; `comment` says what the step brings along."""

    action: Action
    source: State
    target: State
    by: Role
    refused_when: tuple[Guard, ...]
    comment: Comment

    @property
    def is_return(self) -> bool:
        return self.comment is Comment.REQUIRED


_DRAFT, _SUBMITTED, _REVIEWED, _VERIFIED = State
_OFFICE, _PLANNING, _CONTROL = Role
_NO, _MAY, _MUST = Comment

# fmt: off
PROCESS: tuple[Step, ...] = (
    #    action                     from        to          by         refused when                   comment
    Step(Action.SAVE,               _DRAFT,     _DRAFT,     _OFFICE,   (),                            _NO),
    Step(Action.SUBMIT,             _DRAFT,     _SUBMITTED, _OFFICE,   (not_the_lead, incomplete),    _MAY),
    Step(Action.WITHDRAW,           _SUBMITTED, _DRAFT,     _OFFICE,   (),                            _MAY),
    Step(Action.RETURN_TO_OFFICE,   _SUBMITTED, _DRAFT,     _PLANNING, (own_submission,),             _MUST),
    Step(Action.REVIEW,             _SUBMITTED, _REVIEWED,  _PLANNING, (own_submission,),             _MAY),
    Step(Action.RETURN_TO_PLANNING, _REVIEWED,  _SUBMITTED, _CONTROL,  (own_submission, own_review),  _MUST),
    Step(Action.RETURN_TO_OFFICE,   _REVIEWED,  _DRAFT,     _CONTROL,  (own_submission, own_review),  _MUST),
    Step(Action.VERIFY,             _REVIEWED,  _VERIFIED,  _CONTROL,  (own_submission, own_review),  _MAY),
    Step(Action.REOPEN,             _VERIFIED,  _REVIEWED,  _CONTROL,  (),                            _MUST),
)
# fmt: on


def step(action: Action, source: State) -> Step | None:
    """The row of the table for an action from a state: at most one."""
    return next((row for row in PROCESS if (row.action, row.source) == (action, source)), None)


def steps_of(action: Action) -> tuple[Step, ...]:
    return tuple(row for row in PROCESS if row.action is action)
