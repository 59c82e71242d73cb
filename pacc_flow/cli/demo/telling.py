"""What the offices of the demonstration tell: figures that follow from the dates of each activity, and short texts."""

from datetime import date

from pacc_flow.actions.content import Content
from pacc_flow.cli.demo.stage import Stage
from pacc_flow.models import Cut, Entry, Office

FULL = 10_000
# How an activity keeps to its year, in hundredths of what its cut would ask: some ahead, some behind.
_PACE = (60, 80, 100, 120, 90)
_CUTS_A_YEAR = 3

_DONE = (
    "Se cumplió la meta: {goal}. El soporte quedó publicado en el enlace.",
    "La actividad terminó en el período. Se entregó lo previsto ({goal}) y se archivó el soporte.",
    "Se terminó en la fecha del plan y se informó al comité. Meta: {goal}.",
)
_ON_THE_WAY = (
    "Se adelantaron las tareas del cronograma para el período; las que faltan tienen fecha y responsable.",
    "El equipo trabajó en la primera versión y la presentó a las dependencias. Falta recoger sus observaciones.",
    "Se hicieron las mesas de trabajo previstas y quedó lista la propuesta. Sigue la aprobación.",
)
_HELPED = "La oficina entregó los datos a su cargo y revisó el texto con quien lidera la actividad."


def told(stage: Stage, entry: Entry, cut: Cut, *, office: Office) -> Content:
    """What the office types for the entry at this cut; evidence and figure come from the one that leads."""
    activity = entry.activity
    if office.id != activity.responsibilities[0].office_id:
        return Content(office_id=office.id, narrative=_HELPED)
    percent = progress(entry, cut)
    texts = _DONE if percent == FULL else _ON_THE_WAY
    narrative = texts[activity.number % len(texts)].format(goal=activity.goal.rstrip("."))
    if activity.number % 4:
        return Content(office.id, narrative, percent, links=(f"https://portal.icetex.gov.co/plan/actividad-{activity.number}",))
    name = f"soporte-actividad-{activity.number}-corte-{cut.number}.csv"
    evidence = stage.file(name, f"actividad;corte;avance\n{activity.number};{cut.cut_on.isoformat()};{percent / 100:.2f}\n")
    return Content(office.id, narrative, percent, files=(evidence,))


def progress(entry: Entry, cut: Cut) -> int:
    """Hundredths of a percent: done when its dates came, but for one in nine, and otherwise at its own pace."""
    number, dates = entry.activity.number, entry.activity.due_dates
    is_due = bool(dates) and date.fromisoformat(max(dates)) <= cut.cut_on
    if is_due and number % 9:
        return FULL
    share = FULL * cut.number * _PACE[number % len(_PACE)] // (_CUTS_A_YEAR * 100)
    return max(entry.baseline_percent or 0, min(share, 9_000))
