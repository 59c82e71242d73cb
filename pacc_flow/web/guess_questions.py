"""What is asked when the reader supposed something: to leave it as read, the other reading, or to write another."""

from collections.abc import Iterator
from datetime import date

from pacc_flow.calendar.words import long_date, numeric_date
from pacc_flow.matrix import Finding, Row
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.web.formatting import percent
from pacc_flow.web.question import Option, Question, ask

_FEW_DAYS = 3
AS_READ, OTHER_READING, LEFT_OUT = "leida", "otra-lectura", "fuera"


def guessed_due(row: Row, finding: Finding, _draft: PlanDraft) -> Question:
    options = [
        Option(AS_READ, _days(row.due_dates) or row.due_text or "Sin fecha", "como la leímos"),
        *_other_days(row, finding),
    ]
    return ask(
        "due",
        finding,
        "calendar",
        target="due_text",
        typed="due_other",
        options=options,
        other="Otra fecha",
        ticked=AS_READ,
    )


def guessed_percent(row: Row, finding: Finding, _draft: PlanDraft) -> Question:
    read = "Sin porcentaje" if row.percent is None else percent(row.percent)
    options = [Option(AS_READ, read, "como lo leímos")]
    if finding.alternative is not None:
        other = f"{finding.alternative} %" if finding.alternative else "Sin porcentaje"
        options.append(Option(OTHER_READING, other, "la otra lectura", {"percent": finding.alternative}))
    return ask(
        "percent",
        finding,
        "question",
        target="percent",
        typed="percent_other",
        options=options,
        other="Otro porcentaje",
        ticked=AS_READ,
    )


def whether_to_keep(_row: Row, finding: Finding, _draft: PlanDraft) -> Question:
    """Nothing is ticked: to keep what the file strikes out, or to drop it, is for a person to say."""
    options = [
        Option(AS_READ, "Dejarla en el plan", "es una actividad"),
        Option(LEFT_OUT, "Dejar la fila fuera", "no entra al plan", discards=True),
    ]
    return ask("kept", finding, "question", target="", typed="", options=options)


def _other_days(row: Row, finding: Finding) -> Iterator[Option]:
    days = tuple(date.fromisoformat(day) for day in (finding.alternative or "").split())
    if days and days != row.due_dates:
        yield Option(OTHER_READING, _days(days), "la otra lectura", {"due_text": " ".join(map(numeric_date, days))})


def _days(days: tuple[date, ...]) -> str:
    if len(days) > _FEW_DAYS:
        return f"{len(days)} fechas, del {long_date(days[0])} al {long_date(days[-1])}"
    return " y ".join(map(long_date, days))
