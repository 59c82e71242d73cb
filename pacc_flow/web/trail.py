"""The register: every act of the entity, newest first, as a person reads it and exactly as it was recorded."""

from datetime import date, datetime
from http import HTTPStatus

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock
from pacc_flow.actions.plans import FIRST_YEAR, LAST_YEAR
from pacc_flow.clock import bogota_date
from pacc_flow.queries.bundling import bundle
from pacc_flow.queries.register import ROWS_A_PAGE, Sought, count_records, known, register_page
from pacc_flow.web.access import Audience, audience, me
from pacc_flow.web.database import db
from pacc_flow.web.entry import evidence_store
from pacc_flow.web.errors import page as error_page
from pacc_flow.web.register_acts import FAMILIES, days_of_register, told
from pacc_flow.web.signer import verifiers

bp = Blueprint("trail", __name__)

LAST_PAGE = 1_000_000
NO_BUNDLE = (
    "Todavía no hay paquete",
    "Se puede descargar cuando el registro se haya firmado por primera vez. Vuelva en unos minutos.",
)
NOT_A_DAY = "No hay un día «{}». Escríbalo como 30/04/2026."


@bp.get("/app/registro")
@audience(Audience.CONTROL, Audience.AUDITOR)
def register() -> ResponseReturnValue:
    typed_day = request.args.get("dia", "").strip()[:20]
    family, on = request.args.get("clase", ""), day_of(typed_day)
    sought = Sought(family=family if family in FAMILIES else None, on=on, page=_page())
    rows = register_page(db.session, me().entity_id, sought)
    total = count_records(db.session, me().entity_id, sought)
    names = known(db.session, rows)
    error = NOT_A_DAY.format(typed_day) if typed_day and on is None else ""
    page = render_template(
        "trail/register.html",
        days=days_of_register([told(row, names) for row in rows], clock.now()),
        families=FAMILIES,
        sought=sought,
        typed_day=typed_day,
        error=error,
        total=total,
        first=(sought.page - 1) * ROWS_A_PAGE + 1,
        shown=len(rows),
        pages=-(-total // ROWS_A_PAGE),
        slug=me().entity.slug,
        address=lambda number: url_for(".register", clase=sought.family, dia=typed_day or None, pagina=number),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK


@bp.get("/app/registro/paquete")
@audience(Audience.CONTROL, Audience.AUDITOR)
def package() -> ResponseReturnValue:
    """All that an auditor takes away to verify it elsewhere. Sent while it is read: it is never whole in memory nor on disk."""
    keys, now = verifiers(), clock.now()
    if not keys:
        return error_page(HTTPStatus.CONFLICT, *NO_BUNDLE)
    pieces = bundle(db.engine, entity_id=me().entity_id, keys=list(map(str, keys)), files=evidence_store().pieces, at=now)
    answer = Response(pieces, content_type="application/zip")
    name = f"registro-{me().entity.slug}-{bogota_date(now):%Y-%m-%d}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def day_of(text: str) -> date | None:
    """A day as a person writes it, or as a browser does; None for anything else."""
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            on = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day of the calendar has no time zone
        except ValueError:
            continue
        return on if FIRST_YEAR <= on.year <= LAST_YEAR else None
    return None


def _page() -> int:
    text = request.args.get("pagina", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE)) else 1
    return min(max(number, 1), LAST_PAGE)
