"""What the desk of an office says first: not the name of the screen but how things stand, in each of its cases.

Pure words over figures and dates; the sentences are pieces of markup, with the date and what is left in bold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from pacc_flow.calendar import BusinessCalendar, is_late
from pacc_flow.calendar.words import overdue, time_left, weekday_date
from pacc_flow.models import Cut
from pacc_flow.queries.desk import Task
from pacc_flow.workflow import State


@dataclass(frozen=True)
class Situation:
    heading: str
    lead: Markup


NO_ACTIVITIES = Situation("Su oficina no tiene actividades en este plan", Markup("Si debería tenerlas, escriba a Planeación."))


def without_cut(following: Cut | None) -> Situation:
    if following is None:
        return Situation("No hay un corte abierto", Markup("Le escribiremos cuando Planeación abra uno."))
    opens = weekday_date(following.opens_on)
    return Situation("No hay un corte abierto", Markup("El próximo abre el {}. Ese día le escribimos.").format(opens))


def with_cut(tasks: Sequence[Task], cut: Cut, today: date, calendar: BusinessCalendar) -> Situation:
    """How the person stands in an open cut, by what they owe: first what they send, then what they only write."""
    if not tasks:
        return NO_ACTIVITIES
    led = [task for task in tasks if task.leads]
    owed = sum(task.is_owed for task in led)
    if owed:
        return Situation(_missing(owed, len(led)), _deadline(cut.offices_due_on, today, calendar, owed))
    sections = sum(task.is_owed and task.lacks_section for task in tasks if not task.leads)
    if sections:
        which = "Le falta 1 sección" if sections == 1 else f"Le faltan {sections} secciones"
        return Situation(which, _sections(cut.offices_due_on, today, calendar))
    return _all_sent(led)


def _missing(owed: int, total: int) -> str:
    if total == 1:
        return "Le falta su única actividad"
    return f"{'Le falta' if owed == 1 else 'Le faltan'} {owed} de {total} actividades"


def _deadline(due_on: date, today: date, calendar: BusinessCalendar, owed: int) -> Markup:
    send = "Envíela" if owed == 1 else "Envíelas"
    if is_late(due_on, today):
        then = "quedará como extemporánea" if owed == 1 else "quedarán como extemporáneas"
        return Markup("<strong>{}</strong>. {} hoy: {}.").format(overdue(due_on, today, calendar), send, then)
    if due_on == today:
        return Markup("<strong>Hoy vence el plazo</strong>. {} a Planeación antes de que termine el día.").format(send)
    left, words = _left(due_on, today, calendar)
    each = "toma unos dos minutos" if owed == 1 else "cada una toma unos dos minutos"
    return Markup("{} a Planeación a más tardar el <strong>{}</strong>. {} <strong>{}</strong>; {}.").format(
        send, weekday_date(due_on), left, words, each
    )


def _sections(due_on: date, today: date, calendar: BusinessCalendar) -> Markup:
    """The other office sends, so what counts is to be in time for it."""
    if is_late(due_on, today):
        return Markup("<strong>{}</strong>. Escriba lo suyo hoy: otra oficina lo envía.").format(
            overdue(due_on, today, calendar)
        )
    when = "hoy" if due_on == today else f"el {weekday_date(due_on)}"
    return Markup("Otra oficina envía esas actividades a Planeación a más tardar <strong>{}</strong>.").format(when)


def _left(due_on: date, today: date, calendar: BusinessCalendar) -> tuple[str, str]:
    """«Le quedan», «2 días hábiles»."""
    first, second, rest = time_left(due_on, today, calendar).split(" ", 2)
    return f"{first} {second}", rest


def _all_sent(led: Sequence[Task]) -> Situation:
    total = len(led)
    if not total:
        return Situation("Sus secciones están listas", Markup("Las envían las oficinas que lideran esas actividades."))
    if all(task.entry.state == State.VERIFIED for task in led):
        what = "su actividad" if total == 1 else f"sus {total} actividades"
        return Situation("Todo verificado", Markup("Control Interno verificó {}. No le queda nada.").format(what))
    who = "Su actividad está" if total == 1 else f"Sus {total} actividades están"
    words = Markup("{} con Planeación y Control Interno. Le avisaremos si alguna vuelve.")
    return Situation("Todo enviado", words.format(who))
