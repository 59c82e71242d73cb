"""Who acts in a person's name while they are away: named and listed by the person, ended by either of the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.refusals import Invalid, NotFound
from pacc_flow.actions.substitutions import end_substitution, name_substitute
from pacc_flow.calendar.words import days_from_to
from pacc_flow.models import Account, Substitution
from pacc_flow.models.facts import about_to_replace, replacing
from pacc_flow.queries import substitutions as query
from pacc_flow.web.access import Audience, audience, me, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.forms.substitutes import SubstituteForm
from pacc_flow.web.receipts import done
from pacc_flow.web.replaced_words import the_day

bp = Blueprint("substitutes", __name__)

MEMBERS = (Audience.OFFICE, Audience.PLANNING, Audience.CONTROL)
_PAGE = "/app/cuenta/reemplazos"


@dataclass(frozen=True)
class Line:
    """One substitution as it is listed; `id` only where it may still be ended."""

    id: int | None
    name: str
    days: str
    state: str


@bp.get(_PAGE)
@audience(*MEMBERS)
def show() -> ResponseReturnValue:
    return _page(SubstituteForm.filled(query.may_replace(db.session, me())))


@bp.post(_PAGE)
@audience(*MEMBERS)
def name() -> ResponseReturnValue:
    people = query.may_replace(db.session, me())
    form = SubstituteForm.filled(people)
    with errors_shown(form):
        require(form)
        chosen, days = _chosen(people, form), {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
        actor = source().actor(me(), role=me().standing)
        named = name_substitute(db.session, me(), chosen, **days, actor=actor, at=clock.now())
        commit()
        words = f"{chosen.name} actúa en su nombre {_days(named.substitution)}."
        done("Reemplazo nombrado.", words, named.receipt)
        return redirect(url_for("substitutes.show"))
    return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post(f"{_PAGE}/<int:substitution_id>/terminar")
@audience(*MEMBERS)
def end(substitution_id: int) -> ResponseReturnValue:
    found = query.substitution_of(db.session, substitution_id, account_id=me().id)
    if found is None:
        raise NotFound
    receipt = end_substitution(db.session, found, actor=source().actor(me(), role=me().standing), at=clock.now())
    commit()
    if receipt:
        done("Reemplazo terminado.", _ended_words(found), receipt)
    return redirect(url_for("substitutes.show"))


def _ended_words(one: Substitution) -> str:
    if one.account_id == me().id:
        return f"{one.substitute.name} ya no actúa en su nombre. Lo que hizo queda en la historia."
    return f"Usted ya no actúa en nombre de {one.account.name}, a quien le llega un correo. Lo que hizo queda en la historia."


def _chosen(people: Sequence[Account], form: SubstituteForm) -> Account:
    chosen = next((person for person in people if str(person.id) == form.substitute.data), None)
    if chosen is None:
        raise Invalid({"substitute": "Elija a una persona de la lista."})
    return chosen


def _page(form: SubstituteForm) -> str:
    today = clock.bogota_date(clock.now())
    mine = query.substitutions_of(db.session, me().id)
    replaced = [*replacing(me(), today), *about_to_replace(me(), today)]
    return render_template(
        "account/substitutes.html",
        form=form,
        standing=[_line(one, one.substitute, today) for one in reversed(mine) if not query.is_over(one, today)],
        past=[_line(one, one.substitute, today) for one in mine if query.is_over(one, today)],
        replaced=[_line(one, one.account, today) for one in replaced],
    )


def _line(one: Substitution, other: Account, today: date) -> Line:
    if query.is_over(one, today):
        return Line(None, other.name, _days(one), _ended(one, today))
    state = "Vigente" if one.starts_on <= today else f"Empieza {the_day(one.starts_on, today)}"
    return Line(one.id, other.name, _days(one), state)


def _ended(one: Substitution, today: date) -> str:
    if one.ended_at is None:
        return "Terminó"
    return f"Se terminó antes, {the_day(clock.bogota_date(one.ended_at), today)}"


def _days(one: Substitution) -> str:
    return days_from_to(one.starts_on, one.ends_on)
