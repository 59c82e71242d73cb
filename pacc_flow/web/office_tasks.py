"""The rows of an office's desk: what each entry shows and what it asks for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pacc_flow.calendar import BusinessCalendar, business_days_late
from pacc_flow.calendar.words import day_and_month, late_by, long_date
from pacc_flow.clock import bogota_date
from pacc_flow.models import Activity, Cut
from pacc_flow.queries.desk import Task, line_of
from pacc_flow.web.formatting import near_day, percent
from pacc_flow.workflow import PersonFacts, State
from pacc_flow.workflow.office_names import the

LOOKS = ("verified", "reviewed", "submitted", "draft", "not-started", "returned")


@dataclass(frozen=True)
class Row:
    """`do` is the word on its button, nothing where there is nothing to do; `late` the words of what came late."""

    task: Task
    meta: list[str]
    do: str = ""
    chip: str | None = None
    late: str = ""

    @property
    def came_back(self) -> bool:
        return self.task.look == "returned"

    @property
    def line(self) -> str:
        return line_of(self.task.entry.returned_by)


@dataclass(frozen=True)
class Rows:
    """The four blocks of the desk, in their reading order."""

    returned: list[Row]
    owed: list[Row]
    shared: list[Row]
    sent: list[Row]


@dataclass(frozen=True)
class RowWriter:
    """What every row of one desk is written with."""

    cut: Cut
    now: datetime
    calendar: BusinessCalendar
    person: PersonFacts

    def rows(self, tasks: Sequence[Task]) -> Rows:
        led = [task for task in tasks if task.leads]
        started_first = sorted(led, key=lambda task: task.look == "not-started")
        return Rows(
            returned=[self._owed(task, "Corregir") for task in led if task.look == "returned"],
            owed=[self._owed(task, _START[task.look]) for task in started_first if task.look in _START],
            shared=[self._shared(task) for task in tasks if not task.leads],
            sent=[self._sent(task) for task in led if not task.is_owed],
        )

    def _owed(self, task: Task, do: str) -> Row:
        entry, activity = task.entry, task.entry.activity
        reported = f"Reportó {percent(entry.percent)}" if task.look == "returned" and entry.percent is not None else ""
        before = f"Corte anterior: {percent(entry.baseline_percent)}" if entry.baseline_percent is not None else ""
        goal = f"Meta: {_as_clause(activity.goal)}" if activity.goal else ""
        meta = [goal, reported or before, _due(activity, self.cut), _with(task.other_offices), self._name(task)]
        return Row(task, meta, do)

    def _shared(self, task: Task) -> Row:
        lead = task.entry.activity.responsibilities[0].office.name
        if not task.is_owed:
            return Row(task, self._sent(task).meta, "Ver")
        if task.lacks_section:
            words = [f"La envía {the(lead)}", "Falta su sección", self._name(task)]
            return Row(task, words, "Escribirla", "Falta su sección")
        return Row(task, [f"La envía {the(lead)}", "Su sección está lista", self._name(task)], "Ver", "Sección lista")

    def _sent(self, task: Task) -> Row:
        entry = task.entry
        match entry.state:
            case State.SUBMITTED:
                words = [self._did("Enviada", entry.submitted_at), f"Planeación la revisa {_until(self.cut.planning_due_on)}"]
            case State.REVIEWED:
                next_words = f"Control Interno la verifica {_until(self.cut.control_due_on)}"
                words = [self._did("Revisada", entry.reviewed_at), next_words]
            case _:
                words = [f"{self._did('Verificada', entry.verified_at)} con {percent(entry.verified_percent)}"]
        return Row(task, words, late=self._late(task))

    def _name(self, task: Task) -> str:
        """Whom the person replaces when they report this one; nothing where it is their own."""
        replaced = self.person.name_over(task.office_ids[:1] if task.leads else task.office_ids)
        return f"En nombre de {replaced.name}" if replaced else ""

    def _did(self, verb: str, at: datetime | None) -> str:
        when = near_day(at, self.now) if at else ""
        return f"{verb} {'el ' if when[:1].isdigit() else ''}{when}"

    def _late(self, task: Task) -> str:
        sent_at = task.entry.first_submitted_at
        count = business_days_late(self.cut.offices_due_on, bogota_date(sent_at), self.calendar) if sent_at else 0
        return late_by(count) if count else ""


_START = {"draft": "Continuar", "not-started": "Reportar"}


def segments(tasks: Iterable[Task]) -> list[tuple[str, int]]:
    """How many entries the person leads in each look, in the order of the bar."""
    counted = Counter(task.look for task in tasks if task.leads)
    return [(look, counted[look]) for look in LOOKS]


def _due(activity: Activity, cut: Cut) -> str:
    if not activity.due_dates:
        return ""
    last = max(map(date.fromisoformat, activity.due_dates))
    return f"Culmina el {day_and_month(last) if last.year == cut.cut_on.year else long_date(last)}"


def _until(on: date) -> str:
    return f"hasta el {day_and_month(on)}"


def _with(offices: list[str]) -> str:
    return f"Con {', '.join(offices)}" if offices else ""


def _as_clause(goal: str) -> str:
    """The goal inside a sentence: its first letter small, unless the word is an acronym."""
    first = goal.split(maxsplit=1)[0]
    return goal if len(first) > 1 and first.isupper() else goal[0].lower() + goal[1:]
