"""A published follow-up described as a `Dataset` of schema.org, for whoever finds it without knowing this program."""

from collections.abc import Mapping
from typing import Any

from pacc_flow.reports.snapshot import Snapshot
from pacc_flow.reports.wording import date_figures

VOCABULARY = "https://schema.org/"
SCHEMA_PATH = "/esquemas/seguimiento-v1.json"  # of an installation: that of the JSON document


def described(snapshot: Snapshot, address: str) -> Mapping[str, Any]:
    """`address` is that of its page, blank when nobody knows it. Dates are ISO 8601, a period is two of them."""
    entity, plan, cut = snapshot.entity, snapshot.plan, snapshot.cut
    where = {"@id": address, "url": address} if address else {}
    return where | {
        "@type": "Dataset",
        "name": f"{plan.name}: {cut.name.lower()} de {plan.year}",
        "description": f"Avance de cada actividad hasta el {date_figures(cut.on)}, verificado por {snapshot.signed_by_office}.",
        "identifier": f"{entity.slug}-{plan.year}-corte-{cut.number}",
        "inLanguage": "es-CO",
        "isAccessibleForFree": True,
        "datePublished": snapshot.published_on.isoformat(),
        "temporalCoverage": f"{plan.year}-01-01/{cut.on.isoformat()}",
        "version": str(snapshot.revision),
        "publisher": {"@type": "GovernmentOrganization", "name": entity.name},
    }


def schema_address(snapshot: Snapshot, address: str) -> str:
    """Where the installation that publishes at `address` explains the JSON document; blank when nobody knows it."""
    base, found, _ = address.rpartition(f"/{snapshot.entity.slug}/{snapshot.plan.year}/")
    return f"{base}{SCHEMA_PATH}" if found else ""
