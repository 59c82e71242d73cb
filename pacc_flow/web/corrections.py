"""Internal Control corrects what is published, in two steps without a draft: what to correct, then the text and the signature.

What was chosen and typed travels in the forms themselves.
"""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pacc_flow import clock
from pacc_flow.actions.corrections import Correction, InForce, correction, in_force, publish_correction
from pacc_flow.actions.seats import seat_of
from pacc_flow.actions.signing import Meanwhile
from pacc_flow.clock import bogota_date
from pacc_flow.models import OfficeKind, searchable
from pacc_flow.reports.heading import SIGNATURE_NOTE
from pacc_flow.reports.snapshot import Row
from pacc_flow.web.access import Audience, audience, me, my_facts, source
from pacc_flow.web.database import commit, db
from pacc_flow.web.differences_shown import digest_of, groups_of, measures_of
from pacc_flow.web.errors import record_refused
from pacc_flow.web.forms.correction import CorrectionForm, correction_form, wanted_remarks, wanted_rows
from pacc_flow.web.forms.errors import errors_shown, require
from pacc_flow.web.forms.numbers import whole
from pacc_flow.web.receipts import done
from pacc_flow.web.signer import sign_the_log
from pacc_flow.workflow import Role

bp = Blueprint("corrections", __name__)

_CHOICE = "/app/publicacion/<int:cut_id>/correccion"
_TEXT = f"{_CHOICE}/texto"
AT_ONCE, LISTED = 40, 200
_NOTHING = "Elija al menos una actividad o un componente."
_TOO_MANY = f"Elija hasta {AT_ONCE} a la vez."


@dataclass(frozen=True)
class Chosen:
    """Numbers of activities that this person may correct and of components, each in what is published."""

    activities: list[int]
    components: list[int]

    @classmethod
    def of(cls, published: InForce, asked: MultiDict[str, str]) -> "Chosen":
        activities, components = ({whole(text) for text in asked.getlist(name)} for name in ("a", "c"))
        return cls(
            [row.n for row in published.snapshot.rows if row.n in activities and row.n not in published.refusals],
            [one.number for one in published.snapshot.components if one.number in components],
        )

    @property
    def refusal(self) -> str:
        count = len(self.activities) + len(self.components)
        return _NOTHING if not count else _TOO_MANY if count > AT_ONCE else ""


@bp.get(_CHOICE)
@audience(Audience.CONTROL)
def choose(cut_id: int) -> ResponseReturnValue:
    of = _in_force(cut_id)
    return _choice(of, Chosen.of(of, request.args))


@bp.get(_TEXT)
@audience(Audience.CONTROL)
def write(cut_id: int) -> ResponseReturnValue:
    of = _in_force(cut_id)
    chosen = Chosen.of(of, request.args)
    if chosen.refusal:
        return _choice(of, chosen, chosen.refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    return _text(of, chosen, correction_form(of, chosen.activities, chosen.components))


@bp.post(_TEXT)
@audience(Audience.CONTROL)
def publish(cut_id: int) -> ResponseReturnValue:
    """Shows what changes, or signs it: by the button that was pressed, and never what was not shown before."""
    of = _in_force(cut_id)
    chosen = Chosen.of(of, request.form)
    if chosen.refusal:
        return _choice(of, chosen, chosen.refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    form = correction_form(of, chosen.activities, chosen.components)
    rows, remarks = wanted_rows(form, chosen.activities), wanted_remarks(form, chosen.components)
    seen, prepared = form.seen.data or "", None
    try:
        with errors_shown(form):
            require(form)
            prepared = correction(db.session, cut_id, actor=me(), rows=rows, remarks=remarks, at=clock.now(), seen=seen)
            is_signed = request.form.get("do") == "sign"
            if not is_signed or (form.reason.data and request.form.get("shown") != digest_of(prepared.differences)):
                return _text(of, chosen, form, prepared, is_unseen=is_signed)
            published = publish_correction(
                db.session,
                cut_id,
                actor=me(),
                reason=form.reason.data or "",
                rows=rows,
                remarks=remarks,
                at=clock.now(),
                source=source(),
                seen=seen,
            )
            receipt, revision = published.receipt, published.report.revision
            commit()
            sign_the_log()  # so that the proof of the publication exists as soon as the publication does
            done(f"Firmó y publicó la revisión {revision}.", "", receipt)
            return redirect(url_for("publication.cut", cut_id=cut_id))
    except Meanwhile as refusal:
        db.session.rollback()
        record_refused(refusal)
        again = _in_force(cut_id)
        form.seen.data = again.seen
        return _text(again, chosen, form, conflict=refusal.sentence), HTTPStatus.CONFLICT
    return _text(_in_force(cut_id), chosen, form, prepared), HTTPStatus.UNPROCESSABLE_ENTITY


def _in_force(cut_id: int) -> InForce:
    return in_force(db.session, cut_id, actor=me(), at=clock.now())


def _choice(of: InForce, chosen: Chosen, refusal: str = "") -> str:
    """What is chosen already first, then what is searched for."""
    words = request.args.get("q", "").strip()
    found = [row for row in of.snapshot.rows if row.n not in chosen.activities and _matches(row, words)]
    return render_template(
        "correction/choose.html",
        of=of,
        cut=of.cut,
        chosen=chosen,
        rows=[row for row in of.snapshot.rows if row.n in chosen.activities],
        found=found[:LISTED],
        left_off=len(found) - len(found[:LISTED]),
        words=words,
        refusal=refusal,
    )


def _matches(row: Row, words: str) -> bool:
    text = searchable(" ".join([str(row.n), row.activity, *row.offices]))
    return all(word in text for word in searchable(words).split())


def _text(
    of: InForce,
    chosen: Chosen,
    form: CorrectionForm,
    prepared: Correction | None = None,
    *,
    is_unseen: bool = False,
    conflict: str = "",
) -> str:
    acting_for = my_facts().at_desk(Role.CONTROL).acting_for
    return render_template(
        "correction/write.html",
        of=of,
        cut=of.cut,
        chosen=chosen,
        rows=[row for row in of.snapshot.rows if row.n in chosen.activities],
        form=form,
        prepared=prepared,
        **_shown(prepared),
        is_unseen=is_unseen,
        conflict=conflict,
        office=seat_of(me(), OfficeKind.CONTROL, on=bogota_date(clock.now())).office.name,
        replaced=acting_for.name if acting_for else "",
        signature_note=SIGNATURE_NOTE,
        slug=me().entity.slug,
    )


def _shown(prepared: Correction | None) -> dict[str, object]:
    if prepared is None:
        return {}
    before, after = prepared.in_force.snapshot, prepared.snapshot
    shown = digest_of(prepared.differences)
    return {"groups": groups_of(before, after), "measures": measures_of(before, after), "shown": shown}
