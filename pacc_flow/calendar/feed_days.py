"""What stands on each day of a calendar: the milestones of every cut that is not published, and each entry that is owed.

An office has one event for each entry that it owes, on the day its report is due. Planning and Internal Control have one
for each cut, with the figure of what waits for them: forty events on one day tell nobody anything. For the same reason an
alarm rings once for a deadline, with its figure, and not once for each entry of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from typing import Literal

from pacc_flow.calendar.feed import FeedDay
from pacc_flow.calendar.milestones import Milestone
from pacc_flow.calendar.words import WEEKDAYS, long_date

Duty = Literal["submit", "correct", "write"]
TITLE_CHARS = 90


@dataclass(frozen=True)
class FeedCut:
    """A planned or open cut. `waiting` counts what waits for whoever reads, under the milestone by which it is due; of a
    planned cut it holds, with 0, the milestones that will be theirs. `revision` grew when the cut or the reader last changed,
    at `moved_at`; `entries_revision` when the last of its entries moved. Nothing of it changed after `changed_at`.
    """

    id: int
    name: str
    is_open: bool
    opens_on: date
    offices_due_on: date
    planning_due_on: date
    control_due_on: date
    revision: int
    moved_at: datetime
    entries_revision: int
    changed_at: datetime
    waiting: Mapping[Milestone, int]


@dataclass(frozen=True)
class OwedEntry:
    """An entry whose next step is the reader's, for the sake of `office`."""

    id: int
    duty: Duty
    number: int
    name: str
    goal: str
    office: str
    revision: int
    changed_at: datetime


@dataclass(frozen=True)
class _Line:
    """`title` where nothing waits; `asks` with the figure of what does, for one and for many; `path` where it is done."""

    title: str
    text: str
    category: str
    asks: tuple[str, str] = ("", "")
    path: str = "/app/calendario"


# fmt: off
_DUTIES: dict[Duty, tuple[str, str]] = {  # on the title, in the text
    "submit":  ("Reportar",          "Reporte el avance y envíelo a Planeación."),
    "correct": ("Corregir",          "Volvió con un comentario: corríjala y envíela otra vez."),
    "write":   ("Escribir su parte", "Otra oficina la envía: falta su sección."),
}
_MILESTONES: dict[Milestone, _Line] = {
    "opens_on": _Line("Se abre el corte", "Desde este día las oficinas reportan.", "Plazos"),
    "offices_due_on": _Line(
        "Vence el reporte de las oficinas", "Último día a tiempo para enviar los reportes a Planeación.", "Reporte",
        ("Reportar 1 actividad", "Reportar {} actividades"), "/app/actividades",
    ),
    "planning_due_on": _Line(
        "Vence la revisión de Planeación", "Último día a tiempo para revisar lo que enviaron las oficinas.", "Revisión",
        ("Revisar 1 entrada", "Revisar {} entradas"), "/app/revision",
    ),
    "control_due_on": _Line(
        "Vence la publicación de Control Interno", "Último día a tiempo para verificar y publicar el seguimiento.",
        "Verificación", ("Verificar 1 entrada", "Verificar {} entradas"), "/app/verificacion",
    ),
}
# fmt: on


def feed_days(cuts: Iterable[FeedCut], owed: Mapping[int, Iterable[OwedEntry]]) -> Iterator[FeedDay]:
    """`owed` by the id of their cut."""
    for cut in cuts:
        yield from _milestones(cut)
        yield from (_entry(cut, entry) for entry in owed.get(cut.id, ()))


def _milestones(cut: FeedCut) -> Iterator[FeedDay]:
    """The opening is over once the cut is open; the others stay until it is published, since being late ends nothing."""
    for milestone, line in _MILESTONES.items():
        if milestone == "opens_on" and cut.is_open:
            continue
        is_theirs, waiting, on = milestone in cut.waiting, cut.waiting.get(milestone, 0), _day(cut, milestone)
        asks = line.asks[waiting != 1].format(waiting) if waiting else line.title
        yield FeedDay(
            key=f"cut-{cut.id}-{milestone}",
            on=on,
            title=f"{asks}: {cut.name}",
            text=f"{line.text}\nFecha: {_in_full(on)}.",
            path=line.path if waiting else _MILESTONES["opens_on"].path,
            category=line.category,
            revision=cut.revision + cut.entries_revision,
            changed_at=cut.changed_at,
            rings=is_theirs and bool(waiting or not cut.is_open),
        )


def _entry(cut: FeedCut, entry: OwedEntry) -> FeedDay:
    verb, ask = _DUTIES[entry.duty]
    goal = f"Meta: {_one_line(entry.goal)}\n" if entry.goal else ""
    return FeedDay(
        key=f"entry-{entry.id}",
        on=cut.offices_due_on,
        title=shorten(f"{verb}, actividad {entry.number}: {entry.name}", TITLE_CHARS, placeholder="…"),
        text=(
            f"{ask}\nActividad {entry.number}: {_one_line(entry.name)}\n{goal}"
            f"Responsable: {entry.office}\nPlazo: {_in_full(cut.offices_due_on)}, {cut.name}."
        ),
        path=f"/app/entradas/{entry.id}",
        category="Reporte",
        revision=cut.revision + entry.revision,
        changed_at=max(cut.moved_at, entry.changed_at),
    )


def _day(cut: FeedCut, milestone: Milestone) -> date:
    on: date = getattr(cut, milestone)
    return on


def _in_full(on: date) -> str:
    """«viernes 8 de mayo de 2026»: an event may be read in another year."""
    return f"{WEEKDAYS[on.weekday()]} {long_date(on)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
