"""A desk as a page: the queue, the entry with all that a decision needs to see, and the decision taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from pacc_flow import clock
from pacc_flow.actions.perform import perform
from pacc_flow.actions.refusals import Conflict, NotFound
from pacc_flow.actions.seats import seat_of
from pacc_flow.actions.trail import Receipt
from pacc_flow.calendar.words import deadline
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entry, OfficeKind, facts_of_entry
from pacc_flow.models.calendars import calendar_of
from pacc_flow.queries.changes import Changes, changes_since
from pacc_flow.queries.queue import Waiting, at_previous_cut, entry_at_desk, next_after, queue_of
from pacc_flow.web.access import me, my_facts, source
from pacc_flow.web.cut_standing import lateness
from pacc_flow.web.database import commit, db
from pacc_flow.web.desk_entry import DeskEntry
from pacc_flow.web.desks import Desk
from pacc_flow.web.errors import record_refused
from pacc_flow.web.formatting import hour, near_day, percent
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.forms.review import ReviewForm
from pacc_flow.web.markup_diff import changed_figure, changed_text
from pacc_flow.web.receipts import done
from pacc_flow.web.signals import signals_of
from pacc_flow.workflow import Action, Role, offers, why_not
from pacc_flow.workflow.guards import PUBLISHED

IN_SIGHT = 12
# fmt: off
SAID = {  # action and who took it: (what was done, where the entry went)
    (Action.REVIEW,             Role.PLANNING): ("Aprobó la {}.",   "Pasó a Control Interno."),
    (Action.RETURN_TO_OFFICE,   Role.PLANNING): ("Devolvió la {}.", "La oficina ya tiene su comentario."),
    (Action.VERIFY,             Role.CONTROL):  ("Verificó la {}.", "Queda firmada con su nombre."),
    (Action.RETURN_TO_OFFICE,   Role.CONTROL):  ("Devolvió la {}.", "La oficina ya tiene su comentario."),
    (Action.RETURN_TO_PLANNING, Role.CONTROL):  ("Devolvió la {}.", "Planeación ya tiene su comentario."),
    (Action.REOPEN,             Role.CONTROL):  ("Reabrió la {}.",  "Otra vez está por verificar."),
}
DID = {  # what somebody else did, after their name
    Kind.ENTRY_SAVE:               "guardó otra versión",
    Kind.ENTRY_SUBMIT:             "la volvió a enviar",
    Kind.ENTRY_WITHDRAW:           "retiró el envío",
    Kind.ENTRY_REVIEW:             "la aprobó",
    Kind.ENTRY_RETURN_TO_OFFICE:   "la devolvió a la oficina",
    Kind.ENTRY_RETURN_TO_PLANNING: "la devolvió a Planeación",
    Kind.ENTRY_VERIFY:             "la verificó",
    Kind.ENTRY_REOPEN:             "la reabrió",
}
# fmt: on


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else did while this person was deciding, ready to be read."""

    did: str
    did_at: str
    percent: Markup | None
    sections: list[tuple[str, Markup]]
    added: list[str]
    removed: list[str]

    @classmethod
    def of(cls, changes: Changes | None, now: datetime) -> "Meanwhile":
        if changes is None:
            return cls("La entrada ya no es la que usted abrió", "", None, [], [], [])
        sections = [(section.office, changed_text(section.old, section.new)) for section in changes.sections]
        figure = changed_figure(*map(percent, changes.percent)) if changes.percent else None
        did = f"{changes.who} {DID.get(changes.kind, 'la cambió')}"
        return cls(did, _said_at(changes.at, now), figure, sections, changes.added, changes.removed)


@dataclass(frozen=True)
class Place:
    """One entry of the queue as it is listed; with a refusal this person may not decide it."""

    waiting: Waiting
    late: str
    refusal: str

    @property
    def is_decidable(self) -> bool:
        return not self.refusal


