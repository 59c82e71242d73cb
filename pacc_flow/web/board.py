"""A board as a page: the address that was asked for turned into a search, and what was found into words."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from pacc_flow.actions.refusals import NotFound
from pacc_flow.calendar import BusinessCalendar, is_late
from pacc_flow.calendar.words import distance
from pacc_flow.clock import bogota_date
from pacc_flow.models.calendars import calendar_of
from pacc_flow.queries.board import (
    ROWS_A_PAGE,
    BoardRow,
    CutRow,
    Progress,
    count_found,
    cut_at_work,
    cuts_of,
    progress_of,
    rows_of,
)
from pacc_flow.web.access import me, my_facts
from pacc_flow.web.asked import STATES, Asked
from pacc_flow.web.cut_standing import ago, lateness, overdue, until
from pacc_flow.web.database import db
from pacc_flow.web.desks import Desk
from pacc_flow.workflow import PersonFacts, State, why_not

# fmt: off
_HOLDERS = {  # who has the entries of a state, and until which milestone
    State.VERIFIED:  ("por Control Interno",         None),
    State.REVIEWED:  ("las verifica Control Interno", "control_due_on"),
    State.SUBMITTED: ("las revisa Planeación",       "planning_due_on"),
    State.DRAFT:     ("en las oficinas",             "offices_due_on"),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is read: `late` in red or `arrival` in grey, and why this person may not decide it."""

    row: BoardRow
    late: str
    arrival: str
    refusal: str
    is_mine: bool


def board_page(desk: Desk, now: datetime) -> ResponseReturnValue:
    today, cuts = bogota_date(now), cuts_of(db.session, me().entity_id)
    cut = _chosen(cuts, request.args.get("corte"))
    if cut is None:
        coming = next((cut for cut in cuts if cut.opens_on > today), None)
        return render_template("desk/no_cut.html", desk=desk, coming=coming, has_plan=bool(cuts))
    asked = Asked.of(desk, cut, request.args)
    progress = progress_of(db.session, cut)
    found = progress.count(asked.search.state, asked.search.office_id)
    board = Board(
        desk=desk,
        cut=cut,
        asked=asked,
        progress=progress,
        rows=rows_of(db.session, cut, asked.search, today=today),
        found=count_found(db.session, cut, asked.search) if asked.search.words else found,
        today=today,
        calendar=calendar_of(me().entity),
        person=my_facts(),
        root=request.script_root,
    )
    return render_template("desk/board.html", board=board, drawn=drawn(board))


@lru_cache(maxsize=128)
def drawn(board: "Board") -> Markup:
    """The board as markup. It holds all that is drawn and nothing else, so the same board need not be drawn twice."""
    return Markup(render_template("desk/board_drawn.html", board=board))  # noqa: S704 - our own template, escaped there


@dataclass(frozen=True)
class Board:
    """How the cut stands today, in the words of the desk that looks at it."""

    desk: Desk
    cut: CutRow
    asked: Asked
    progress: Progress
    rows: tuple[BoardRow, ...]
    found: int
    today: date
    calendar: BusinessCalendar
    person: PersonFacts
    root: str

    @property
    def situation(self) -> str:
        return self.desk.situation(self.cut, self.progress, self.today, self.calendar)

    @property
    def owed(self) -> str:
        """How late is whatever the offices have not sent: «2 días hábiles», or nothing while there is time."""
        if not self.cut.is_open or not is_late(self.cut.offices_due_on, self.today):
            return ""
        return distance(self.cut.offices_due_on, self.today, self.calendar)

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The four states as numbers that filter, furthest along first."""
        return [
            {
                "state": state,
                "count": (count := self.progress.count(state)),
                "word": word,
                "url": self.asked.address(estado=slug),
                "is_current": self.asked.search.state is state,
                **self._under(state, count),
            }
            for slug, (state, word) in STATES.items()
        ]

    @property
    def lines(self) -> list[Line]:
        owed = f"{self.owed} de atraso" if self.owed else ""
        return [self._line(row, owed) for row in self.rows]

    @property
    def entry_address(self) -> str:
        """One address for all the rows: building fifty would cost more than finding them."""
        return url_for(self.desk.entry, entry_id=0).removesuffix("0")

    @property
    def first(self) -> int:
        return (self.asked.search.page - 1) * ROWS_A_PAGE + 1

    @property
    def pages(self) -> int:
        return -(-self.found // ROWS_A_PAGE)

    def _under(self, state: State, count: int) -> dict[str, Any]:
        """Who has them and until when; how late they are, in red, once the term has passed."""
        who, due = _HOLDERS[state]
        if not (count and due and self.cut.is_open):
            return {"words": who, "is_late": False}
        due_on: date = getattr(self.cut, due)
        if late := overdue(due_on, self.today, self.calendar):
            return {"words": late, "is_late": True}
        who = "son suyas" if self.desk.action and state is self.desk.state else who
        return {"words": f"{who}, {until(due_on, self.today)}", "is_late": False}

    def _line(self, row: BoardRow, owed: str) -> Line:
        arrival = ago(bogota_date(row.submitted_at), self.today) if row.submitted_at else "sin enviar"
        late = lateness(self.cut.offices_due_on, row.first_submitted_at, self.calendar) if row.submitted_at else owed
        if self.desk.action is None or row.state != self.desk.state or not self.cut.is_open:
            return Line(row, late, arrival, "", is_mine=False)
        refusal = why_not(self.desk.action, row.facts, self.person) or ""
        return Line(row, late, arrival, refusal, is_mine=not refusal)


def _chosen(cuts: list[CutRow], asked: str | None) -> CutRow | None:
    if not asked:
        return cut_at_work(cuts)
    found = next((cut for cut in cuts if str(cut.id) == asked and (cut.is_open or cut.is_published)), None)
    if found is None:
        raise NotFound
    return found
