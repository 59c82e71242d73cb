"""What a citizen reads, signed in or not: the published follow-ups of an entity, each from its frozen snapshot alone.

Beside each stands the proof that its publication is in the log, from the first checkpoint that covers it on.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock, reports
from pacc_flow.actions.refusals import NotFound
from pacc_flow.clock import bogota_date
from pacc_flow.filing import AlteredReportError, snapshot_of
from pacc_flow.models import Entity
from pacc_flow.queries import portal, proofs, published
from pacc_flow.queries.published import PublishedReport, Revisions
from pacc_flow.queries.published_files import whole_files_of
from pacc_flow.reports.charts import charts
from pacc_flow.reports.heading import SIGNATURE_NOTE
from pacc_flow.reports.summary import UNREPORTED_NOTE
from pacc_flow.web import metadata
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db
from pacc_flow.web.documents import follow_up, parts_by_kind
from pacc_flow.web.errors import page
from pacc_flow.web.frame import Link, NavItem, leave_bare
from pacc_flow.web.kept import MINUTES, just_made, kept, kept_page, kept_text
from pacc_flow.web.matrix_search import Asked
from pacc_flow.workflow.office_names import of_the, the

bp = Blueprint("public", __name__)

FOLLOW_UP = "/<slug>/<int(max=9999):year>/corte-<int(max=99):n>"
REVISION = f"{FOLLOW_UP}/revision-<int(max=9999):k>"
SLUG = re.compile(r"[a-z0-9-]{1,40}")
_NO_PROOF = (
    "Todavía no hay prueba de inclusión",
    "La publicación está en el registro, pero aún no la cubre un punto de control firmado. Suele tardar unos minutos.",
)
_ALTERED = "El contenido guardado no coincide con la huella que se firmó. No se muestra hasta que la entidad lo aclare."


@dataclass
class Shown:
    """One revision of a follow-up with the checkpoint that covers its publication, if one does already; `revisions` are
    all there are of it.
    """

    report: PublishedReport
    revisions: Revisions
    address: str  # of the page in force, whole: paper goes everywhere, and that page tells of every revision
    where: dict[str, Any]  # the parts of the address that was asked for

    @property
    def changed_at(self) -> datetime:
        return max(self.report.published_at, self.report.covered_at or self.report.published_at)

    @property
    def tag(self) -> str:
        """Names the content: what was signed, and the proof that goes with it."""
        return f"{self.report.sha256}-{self.report.cover}" if self.report.cover else self.report.sha256

    @property
    def page_tag(self) -> str:
        """Of its page, which says too whether there is a later revision and how large the documents are once they are kept."""
        later = f"-{self.revisions.in_force.revision}" if self.revisions.is_superseded else ""
        written = "-w" if self.report.written_at else ""
        return f"{self.tag}-{self.report.receipt[1][:16]}{later}{written}-{layout()}"

    @property
    def page_changed_at(self) -> datetime:
        return max(self.changed_at, self.revisions.in_force.published_at, self.report.written_at or self.changed_at)

    def at(self, endpoint: str, **more: str) -> str:
        """The address of its document or of its proof: a revision asked for by its number has its own."""
        parts: dict[str, Any] = self.where | more
        return url_for(endpoint.replace(".", ".revision_") if "k" in self.where else endpoint, **parts)


@bp.get("/<slug>/")
@audience(Audience.PUBLIC)
def entity(slug: str) -> ResponseReturnValue:
    leave_bare()
    found = entity_at(slug)
    years = portal.years_of(db.session, found.id, this_year=bogota_date(clock.now()).year)

    def page() -> str:
        return render_template("public/entity.html", entity=found, years=years, the=the, **frame_of(slug))

    said = sha256(repr((found.rev, years)).encode()).hexdigest()[:32]
    return kept(f"{said}-{layout()}", None, page)


@bp.get(f"{FOLLOW_UP}/", endpoint="follow_up")
@bp.get(f"{REVISION}/", endpoint="revision")
@audience(Audience.PUBLIC)
def show_follow_up(**where: Any) -> ResponseReturnValue:  # noqa: ANN401 - the parts of the address
    leave_bare()
    if page_held := just_made():
        return page_held
    shown = shown_at(**where)
    if shown is None:
        return not_yet(**where)
    if not request.args:
        return kept_page(shown.page_tag, shown.page_changed_at, lambda: _page(shown, Asked.of({}, snapshot_of(shown.report))))
    asked = Asked.of(request.args, snapshot_of(shown.report))
    if asked.refusals:
        return _page(shown, asked), HTTPStatus.BAD_REQUEST
    return kept_page(f"{shown.page_tag}{asked.tag}", shown.page_changed_at, lambda: _page(shown, asked))


@bp.get(f"{FOLLOW_UP}/prueba-de-inclusion", endpoint="proof")
@bp.get(f"{REVISION}/prueba-de-inclusion", endpoint="revision_proof")
@audience(Audience.PUBLIC)
def inclusion(**where: Any) -> ResponseReturnValue:  # noqa: ANN401 - the parts of the address
    leave_bare()
    shown = shown_at(**where)
    if shown is None:
        return not_yet(**where)
    proof = proofs.inclusion(db.session, shown.report.receipt[0])
    if proof is None:
        return page(HTTPStatus.NOT_FOUND, *_NO_PROOF)
    name = "{slug}-{year}-corte-{n}-prueba-de-inclusion.txt".format(**where)
    # Not for days: a correction is published at this same address, with a proof of its own.
    return kept_text(f"{shown.tag}.proof", shown.changed_at, proof.text, seconds=MINUTES, name=name)


@cache
def layout() -> str:
    """Names the templates of this version of the program: a page that was kept is no longer fresh when they change."""
    folder = Path(str(current_app.template_folder))
    parts = [path.read_bytes() for path in sorted(folder.glob("**/*.html"))]
    return sha256(b"".join(parts)).hexdigest()[:12]


def entity_at(slug: str) -> Entity:
    """Raises NotFound."""
    found = published.entity_named(db.session, slug) if SLUG.fullmatch(slug) else None
    if found is None:
        raise NotFound
    return found


def frame_of(slug: str, *here: tuple[str, str | None]) -> dict[str, object]:
    """What the frame of an entity's public pages reads; `here` are the crumbs below its follow-ups."""
    home, register = url_for("public.entity", slug=slug), url_for("ledger.register", slug=slug)
    data = url_for("open_data.catalogue", slug=slug)
    nav = [
        NavItem("Planes y seguimientos", home, current=request.path == home),
        NavItem("Datos abiertos", data, current=request.path == data),
        NavItem("Registro", register, current=request.path == register),
    ]
    return {
        "public_home_url": home,
        "public_nav": nav,
        "crumbs": [("Planes y seguimientos", home), *here] if here else [],
        "enter": Link("Entrar", url_for("sign_in.form")),
    }


