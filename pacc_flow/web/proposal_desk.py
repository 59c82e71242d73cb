"""What every page of an import shares: loading the proposal, drawing it, and saying what was done or happened meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import TypedDict

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.actor import Actor
from pacc_flow.actions.plan_imports import proposed_first_cut
from pacc_flow.actions.plans import FIRST_YEAR, LAST_YEAR
from pacc_flow.actions.proposals import DecidedMeanwhile
from pacc_flow.actions.refusals import NotFound
from pacc_flow.actions.seats import seat_of
from pacc_flow.clock import bogota_date
from pacc_flow.matrix.layout.columns.headings import TITLES
from pacc_flow.models import OfficeKind
from pacc_flow.models.calendars import schedule_of
from pacc_flow.models.drafts import draft_of
from pacc_flow.queries import proposals as query
from pacc_flow.web.access import me, source
from pacc_flow.web.column_lines import columns_of
from pacc_flow.web.comparison import compared
from pacc_flow.web.database import db
from pacc_flow.web.errors import record_refused
from pacc_flow.web.forms.numbers import whole
from pacc_flow.web.forms.proposal import AnswerForm, CreateForm
from pacc_flow.web.proposal_page import ProposalPage


class Asking(TypedDict):
    entity_id: int
    seen_rev: int
    actor: Actor


def load_page(proposal_id: int) -> ProposalPage:
    """The proposal with everything decided so far; NotFound when it is not of the person's entity."""
    proposal = query.proposal_of(db.session, proposal_id, entity_id=me().entity_id)
    if proposal is None:
        raise NotFound
    draft = draft_of(proposal, query.all_offices(db.session, me().entity_id))
    names = query.names_of(db.session, [step.by for step in draft.log.steps if step.by])
    asked = request.args
    return ProposalPage(proposal, draft, names, asked.get("ver", ""), whole(asked.get("fila")), corrects="corregir" in asked)


def draw(page: ProposalPage, *, create: CreateForm | None = None, **more: object) -> str:
    """`create` is a form that came back with its errors."""
    now = clock.now()
    taken = query.years_with_plan(db.session, me().entity_id) if page.is_open else frozenset()
    form = create or create_form(page, now)
    more["comparison"] = compared(page, taken)
    if page.is_open:
        more.setdefault("columns", columns_of(page.draft.reading))
    more["field_names"] = TITLES
    return render_template("proposal/proposal.html", page=page, create=form, now=now, **more)


def create_form(page: ProposalPage, now: datetime, *, is_sent: bool = False) -> CreateForm:
    of, today, entity = page.draft.reading.metadata, clock.bogota_date(now), me().entity
    year = of.year if of.year and FIRST_YEAR <= of.year <= LAST_YEAR else today.year
    proposed = {
        "year": str(year),
        "kind": of.kind or entity.plan_kind,
        "first_cut": str(proposed_first_cut(entity, year, of.follow_up_on, today)),
        "planning": page.draft.proposed("planning"),
        "control": page.draft.proposed("control"),
    }
    return CreateForm.about(
        schedule_of(entity),
        [office.name for office in page.draft.used],
        has_planning=page.has_role("planning"),
        has_control=page.has_role("control"),
        data=proposed,
        **({} if is_sent else {"formdata": None}),
    )


def meanwhile(proposal_id: int, refusal: DecidedMeanwhile, typed: Mapping[int, AnswerForm]) -> ResponseReturnValue:
    """What the others decided, and what was answered still in its form, which from now on answers to the newer state."""
    db.session.rollback()
    record_refused(refusal)
    page = load_page(proposal_id)
    page.forms = typed
    page.asked = next(iter(typed), 0)
    steps = page.said(page.draft.log.since(refusal.seen_rev))
    return draw(page, meanwhile=steps, conflict=refusal.sentence), HTTPStatus.CONFLICT


def asking() -> Asking:
    return {"entity_id": me().entity_id, "seen_rev": whole(request.form.get("rev")), "actor": actor()}


def actor() -> Actor:
    return seat_of(me(), OfficeKind.PLANNING, on=bogota_date(clock.now())).actor(me(), source())
