"""What is asked about a row that waits: each doubt of the reader as one question with its answers."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pacc_flow.calendar.words import long_date, numeric_date
from pacc_flow.matrix import Code, Confidence, Finding, Need, Row, nearest_days, read_dates
from pacc_flow.matrix.deciding.plan_draft import PlanDraft

OTHER = "otra"
LEVELS = {Confidence.HIGH: "high", Confidence.MEDIUM: "mid", Confidence.LOW: "low"}
# A sentence ends at the first point or colon that is not inside a quotation.
_FIRST_SENTENCE = re.compile(r"((?:«[^»]*»|[^«])*?)[.:]\s+(\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Option:
    """One answer: what the row would say; nothing when it stays as read."""

    value: str
    label: str
    words: str = ""
    corrections: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """`field` of the form holds the option ticked; with `other` as its label, one more option asks to write the answer
    into the field `typed`. Without options only that field is asked. `target` is what it corrects in the row.
    """

    field: str
    title: str
    words: str
    icon: str
    confidence: str
    target: str
    typed: str
    options: Sequence[Option] = ()
    other: str = ""
    ticked: str = ""
    kept: Sequence[str] = ()  # offices that were recognised, beside the one that is asked for


def questions_of(row: Row, draft: PlanDraft) -> list[Question]:
    """One for each thing to decide; a component and its subcomponent are decided together."""
    asked: dict[str, Question] = {}
    for finding in row.findings:
        if finding.need is not Need.NOTHING:
            question = _ASKED[finding.code](row, finding, draft)
            asked.setdefault(question.field, question)
    return list(asked.values())


def same_question(row: Row, draft: PlanDraft) -> list[int]:
    """The other waiting rows that ask exactly the same about their place, which one answer settles."""
    mine = _place_key(row, draft)
    return [other.n for other in draft.waiting if mine and other.n != row.n and _place_key(other, draft) == mine]


def told(finding: Finding) -> tuple[str, str]:
    """The message as a title and the words that explain it."""
    parts = _FIRST_SENTENCE.fullmatch(finding.message)
    return (parts[1], parts[2][0].upper() + parts[2][1:]) if parts else (finding.message.rstrip("."), "")


def _place_key(row: Row, draft: PlanDraft) -> object:
    questions = questions_of(row, draft)
    if [question.field for question in questions] != ["place"]:
        return None
    return row.component, row.subcomponent, [dict(option.corrections) for option in questions[0].options]


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
    return _question("place", finding, "question", target="component", typed="component", options=options, ticked="leida")


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
    return _question(
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
    return _question(
        "due", finding, "calendar", target="due_text", typed="due_other", options=options, other=other, ticked=ticked
    )


def _nearest(row: Row) -> Iterator[Option]:
    """The days around each date that does not exist, with those of the cell that do."""
    impossible = read_dates(row.due_text).impossible
    for day in nearest_days(impossible[0]) or () if len(impossible) == 1 else ():
        days: list[date] = sorted({*row.due_dates, day})
        label = " y ".join(long_date(on) for on in days)
        yield Option(day.isoformat(), label, "", {"due_text": " ".join(numeric_date(on) for on in days)})


def _typed(field: str) -> Callable[[Row, Finding, PlanDraft], Question]:
    return lambda _row, finding, _draft: _question(field, finding, "warning", target=field, typed=field)


def _question(
    field: str,
    finding: Finding,
    icon: str,
    *,
    target: str,
    typed: str,
    options: Sequence[Option] = (),
    other: str = "",
    ticked: str = "",
    kept: Sequence[str] = (),
) -> Question:
    title, words = told(finding)
    return Question(field, title, words, icon, LEVELS[finding.confidence], target, typed, tuple(options), other, ticked, kept)


_ASKED: Mapping[Code, Callable[[Row, Finding, PlanDraft], Question]] = {
    Code.AMBIGUOUS_COMPONENT: _place,
    Code.AMBIGUOUS_SUBCOMPONENT: _place,
    Code.ACTIVITY_AS_SUBCOMPONENT: _place,
    Code.COMPONENT_MISSING: _typed("component"),
    Code.ACTIVITY_MISSING: _typed("activity"),
    Code.UNREAD_PERCENT: _typed("percent"),
    Code.OFFICE_MISSING: _office,
    Code.OFFICE_UNKNOWN: _office,
    Code.IMPOSSIBLE_DATE: _due,
    Code.UNREAD_DATE: _due,
    Code.DATE_MISSING: _due,
}
