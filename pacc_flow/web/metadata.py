"""What the head of a public page says to those who index it: the terms of Dublin Core, and a Dataset of schema.org."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for

from pacc_flow import reports
from pacc_flow.clock import bogota_date
from pacc_flow.queries.portal import PublicPlan
from pacc_flow.reports import Snapshot
from pacc_flow.reports.dataset import VOCABULARY, described


@dataclass(frozen=True)
class Metadata:
    """`address` is the permanent one, whole. The days are Bogotá's. `dataset` is JSON-LD."""

    title: str
    description: str
    address: str
    publisher: str
    issued: date
    modified: date
    dataset: Mapping[str, Any]


def of_follow_up(snapshot: Snapshot, address: str, first_published: date) -> Metadata:
    """A correction modifies what was issued with the first revision."""
    slug, year, n = snapshot.entity.slug, snapshot.plan.year, snapshot.cut.number
    files = [
        {
            "@type": "DataDownload",
            "name": form.label,
            "encodingFormat": form.media_type.partition(";")[0],
            "contentUrl": whole(url_for("downloads.document", slug=slug, year=year, n=n, fmt=name)),
        }
        for name, form in reports.FORMATS.items()
    ]
    about = described(snapshot, address)
    catalogue = {"@type": "DataCatalog", "url": whole(url_for("open_data.catalogue", slug=slug))}
    days = {"datePublished": first_published.isoformat(), "dateModified": snapshot.published_on.isoformat()}
    dataset = {"@context": VOCABULARY, **about, **days, "distribution": files, "includedInDataCatalog": catalogue}
    name, entity = about["name"], snapshot.entity.name
    return Metadata(name, about["description"], address, entity, first_published, snapshot.published_on, dataset)


def of_plan(found: PublicPlan) -> Metadata:
    """Public from the first day of its year on, or from when it was registered, if that was later."""
    entity, plan = found.entity, found.plan
    address = whole(url_for("public_plan.show", slug=entity.slug, year=plan.year))
    issued = max(bogota_date(found.changes[0].at), date(plan.year, 1, 1))
    modified = max(bogota_date(found.changes[-1].at), issued)
    description = (
        f"Componentes, actividades, metas, fechas y dependencias responsables del plan de {plan.year} de {entity.name}."
    )
    dataset = {
        "@context": VOCABULARY,
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": plan.name,
        "description": description,
        "identifier": f"{entity.slug}-{plan.year}-plan",
        "inLanguage": "es-CO",
        "isAccessibleForFree": True,
        "datePublished": issued.isoformat(),
        "dateModified": modified.isoformat(),
        "temporalCoverage": f"{plan.year}-01-01/{plan.year}-12-31",
        "publisher": {"@type": "GovernmentOrganization", "name": entity.name},
    }
    return Metadata(plan.name, description, address, entity.name, issued, modified, dataset)


def whole(path: str) -> str:
    base_url: str = current_app.extensions["settings"].base_url
    return base_url + path
