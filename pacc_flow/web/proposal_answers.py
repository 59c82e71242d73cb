"""The answers of a person to a proposal: each button with what it decides."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions import proposals as action
from pacc_flow.actions.refusals import Invalid, NotFound
from pacc_flow.matrix import Row
from pacc_flow.matrix.deciding.decision_log import Step
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.numbers import whole
from pacc_flow.web.forms.proposal import AnswerForm, CorrectionForm
from pacc_flow.web.office_answers import grouped, single
from pacc_flow.web.proposal_desk import asking, draw, load_page, meanwhile
from pacc_flow.web.proposal_page import WAITING, ProposalPage
from pacc_flow.web.proposal_words import step_words
from pacc_flow.web.question import Question
from pacc_flow.web.receipts import done
from pacc_flow.web.row_questions import questions_of
from pacc_flow.web.same_answers import same_question

Answer = Callable[[ProposalPage], ResponseReturnValue]


def take_answer(page: ProposalPage) -> ResponseReturnValue:
    """The button that was pressed says what is decided. Enter presses none of them: what was typed stays, undecided."""
    answer = _ANSWERS.get(request.form.get("do", ""))
    return answer(page) if answer else _typed(page)


def _answer_row(page: ProposalPage) -> ResponseReturnValue:
    row, form = _answered(page)
    questions = questions_of(row, page.draft)
    also = same_question(row, page.draft) if request.form.get("do") == "filas" else []
    step = _answer(form, questions, (row.n, *also))
    if step is None:
        return _again(page, row, answers=form)
    try:
        return _decided(page, step)
    except Invalid as refusal:
        form.show(refusal.errors)
        return _again(load_page(page.proposal.id), row, answers=form)
    except action.DecidedMeanwhile as refusal:
        return meanwhile(page.proposal.id, refusal, {row.n: form})


def _answer(form: AnswerForm, questions: Sequence[Question], rows: tuple[int, ...]) -> Step | None:
    """None, with a sentence at each field, when something was not answered."""
    if form.leaves_out(questions):
        return Step(rows=rows, discards=True)
    corrections = form.corrections(questions)
    return None if corrections is None else Step(rows=rows, corrections=corrections, accepts=True)


def _confirm_all(page: ProposalPage) -> ResponseReturnValue:
    """Every row of the kind shown whose doubts only ask to be confirmed, in one step."""
    rows = tuple(row.n for row in page.confirmable)
    if not rows:
        flash("No quedaba ninguna fila que confirmar así.", "plain")
        return redirect(page.address())
    return _decided(page, Step(rows=rows, accepts=True))


def _correct_row(page: ProposalPage) -> ResponseReturnValue:
    row = _row(page)
    form = CorrectionForm.about(row, page.draft.names)
    if not form.validate():
        return _again(page, row, correction=form)
    changes = form.changes(row)
    if not changes:
        flash("No había nada que cambiar en esta fila.", "plain")
        return redirect(page.address(row.n))
    try:
        return _decided(page, Step(rows=(row.n,), corrections=changes))
    except Invalid as refusal:
        form.show(refusal.errors)
        return _again(load_page(page.proposal.id), row, correction=form)


def _leave_out(page: ProposalPage) -> ResponseReturnValue:
    return _decided(page, Step(rows=(whole(request.form.get("n")),), discards=True))


def _bring_back(page: ProposalPage) -> ResponseReturnValue:
    return _decided(page, Step(rows=(whole(request.form.get("n")),)))


def _settle(read: Callable[..., dict[str, str]]) -> Answer:
    def settle(page: ProposalPage) -> ResponseReturnValue:
        try:
            return _decided(page, Step(offices=read(page.draft, request.form)))
        except Invalid as refusal:
            problems = [("#oficinas", sentence) for sentence in refusal.errors.values()]
            return draw(page, problems=problems), HTTPStatus.UNPROCESSABLE_ENTITY

    return settle


def _take_back(page: ProposalPage) -> ResponseReturnValue:
    step, receipt = action.undo(db.session, page.proposal.id, **asking(), at=clock.now())
    commit()
    done("Se deshizo lo último:", f"«{step_words(step)}».", receipt)
    return redirect(page.address())


_ANSWERS: Mapping[str, Answer] = {
    "fila": _answer_row,
    "filas": _answer_row,
    "todas": _confirm_all,
    "corregir": _correct_row,
    "dejar": _leave_out,
    "devolver": _bring_back,
    "grupo": _settle(grouped),
    "oficinas": _settle(single),
    "deshacer": _take_back,
}


def _typed(page: ProposalPage) -> ResponseReturnValue:
    row = page.draft.row(whole(request.form.get("n")))
    if row is None:
        return redirect(page.address())
    page.forms, page.asked = {row.n: AnswerForm.about(row, questions_of(row, page.draft), page.draft.names)}, row.n
    return draw(page)


def _decided(page: ProposalPage, step: Step) -> ResponseReturnValue:
    try:
        receipt = action.decide(db.session, page.proposal.id, step, **asking(), at=clock.now())
        commit()
    except Invalid:
        db.session.rollback()
        raise
    done(f"Usted {step_words(step)}.", "", receipt)
    # Of many rows none is the one to look at, and after what waited comes what still waits.
    n = step.rows[0] if page.current != WAITING and len(step.rows) == 1 else 0
    return redirect(page.address(n))


def _row(page: ProposalPage) -> Row:
    row = page.draft.row(whole(request.form.get("n")))
    if row is None:
        raise NotFound
    return row


def _answered(page: ProposalPage) -> tuple[Row, AnswerForm]:
    row = _row(page)
    return row, AnswerForm.about(row, questions_of(row, page.draft), page.draft.names)


def _again(
    page: ProposalPage, row: Row, *, answers: AnswerForm | None = None, correction: CorrectionForm | None = None
) -> ResponseReturnValue:
    """The page once more, that row open, with what was typed and a sentence at each field."""
    page.asked, page.forms = row.n, {row.n: answers} if answers else {}
    page.corrects, page.correction = correction is not None, correction
    return draw(page, refused=answers or correction), HTTPStatus.UNPROCESSABLE_ENTITY
