"""What stands above the matrix in every document: the header block of the official format, and the seal below it."""

from pacc_flow.reports.edition import Edition
from pacc_flow.reports.parts import WHOLE
from pacc_flow.reports.snapshot import Snapshot
from pacc_flow.reports.wording import date_words, instant_words

SIGNATURE_NOTE = "Firma electrónica (Ley 527 de 1999, artículo 7); no es una firma digital certificada"
DEMO_NOTE = "DEMOSTRACIÓN: datos de ejemplo, sin valor oficial"


def title(snapshot: Snapshot) -> str:
    """In the words and capitals of the format: SEGUIMIENTO PLAN ANTICORRUPCIÓN Y ATENCIÓN AL CIUDADANO."""
    return f"SEGUIMIENTO {snapshot.plan.name}".upper()


def header_block(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The four labels of the format with their values, in its order; a part says of which it is."""
    snapshot = edition.snapshot
    scope = () if edition.part == WHOLE else (("Alcance", edition.part.label),)
    demo = f" ({DEMO_NOTE})" if snapshot.entity.is_demo else ""
    return (
        ("Entidad", f"{snapshot.entity.name}{demo}"),
        ("Vigencia", str(snapshot.plan.year)),
        ("Fecha de Publicación", date_words(snapshot.published_on)),
        ("Fecha de Seguimiento", date_words(snapshot.cut.on)),
        *scope,
    )


def seal(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Which office approved exactly which content, and when, and what proves that it is in the log."""
    snapshot, registration = edition.snapshot, edition.registration
    proven = (("Recibo", registration.receipt), ("Punto de control", registration.words)) if registration else ()
    return (
        ("Corte", snapshot.cut.name),
        ("Revisión del informe", str(snapshot.revision)),
        ("Aprobado por", snapshot.signed_by_office),
        ("Aprobado el", instant_words(snapshot.signed_at)),
        ("Tipo de firma", SIGNATURE_NOTE),
        ("Calendario de festivos", snapshot.calendar_version),
        ("Huella SHA-256", edition.sha256),
        *proven,
    )
