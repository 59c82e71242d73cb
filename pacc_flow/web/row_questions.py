"""What is asked about a row that waits: each doubt of the reader as one question with its answers."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from pacc_flow.calendar.words import long_date, numeric_date
from pacc_flow.matrix import Code, Confidence, Finding, Need, Row, nearest_days, read_dates
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.web.guess_questions import guessed_due, guessed_percent, whether_to_keep
from pacc_flow.web.question import Option, Question, ask


def questions_of(row: Row, draft: PlanDraft) -> list[Question]:
    """One for each thing to decide; a component and its subcomponent are decided together."""
    asked: dict[str, Question] = {}
    for finding in row.findings:
        if finding.need is not Need.NOTHING:
            question = _ASKED[finding.code](row, finding, draft)
            asked.setdefault(question.field, question)
    return list(asked.values())


def _place(row: Row, finding: Finding, _draft: PlanDraft) -> Question:
    asked = {found.field: found.alternative for found in row.findings if found.need is not Need.NOTHING}
    component = asked.get("component") or row.component
    subcomponent = asked["subcomponent"] if asked.get("subcomponent") is not None else row.subcomponent
    corrections = {"component": component, "subcomponent": subcomponent}
    differs = component != row.component
    options = (
        _placed("leida", row.component, row.subcomponent, "como la leímos", {}, by_component=differs),
        _placed("otra-lectura", component, subcomponent, "la otra lectura", corrections, by_component=differs),
    )
    return ask("place", finding, "question", target="component", typed="component", options=options, ticked="leida")


def _placed(
    value: str, component: str, subcomponent: str | None, said: str, corrections: Mapping[str, object], *, by_component: bool
) -> Option:
    under = subcomponent or "Sin subcomponente"
    return (
        Option(value, component, f"{under} · {said}", corrections) if by_component else Option(value, under, said, corrections)
    )


def _office(row: Row, finding: Finding, draft: PlanDraft) -> Question:
    name = draft.name_of(finding.alternative) if finding.alternative else ""
    options = [Option("propuesta", name, "", {"offices": [*row.offices, name]})] if name in draft.names else []
    if row.offices:
        options.append(
            Option("leida", "Dejar solo las que reconocimos", ", ".join(row.offices), {"offices": list(row.offices)})
        )
    ticked = "propuesta" if options and finding.confidence is not Confidence.LOW else ""
    other = "Otra oficina" if options else ""
    return ask(
        "office",
        finding,
        "warning",
        target="offices",
        typed="office_other",
        options=options,
        other=other,
        ticked=ticked,
        kept=row.offices,
    )


def _due(row: Row, finding: Finding, _draft: PlanDraft) -> Question:
    options, other, ticked = list(_nearest(row)), "Otra fecha", ""
    if finding.code is not Code.IMPOSSIBLE_DATE:
        label = "Dejarla como está escrita" if row.due_text else "Dejarla sin fecha"
        options, other, ticked = [Option("leida", label, row.due_text)], "Escribir la fecha", "leida"
    other = other if options else ""
    return ask("due", finding, "calendar", target="due_text", typed="due_other", options=options, other=other, ticked=ticked)


def _nearest(row: Row) -> Iterator[Option]:
    """The days around each date that does not exist, with those of the cell that do."""
    impossible = read_dates(row.due_text).impossible
    for day in nearest_days(impossible[0]) or () if len(impossible) == 1 else ():
        days: list[date] = sorted({*row.due_dates, day})
        label = " y ".join(long_date(on) for on in days)
        yield Option(day.isoformat(), label, "", {"due_text": " ".join(numeric_date(on) for on in days)})


def _activity(_row: Row, finding: Finding, _draft: PlanDraft) -> Question:
    """That of the row above, where the cell may have been merged with it."""
    above = finding.alternative
    if not above:
        return ask("activity", finding, "warning", target="activity", typed="activity")
    options = [Option("propuesta", above, "la de la fila de arriba", {"activity": above})]
    other = "Escribir la actividad"
    return ask("activity", finding, "question", target="activity", typed="activity_other", options=options, other=other)


def _typed(field: str) -> Callable[[Row, Finding, PlanDraft], Question]:
    return lambda _row, finding, _draft: ask(field, finding, "warning", target=field, typed=field)


_ASKED: Mapping[Code, Callable[[Row, Finding, PlanDraft], Question]] = {
    Code.AMBIGUOUS_COMPONENT: _place,
    Code.AMBIGUOUS_SUBCOMPONENT: _place,
    Code.ACTIVITY_AS_SUBCOMPONENT: _place,
    Code.COMPONENT_MISSING: _typed("component"),
    Code.ACTIVITY_MISSING: _activity,
    Code.UNREAD_PERCENT: _typed("percent"),
    Code.OFFICE_MISSING: _office,
    Code.OFFICE_UNKNOWN: _office,
    Code.IMPOSSIBLE_DATE: _due,
    Code.UNREAD_DATE: _due,
    Code.DATE_MISSING: _due,
    Code.DATE_GUESSED: guessed_due,
    Code.DATES_GLUED: guessed_due,
    Code.PERCENT_GUESSED: guessed_percent,
    Code.STRUCK_ACTIVITY: whether_to_keep,
    Code.REPEATED_ACTIVITY: whether_to_keep,
}
