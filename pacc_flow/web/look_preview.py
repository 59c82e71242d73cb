"""A whole document under a look that nobody keeps yet: of what the entity published last, or of an example."""

from dataclasses import replace

import structlog
from flask import Response

from pacc_flow import filing, reports
from pacc_flow.actions.refusals import Invalid
from pacc_flow.queries import published
from pacc_flow.reports import Edition, Look
from pacc_flow.reports.example import example_of
from pacc_flow.reports.pdf import PaperError
from pacc_flow.web.access import me
from pacc_flow.web.database import db
from pacc_flow.web.documents import desk

LOG = structlog.get_logger("pacc.look")

# fmt: off
PREVIEWS = {  # format: how the browser takes it
    "pdf":  "inline",
    "docx": "attachment",
}
# fmt: on
# What the viewers of browsers need to show a PDF, and nothing that could run.
_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'"
_NOT_SET = "Con esto no se pudo componer el documento. Deje más sencillo el texto de la portada, o menos columnas."


def document(look: Look, logo: bytes, name: str) -> Response:
    """Raises Invalid when pages cannot be set so, AlteredReportError."""
    edition = _edition(look, logo)
    try:
        content = reports.render(edition, name)
    except PaperError as error:
        LOG.exception("preview not written", format=name)
        raise Invalid({"look": _NOT_SET}) from error
    answer = Response(content, content_type=reports.FORMATS[name].media_type)
    answer.headers.set("Content-Disposition", PREVIEWS[name], filename=f"vista-{reports.file_name(edition.snapshot, name)}")
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


def _edition(look: Look, logo: bytes) -> Edition:
    lines = published.reports_of(db.session, me().entity_id)
    if not lines:
        return Edition.of(example_of(me().entity.name, me().entity.slug), look=look, logo=logo)
    newest = published.report_by_id(db.session, lines[0].report_id)
    unlooked = replace(newest, look=None)  # whatever became of the logo that it had
    edition = filing.edition_of(db.session, desk(), unlooked, filing.snapshot_of(newest))
    return replace(edition, look=look, logo=logo)