def shown_at(slug: str, year: int, n: int, k: int | None = None) -> Shown | None:
    """None while the follow-up is not published; raises NotFound where it is, and has no such revision."""
    revisions = published.revisions_of(db.session, slug, year, n, k) if SLUG.fullmatch(slug) else None
    if revisions is None:
        return None
    if revisions.report is None:
        raise NotFound
    where: dict[str, Any] = {"slug": slug, "year": year, "n": n}
    address = current_app.extensions["settings"].base_url + url_for("public.follow_up", **where)
    return Shown(revisions.report, revisions, address, where | ({"k": k} if k else {}))


def _nothing(of: Shown) -> Asked:
    return Asked.of({}, snapshot_of(of.report))


def _page(of: Shown, asked: Asked) -> str:
    shown = follow_up(of.report, whole_files_of(db.session, of.report.report_id))
    rows = asked.among(shown.snapshot, of.report.snapshot)
    slug, year = shown.snapshot.entity.slug, shown.snapshot.plan.year
    return render_template(
        "public/follow_up.html",
        entity=shown.snapshot.entity,
        report=of.report,
        revisions=of.revisions,
        where={name: part for name, part in of.where.items() if name != "k"},
        at=of.at,
        is_covered=of.report.cover is not None,
        shown=shown,
        signed_by=the(shown.snapshot.signed_by_office),
        of_control=of_the(shown.snapshot.signed_by_office),
        snapshot=shown.snapshot,
        summary=shown.summary,
        signature_note=SIGNATURE_NOTE,
        unreported_note=UNREPORTED_NOTE,
        metadata=metadata.of_follow_up(shown.snapshot, of.address, bogota_date(of.report.first_published_at)),
        charts=charts(shown.snapshot, shown.summary),
        asked=asked,
        found=len(rows),
        groups=shown.groups_of(rows),
        parts=parts_by_kind(shown.snapshot),
        formats=reports.FORMATS,
        page_url=request.path,
        own_page=request.path if asked.narrows else "",
        **frame_of(slug, (f"Plan {year}", url_for("public_plan.show", slug=slug, year=year)), (shown.snapshot.cut.name, None)),
    )


def not_yet(slug: str, year: int, n: int, k: int | None = None) -> ResponseReturnValue:  # noqa: ARG001 - nor its revisions
    """That a follow-up is due, and by when, is no secret: the law says it. Nothing else is told."""
    expected = published.expected(db.session, slug, year, n) if SLUG.fullmatch(slug) else None
    if expected is None:
        raise NotFound
    is_past = expected.due_on < bogota_date(clock.now())
    told = render_template(
        "public/not_yet.html",
        entity=expected.entity,
        expected=expected,
        is_past=is_past,
        **frame_of(slug, (f"{expected.name} de {expected.year}", None)),
    )
    return told, HTTPStatus.NOT_FOUND


@bp.app_errorhandler(AlteredReportError)
def altered(_: AlteredReportError) -> Response:
    """Whoever asks for what was altered, on any page, is told so and shown nothing of it."""
    told = render_template(
        "errors/error.html",
        status=int(HTTPStatus.INTERNAL_SERVER_ERROR),
        heading="Este seguimiento no cuadra con su firma",
        sentence=_ALTERED,
    )
    return Response(told, HTTPStatus.INTERNAL_SERVER_ERROR)
