"""Rows that one answer settles together: those that ask the same over the same words, and those that only ask to confirm."""

from collections.abc import Callable, Iterable, Mapping

from pacc_flow.matrix import Need, Row, original_cells
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.web.proposal_words import slug_of
from pacc_flow.web.question import Question
from pacc_flow.web.row_questions import questions_of


def same_question(row: Row, draft: PlanDraft) -> list[int]:
    """The other waiting rows that ask exactly the same over the same words of the document."""
    mine = _key(row, draft)
    return [other.n for other in draft.waiting if mine and other.n != row.n and _key(other, draft) == mine]


def literal(row: Row, draft: PlanDraft) -> str:
    """What the cell says that is asked about, when exactly one is."""
    questions = questions_of(row, draft)
    read = _LITERAL.get(questions[0].field) if len(questions) == 1 else None
    return read(row, draft) if read else ""


def only_confirm(rows: Iterable[Row], slug: str = "") -> list[Row]:
    """The rows that may be taken as read: nothing about them is to be corrected. With `slug`, those with a doubt of that
    kind.
    """
    return [row for row in rows if _asks_to_confirm(row) and (not slug or slug in _kinds(row))]


def _asks_to_confirm(row: Row) -> bool:
    return {found.need for found in row.findings} - {Need.NOTHING} == {Need.CONFIRM}


def _kinds(row: Row) -> set[str]:
    return {slug_of(found.title) for found in row.findings if found.need is not Need.NOTHING}


def _key(row: Row, draft: PlanDraft) -> object:
    """None when the row asks for something of its own, such as the activity that it lacks."""
    questions = questions_of(row, draft)
    key = [(question.field, _said(question, row, draft), _answers(question)) for question in questions]
    return key if all(said for _, said, _ in key) else None


def _said(question: Question, row: Row, draft: PlanDraft) -> object:
    """What the document says, or that it says nothing; "" where each row has an answer of its own."""
    if question.field == "place":
        return row.component, row.subcomponent
    if question.field == "kept":
        return row.block, frozenset(found.code for found in row.findings if found.need is not Need.NOTHING)
    if question.field == "component":
        return row.block, _NOTHING  # each sheet or table may be a component of its own
    read = _LITERAL.get(question.field)
    return (read(row, draft) or _NOTHING) if read else ""


def _answers(question: Question) -> object:
    return [(option.value, dict(option.corrections)) for option in question.options], question.kept


def _percent_text(row: Row, draft: PlanDraft) -> str:
    return " ".join(cell.text for cell in original_cells(draft.reading, row) if cell.read_as == "percent")


_NOTHING = "-"  # a document without a column of offices asks of every row what only needs one answer
_LITERAL: Mapping[str, Callable[[Row, PlanDraft], str]] = {
    "due": lambda row, _draft: row.due_text,
    "percent": _percent_text,
    "office": lambda row, _draft: row.office_text,
}
