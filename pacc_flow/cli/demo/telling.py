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
    "Se cumplió «{activity}»: {goal}. El soporte quedó publicado en el enlace.",
    "Terminó en el período «{activity}». Se entregó lo previsto ({goal}) y se archivó el soporte.",
    "Se informó al comité que terminó «{activity}», en la fecha del plan. Meta: {goal}.",
)
_ON_THE_WAY = (
    "Para «{activity}» se adelantaron las tareas del cronograma; las que faltan tienen fecha y responsable.",
    "El equipo trabajó en «{activity}» y presentó la primera versión a las dependencias. Falta recoger observaciones.",
    "Se hicieron las mesas de trabajo de «{activity}» y quedó lista la propuesta. Sigue la aprobación.",
    "Hacia la meta ({goal}), «{activity}» cumplió lo que el cronograma pedía hasta hoy.",
    "«{activity}» va según lo acordado. Hubo una reunión al mes y el comité conoce los avances.",
)
_HELPED = "La oficina entregó los datos a su cargo para «{activity}» y revisó el texto con quien lidera."
# What somebody who signs should stop at, in the cut in course: one text under two activities, 100 % of what goes on.
_SEGMENTED = (
    "La Oficina Comercial caracterizó a los usuarios por edad, región y tipo de crédito, y con eso definió los grupos que "
    "recibirán atención diferencial{}. El documento sirvió de insumo para el nuevo modelo de atención."
)
_TO_STOP_AT = {
    22: _SEGMENTED.format(" desde el próximo año"),
    37: _SEGMENTED.format(""),
    41: "La guía se socializó con los funcionarios de planta en dos jornadas. Falta la jornada de los contratistas.",
}
_OWN_DRIVE = {12: "https://drive.google.com/drive/folders/videos-lengua-de-senas"}


def told(stage: Stage, entry: Entry, cut: Cut, *, office: Office, in_course: bool = False) -> Content:
    """What the office types for the entry at this cut; evidence and figure come from the one that leads."""
    activity = entry.activity
    if office.id != activity.responsibilities[0].office_id:
        return Content(office_id=office.id, narrative=_HELPED.format(activity=activity.name.rstrip(".")))
    percent = progress(entry, cut)
    texts = _DONE if percent == FULL else _ON_THE_WAY
    usual = texts[(activity.number + cut.number) % len(texts)]
    narrative = usual.format(goal=activity.goal.rstrip("."), activity=activity.name.rstrip("."))
    if in_course:
        narrative = _TO_STOP_AT.get(activity.number, narrative)
        if link := _OWN_DRIVE.get(activity.number):
            return Content(office.id, narrative, percent, links=(link,))
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
