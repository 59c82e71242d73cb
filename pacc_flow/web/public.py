"""What a citizen reads, signed in or not: the published follow-ups of an entity, each from its frozen snapshot alone.

Every visitor gets the same page, so whoever keeps copies may keep these for a while; a person's own cookie makes the
answer private, since it may be renewed with it.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from itertools import groupby
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock, reports
from pacc_flow.actions.refusals import NotFound
from pacc_flow.clock import bogota_date
from pacc_flow.queries import published
from pacc_flow.queries.published import PublishedReport
from pacc_flow.reports.heading import SIGNATURE_NOTE
from pacc_flow.reports.summary import UNREPORTED_NOTE
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db
from pacc_flow.web.documents import AlteredReportError, document, follow_up, snapshot_of
from pacc_flow.web.frame import Link, NavItem, leave_bare
from pacc_flow.workflow.office_names import of_the, the

bp = Blueprint("public", __name__)

KEPT_SECONDS = 300
_FOLLOW_UP = "/<slug>/<int(max=9999):year>/corte-<int(max=99):n>"
_SLUG = re.compile(r"[a-z0-9-]{1,40}")
_ALTERED = "El contenido guardado no coincide con la huella que se firmó. No se muestra hasta que la entidad lo aclare."


@bp.get("/<slug>/")
@audience(Audience.PUBLIC)
def entity(slug: str) -> ResponseReturnValue:
    leave_bare()
    found = published.entity_named(db.session, slug) if _SLUG.fullmatch(slug) else None
    if found is None:
        raise NotFound
    lines = published.reports_of(db.session, found.id)
    years = [(year, list(group)) for year, group in groupby(lines, key=lambda line: line.year)]
    return render_template("public/entity.html", entity=found, years=years, the=the, **_frame(found.slug))


@bp.get(f"{_FOLLOW_UP}/", endpoint="follow_up")
@audience(Audience.PUBLIC)
def show_follow_up(slug: str, year: int, n: int) -> ResponseReturnValue:
    leave_bare()
    report = _report(slug, year, n)
    if report is None:
        return _not_yet(slug, year, n)
    return _kept(f"{report.sha256}-{layout()}", report.published_at, lambda: _page(report))


@bp.get(f"{_FOLLOW_UP}.<fmt>", endpoint="document")
@audience(Audience.PUBLIC)
def download(slug: str, year: int, n: int, fmt: str) -> ResponseReturnValue:
    leave_bare()
    report = _report(slug, year, n) if fmt in reports.FORMATS else None
    if report is None:
        return _not_yet(slug, year, n)
    try:
        name = reports.file_name(snapshot_of(report), fmt)
    except AlteredReportError:
        return _altered()
    response = _kept(f"{report.sha256}.{fmt}", report.published_at, lambda: document(report.snapshot, fmt))
    response.content_type = reports.FORMATS[fmt].media_type
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@cache
def layout() -> str:
    """Names the templates of this version of the program: a page that was kept is no longer fresh when they change."""
    folder = Path(str(current_app.template_folder))
    parts = [path.read_bytes() for path in sorted(folder.glob("**/*.html"))]
    return sha256(b"".join(parts)).hexdigest()[:12]


def _report(slug: str, year: int, n: int) -> PublishedReport | None:
    return published.newest_report(db.session, slug, year, n) if _SLUG.fullmatch(slug) else None


def _page(report: PublishedReport) -> str:
    shown = follow_up(report)
    return render_template(
        "public/follow_up.html",
        entity=shown.snapshot.entity,
        report=report,
        shown=shown,
        signed_by=the(shown.snapshot.signed_by_office),
        of_control=of_the(shown.snapshot.signed_by_office),
        snapshot=shown.snapshot,
        summary=shown.summary,
        signature_note=SIGNATURE_NOTE,
        unreported_note=UNREPORTED_NOTE,
        **_frame(shown.snapshot.entity.slug, (f"{shown.snapshot.cut.name} de {shown.snapshot.plan.year}", None)),
    )


def _not_yet(slug: str, year: int, n: int) -> ResponseReturnValue:
    """That a follow-up is due, and by when, is no secret: the law says it. Nothing else is told."""
    expected = published.expected(db.session, slug, year, n) if _SLUG.fullmatch(slug) else None
    if expected is None:
        raise NotFound
    is_past = expected.due_on < bogota_date(clock.now())
    page = render_template(
        "public/not_yet.html",
        entity=expected.entity,
        expected=expected,
        is_past=is_past,
        **_frame(slug, (f"{expected.name} de {expected.year}", None)),
    )
    return page, HTTPStatus.NOT_FOUND


def _altered() -> Response:
    page = render_template(
        "errors/error.html",
        status=int(HTTPStatus.INTERNAL_SERVER_ERROR),
        heading="Este seguimiento no cuadra con su firma",
        sentence=_ALTERED,
    )
    return Response(page, HTTPStatus.INTERNAL_SERVER_ERROR)


def _frame(slug: str, *here: tuple[str, str | None]) -> dict[str, object]:
    home = url_for("public.entity", slug=slug)
    nav = NavItem("Seguimientos", home, current=not here)
    return {
        "public_home_url": home,
        "public_nav": [nav],
        "crumbs": [("Seguimientos", home), *here] if here else [],
        "enter": Link("Entrar", url_for("sign_in.form")),
    }


def _kept(tag: str, changed_at: datetime, make: Callable[[], str | bytes]) -> Response:
    """The answer with its validators; it is only made when the visitor does not hold it already."""
    response = Response()
    response.set_etag(tag)
    response.last_modified = changed_at
    response.cache_control.max_age = KEPT_SECONDS
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        response.cache_control.private = True
    else:
        response.cache_control.public = True
    response.make_conditional(request)
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return response
    try:
        response.set_data(make())
    except AlteredReportError:
        return _altered()
    return response
