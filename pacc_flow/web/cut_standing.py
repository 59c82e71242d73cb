"""How a cut stands, said to whoever has to act: the heading of a board and the words under its figures.

Pure functions over counts and dates; `today` is a Bogotá date.
"""

from datetime import date, datetime, timedelta

from pacc_flow.calendar import BusinessCalendar, business_days_late, is_late
from pacc_flow.calendar.words import arrears, deadline, late_by, near_day
from pacc_flow.clock import bogota_date
from pacc_flow.queries.board import CutRow, Progress
from pacc_flow.workflow import State


def review_situation(cut: CutRow, progress: Progress, today: date, calendar: BusinessCalendar) -> str:
    """To Planning."""
    total, waiting = progress.count(), progress.count(State.SUBMITTED)
    if cut.is_published:
        return _published(cut)
    if waiting:
        return f"La revisión {_due(cut.planning_due_on, today, calendar)}: {_missing(waiting)} de {total}"
    if unsent := progress.count(State.DRAFT):
        return f"Nada por revisar: {_missing(unsent)} de {total} por enviar"
    if unverified := total - progress.count(State.VERIFIED):
        return f"Revisión terminada: Control Interno verifica {unverified} de {total}"
    return _all_verified(total)


def verification_situation(cut: CutRow, progress: Progress, today: date, calendar: BusinessCalendar) -> str:
    """To Internal Control, and to whoever reads over its shoulder."""
    total, waiting = progress.count(), progress.count(State.REVIEWED)
    if cut.is_published:
        return _published(cut)
    if waiting:
        return f"La verificación {_due(cut.control_due_on, today, calendar)}: {_missing(waiting)} de {total}"
    if elsewhere := total - progress.count(State.VERIFIED):
        return f"Nada por verificar: {_missing(elsewhere)} de {total} por llegar"
    return _all_verified(total)


def until(due_on: date, today: date) -> str:
    """«hasta hoy», «hasta mañana», «hasta el viernes 8 de mayo»."""
    said = near_day(due_on, today)
    return f"hasta {said}" if " " not in said else f"hasta el {said}"


def overdue(due_on: date, today: date, calendar: BusinessCalendar) -> str:
    """«2 días hábiles de atraso», or nothing while there is time."""
    return arrears(due_on, today, calendar) if is_late(due_on, today) else ""


def lateness(due_on: date, arrived_at: datetime | None, calendar: BusinessCalendar) -> str:
    """«1 día hábil tarde», or nothing for what came in time or has not come."""
    if arrived_at is None or not is_late(due_on, on := bogota_date(arrived_at)):
        return ""
    return late_by(business_days_late(due_on, on, calendar))


def ago(on: date, today: date) -> str:
    """«hoy», «ayer», «hace 3 días»."""
    days = (today - on) // timedelta(days=1)
    return {0: "hoy", 1: "ayer"}.get(days, f"hace {days} días")


def _due(due_on: date, today: date, calendar: BusinessCalendar) -> str:
    return deadline(due_on, today, calendar).partition(",")[0]


def _missing(count: int) -> str:
    return "falta 1" if count == 1 else f"faltan {count}"


def _published(cut: CutRow) -> str:
    return f"El {cut.name.lower()} de {cut.year} ya se publicó"


def _all_verified(total: int) -> str:
    return "La única actividad está verificada" if total == 1 else f"Las {total} actividades están verificadas"
