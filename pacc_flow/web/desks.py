"""The two desks, Planning's and Internal Control's, in one table, and the reading view that an auditor has of theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pacc_flow.calendar import BusinessCalendar
from pacc_flow.queries.board import CutRow, Progress
from pacc_flow.web.cut_standing import review_situation, verification_situation
from pacc_flow.workflow import Action, Role, State


@dataclass(frozen=True)
class Desk:
    """`state` is what waits here, `action` what approves it, `due` the milestone that this desk answers for.

    The endpoints: its board, its queue, and one entry on it. A desk without an action only reads.
    """

    role: Role
    state: State
    action: Action | None
    verb: str
    heading: str
    due: str
    board: str
    queue: str
    entry: str
    situation: Callable[[CutRow, Progress, date, BusinessCalendar], str]

    def due_on(self, cut: object) -> date:
        on: date = getattr(cut, self.due)
        return on


REVIEW = Desk(
    role=Role.PLANNING,
    state=State.SUBMITTED,
    action=Action.REVIEW,
    verb="Revisar",
    heading="Por revisar",
    due="planning_due_on",
    board="planning.board",
    queue="planning.queue",
    entry="planning.review",
    situation=review_situation,
)
VERIFICATION = Desk(
    role=Role.CONTROL,
    state=State.REVIEWED,
    action=Action.VERIFY,
    verb="Verificar",
    heading="Por verificar",
    due="control_due_on",
    board="control.cut",
    queue="control.queue",
    entry="control.verification",
    situation=verification_situation,
)
READING = Desk(
    role=Role.CONTROL,
    state=State.REVIEWED,
    action=None,
    verb="Ver",
    heading="Por verificar",
    due="control_due_on",
    board="control.cut",
    queue="control.cut",
    entry="entry.show",
    situation=verification_situation,
)