@dataclass(frozen=True)
class Queue:
    """All that waits at the desk, and where in it the person stands."""

    places: Sequence[Place]
    entry_id: int

    @property
    def decidable(self) -> list[Waiting]:
        return [place.waiting for place in self.places if place.is_decidable]

    @property
    def following(self) -> Waiting | None:
        return next_after([place.waiting for place in self.places], self.entry_id, self.decidable)

    @property
    def in_sight(self) -> Sequence[Place]:
        """The part of a long queue around the entry that is read."""
        here = next((index for index, place in enumerate(self.places) if place.waiting.id == self.entry_id), 0)
        start = max(0, min(here - IN_SIGHT // 3, len(self.places) - IN_SIGHT))
        return self.places[start : start + IN_SIGHT]

    @property
    def position(self) -> tuple[int, Waiting | None, Waiting | None] | None:
        """Place among what this person may decide, and its neighbours there; None for what they may not."""
        mine = self.decidable
        here = next((index for index, waiting in enumerate(mine) if waiting.id == self.entry_id), None)
        if here is None:
            return None
        return here + 1, mine[here - 1] if here else None, mine[here + 1] if here + 1 < len(mine) else None


def first_in_queue(desk: Desk, now: datetime) -> ResponseReturnValue:
    """Straight to the first one that this person may decide; with none left, to what they can do meanwhile."""
    queue = _queue(desk, 0)
    if queue.decidable:
        return redirect(url_for(desk.entry, entry_id=queue.decidable[0].id))
    return render_template("desk/empty.html", desk=desk, replaced=_replaced(desk), queue=queue, now=now)


def entry_page(desk: Desk, template: str, entry_id: int, form: ReviewForm, **told: Any) -> str:  # noqa: ANN401 - for the template
    """The desk with one entry on it. Raises NotFound for an entry that is not of the person's entity."""
    now, today, calendar = clock.now(), bogota_date(clock.now()), calendar_of(me().entity)
    seat = seat_of(me(), OfficeKind(desk.role), on=today)  # before the entry brings its people anew, without their offices
    entry = entry_at_desk(db.session, me().entity_id, entry_id)
    if entry is None:
        raise NotFound
    form.rev.data = str(entry.rev)
    facts, person = facts_of_entry(entry), my_facts()
    steps = {offer.step.action: offer.refusal for offer in offers(facts, person) if offer.step.by is desk.role}
    return render_template(
        template,
        desk=desk,
        replaced=_replaced(desk),
        form=form,
        queue=_queue(desk, entry_id),
        view=DeskEntry(entry, at_previous_cut(db.session, entry), now),
        entry=entry,
        signals=signals_of(entry),
        steps={} if facts.is_published else steps,
        refusal=PUBLISHED if facts.is_published else desk.action and why_not(desk.action, facts, person),
        late=lateness(entry.cut.offices_due_on, entry.first_submitted_at, calendar),
        term=deadline(desk.due_on(entry.cut), today, calendar).capitalize(),
        acting_office=seat.office.name,
        now=now,
        **told,
    )


def decide(desk: Desk, template: str, entry_id: int, action: Action, form: ReviewForm) -> ResponseReturnValue:
    """Takes the step and goes on to the next entry; refused, the page comes back with what was typed."""
    try:
        with errors_shown(form):
            require(form)
            following = _queue(desk, entry_id).following
            receipt = perform(
                db.session,
                entry_id,
                action,
                actor=me(),
                seen_rev=form.seen_rev,
                at=clock.now(),
                brings=form.brings(action),
                source=source(),
            )
            number = db.session.get_one(Entry, entry_id).activity.number
            commit()
            _tell(desk, action, number, receipt)
            return redirect(_onward(desk, action, entry_id, following))
    except Conflict as conflict:
        db.session.rollback()
        record_refused(conflict)
        changes = changes_since(db.session, entry_id, conflict.seen_rev)
        meanwhile = Meanwhile.of(changes, clock.now())
        return entry_page(desk, template, entry_id, form, meanwhile=meanwhile), conflict.status
    return entry_page(desk, template, entry_id, form), HTTPStatus.UNPROCESSABLE_ENTITY


def _replaced(desk: Desk) -> str:
    """The name of whom the person replaces at this desk; nothing where it is their own."""
    acting_for = my_facts().at_desk(desk.role).acting_for
    return acting_for.name if acting_for else ""


def _tell(desk: Desk, action: Action, number: int, receipt: Receipt) -> None:
    did, went = SAID[action, desk.role]
    done(did.format(number), went, receipt)


def _onward(desk: Desk, action: Action, entry_id: int, following: Waiting | None) -> str:
    """To the next one that this person may decide; what was reopened is to be decided again."""
    if action is Action.REOPEN:
        return url_for(desk.entry, entry_id=entry_id)
    return url_for(desk.entry, entry_id=following.id) if following else url_for(desk.queue)


def _queue(desk: Desk, entry_id: int) -> Queue:
    calendar, person = calendar_of(me().entity), my_facts()
    assert desk.action is not None  # noqa: S101 - only a desk that decides has a queue
    return Queue(
        [
            Place(
                waiting,
                late=lateness(waiting.offices_due_on, waiting.first_submitted_at, calendar),
                refusal=why_not(desk.action, waiting.facts, person) or "",
            )
            for waiting in queue_of(db.session, me().entity_id, desk.state)
        ],
        entry_id,
    )


def _said_at(at: datetime, now: datetime) -> str:
    """«a las 10:14 a. m.», and the day when it was another one."""
    if bogota_date(at) == bogota_date(now):
        return f"a las {hour(at)}"
    day = near_day(at, now)
    return f"{'el ' if ' ' in day else ''}{day} a las {hour(at)}"
