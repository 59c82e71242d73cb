"""What is published, told to machines: the open-data catalogue of an entity, its feed, and the map of the site.

Addresses are those by which the program says that it is reached, as in its mail: a catalogue is copied and read elsewhere.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files

from flask import Blueprint, Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from pacc_flow import clock, reports
from pacc_flow.clock import bogota_date
from pacc_flow.models import Entity
from pacc_flow.queries import portal, published
from pacc_flow.queries.portal import CutLine
from pacc_flow.queries.published import PublishedLine
from pacc_flow.reports.dataset import SCHEMA_PATH
from pacc_flow.web.access import Audience, audience
from pacc_flow.web.database import db
from pacc_flow.web.documents import DOCUMENTS
from pacc_flow.web.frame import leave_bare
from pacc_flow.web.kept import kept
from pacc_flow.web.public import entity_at, frame_of, layout

bp = Blueprint("open_data", __name__)

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # of what has nothing in it yet
_CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@bp.get("/<slug>/datos/")
@audience(Audience.PUBLIC)
def catalogue(slug: str) -> ResponseReturnValue:
    """For people: what there is to download, in which formats, and where machines read the same."""
    leave_bare()
    entity, lines = _published(slug)
    formats = [(name, form.label, DOCUMENTS[name]) for name, form in reports.FORMATS.items()]

    def page() -> str:
        told = {"lines": lines, "formats": formats, **frame_of(slug, ("Datos abiertos", None))}
        return render_template("public/open_data.html", entity=entity, **told)

    return _kept(lines, page, layout())


@bp.get("/<slug>/datos/catalogo.jsonld")
@audience(Audience.PUBLIC)
def linked(slug: str) -> ResponseReturnValue:
    """The same as linked data: DCAT 3, with the terms of DCAT-AP."""
    leave_bare()
    entity, lines = _published(slug)
    answer = _kept(lines, lambda: json.dumps(_catalogue(entity, lines), ensure_ascii=False, indent=1), entity.name)
    answer.content_type = "application/ld+json; charset=utf-8"
    return answer


@bp.get(SCHEMA_PATH)
@audience(Audience.PUBLIC)
def schema() -> ResponseReturnValue:
    """What the JSON documents hold, member by member (JSON Schema 2020-12)."""
    leave_bare()
    text = (files(reports) / "follow_up.schema.json").read_text("utf-8")
    answer = kept(sha256(text.encode()).hexdigest()[:32], None, lambda: text)
    answer.content_type = "application/schema+json; charset=utf-8"
    return answer


@bp.get("/<slug>/publicado.atom")
@audience(Audience.PUBLIC)
def feed(slug: str) -> ResponseReturnValue:
    """Whoever reads it hears of each follow-up as it is published, and of each correction (RFC 4287)."""
    leave_bare()
    entity = entity_at(slug)
    lines = published.publications_of(db.session, entity.id)
    changed_at = max((line.published_at for line in lines), default=_NEVER)
    told = {"entity": entity, "lines": lines, "changed_at": changed_at, "home": _address("public.entity", slug=slug)}
    here, addresses = _address("open_data.feed", slug=slug), {"page_of": _page_of, "revision_of": _revision_of}
    answer = _kept(lines, lambda: render_template("public/published.atom.xml", here=here, **addresses, **told), layout())
    answer.content_type = "application/atom+xml; charset=utf-8"
    return answer


@bp.get("/sitemap.xml")
@audience(Audience.PUBLIC)
def site_map() -> ResponseReturnValue:
    """Every public page of every entity, for search engines (sitemaps.org)."""
    leave_bare()
    found = portal.all_years(db.session, this_year=bogota_date(clock.now()).year)
    homes = [
        _address(name, slug=slug) for slug in found for name in ("public.entity", "open_data.catalogue", "ledger.register")
    ]
    years = [(slug, year) for slug, own in found.items() for year in own]
    plans = [_address("public_plan.show", slug=slug, year=year.year) for slug, year in years if year.is_in_force]
    pages = [
        (page, cut.published_at) for slug, year in years for cut in year.published for page in _pages_of(slug, year.year, cut)
    ]
    told = {"homes": homes + plans, "pages": pages}
    tag = sha256(repr(told).encode()).hexdigest()[:32]
    answer = kept(tag, None, lambda: render_template("public/sitemap.xml", **told))
    answer.content_type = "application/xml; charset=utf-8"
    return answer


def _published(slug: str) -> tuple[Entity, Sequence[PublishedLine]]:
    """Raises NotFound."""
    entity = entity_at(slug)
    return entity, published.reports_of(db.session, entity.id)


def _kept(lines: Sequence[PublishedLine], make: Callable[[], str], *more: str) -> Response:
    """As long as nothing is published or corrected, what somebody holds is still it."""
    tag = sha256("\n".join([*more, *(line.sha256 for line in lines)]).encode()).hexdigest()
    return kept(tag[:32], max((line.published_at for line in lines), default=_NEVER), make)


def _catalogue(entity: Entity, lines: Sequence[PublishedLine]) -> dict[str, object]:
    here = _address("open_data.catalogue", slug=entity.slug)
    return {
        "@context": _CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:title": f"Seguimiento del plan anticorrupción de {entity.name}",
        "dct:description": "Los seguimientos que Control Interno verificó, firmó y publicó.",
        "dct:language": "es",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": entity.name},
        "foaf:homepage": {"@id": _address("public.entity", slug=entity.slug)},
        "dcat:dataset": [_dataset(entity, line) for line in lines],
    }


def _dataset(entity: Entity, line: PublishedLine) -> dict[str, object]:
    page = _page_of(entity.slug, line)
    day = {"@type": "xsd:date"}
    period = {"dcat:startDate": day | {"@value": f"{line.year}-01-01"}, "dcat:endDate": day | {"@value": str(line.cut_on)}}
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": f"{entity.slug}-{line.year}-corte-{line.number}",
        "dct:title": f"{line.plan_name}: {line.name.lower()} de {line.year}",
        "dct:description": f"Avance de cada actividad hasta el {line.cut_on:%d/%m/%Y}, verificado por {line.office}.",
        "dct:issued": day | {"@value": str(bogota_date(line.first_published_at))},
        "dct:modified": day | {"@value": str(bogota_date(line.published_at))},
        "dct:language": "es",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": entity.name},
        "dct:temporal": {"@type": "dct:PeriodOfTime", **period},
        "dcat:landingPage": {"@id": page},
        "dcat:version": str(line.revision),
        **_version_before(entity.slug, line),
        "spdx:checksum": {"spdx:algorithm": "SHA-256", "spdx:checksumValue": line.sha256},
        "dcat:distribution": [_distribution(entity.slug, line, name) for name in reports.FORMATS],
    }


def _distribution(slug: str, line: PublishedLine, name: str) -> dict[str, object]:
    form = reports.FORMATS[name]
    where = {"@id": _address("downloads.document", slug=slug, year=line.year, n=line.number, fmt=name)}
    media_type, _, _ = form.media_type.partition(";")
    return {
        "@type": "dcat:Distribution",
        "dct:title": f"{form.label}: {DOCUMENTS[name].lower()}",
        "dcat:accessURL": where,
        "dcat:downloadURL": where,
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
    }


def _version_before(slug: str, line: PublishedLine) -> dict[str, object]:
    """Of a correction: what it corrects, and why."""
    if line.reason is None:
        return {}
    before = {"@id": _revision_of(slug, line, line.revision - 1)}
    return {"dcat:previousVersion": before, "adms:versionNotes": line.reason}


def _pages_of(slug: str, year: int, cut: CutLine) -> list[str]:
    """Of one follow-up: the revision in force and, once it was corrected, what changed and each earlier one."""
    where = {"slug": slug, "year": year, "n": cut.number}
    earlier = [_address("public.revision", **where, k=number) for number in range(1, cut.revision or 1)]
    changes = [_address("changes.show", **where)] if earlier else []
    return [_address("public.follow_up", **where), *changes, *earlier]


def _revision_of(slug: str, line: PublishedLine, revision: int) -> str:
    return _address("public.revision", slug=slug, year=line.year, n=line.number, k=revision)


def _page_of(slug: str, line: PublishedLine) -> str:
    return _address("public.follow_up", slug=slug, year=line.year, n=line.number)


def _address(endpoint: str, **parts: object) -> str:
    base_url: str = current_app.extensions["settings"].base_url
    return base_url + url_for(endpoint, **parts)  # type: ignore[arg-type]  # its values go into the address as they are
