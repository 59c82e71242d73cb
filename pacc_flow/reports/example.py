"""A follow-up of nobody, to see how documents look before an entity has published one. All of it says that it is an example."""

from dataclasses import replace
from datetime import UTC, date, datetime

from pacc_flow.reports.snapshot import Component, Cut, Entity, Plan, Row, Snapshot, Thresholds
from pacc_flow.reports.status import status_at

EXAMPLE = "EJEMPLO"
_CUT_ON = date(2026, 4, 30)


def example_of(name: str, slug: str) -> Snapshot:
    """Under the name of the entity; as of a demonstration, for it is worth nothing."""
    return replace(_FOLLOW_UP, entity=Entity(name=name, slug=slug, is_demo=True))


def _row(n: int, component: int, activity: str, due_on: date, percent: int | None = None, *, narrative: str = "") -> Row:
    return Row(
        n=n,
        component=component,
        subcomponent="",
        activity=activity,
        goal="Un informe publicado",
        due_text="",
        due_dates=(due_on,),
        percent=percent,
        reported_percent=percent,
        narrative=narrative,
        observation="",
        offices=("Dependencia de ejemplo",),
        evidence=(),
        status=status_at(percent, (due_on,), _CUT_ON),
        unreported_reason="" if percent is not None else "La dependencia no presentó su reporte.",
    )


_FOLLOW_UP = Snapshot(
    entity=Entity(name=EXAMPLE, slug="ejemplo", is_demo=True),
    plan=Plan(kind="PTEP", year=2026, name=f"Programa de Transparencia y Ética Pública ({EXAMPLE})"),
    cut=Cut(number=1, name="Primer corte", on=_CUT_ON),
    revision=1,
    published_on=date(2026, 5, 15),
    signed_at=datetime(2026, 5, 15, 15, tzinfo=UTC),
    signed_by_office="Oficina de Control Interno",
    calendar_version=EXAMPLE,
    thresholds=Thresholds(),
    components=(Component(number=1, name="Gestión del riesgo"), Component(number=2, name="Rendición de cuentas")),
    rows=(
        _row(
            1,
            1,
            "Actualizar el mapa de riesgos",
            date(2026, 3, 31),
            10_000,
            narrative="El mapa se actualizó y se publicó en la página.",
        ),
        _row(
            2, 1, "Divulgar el mapa de riesgos", date(2026, 11, 30), 4_500, narrative="Se hicieron dos de las cuatro jornadas."
        ),
        _row(3, 2, "Realizar la audiencia pública", date(2026, 12, 15)),
    ),
    notes=(f"{EXAMPLE}: estos datos son inventados y solo sirven para ver el documento.",),
)
