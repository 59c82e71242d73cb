"""Frozen follow-ups: small by default, each test changes what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from pacc_flow.reports.earlier import ComponentResult, EarlierCut, Result
from pacc_flow.reports.snapshot import (
    Component,
    Cut,
    Entity,
    Evidence,
    EvidenceKind,
    Plan,
    Row,
    Snapshot,
    Thresholds,
)
from pacc_flow.reports.status import status_at

CUT_ON = date(2021, 12, 31)
ACTA = Evidence(kind=EvidenceKind.FILE, name="acta comité.pdf", sha256="ab" * 32, size=18_233)
PAGE = Evidence(kind=EvidenceKind.LINK, name="Página de transparencia", url="https://entidad.example/plan?año=2021")


def row_of(**changes: Any) -> Row:  # noqa: ANN401 - any field may change
    fields: dict[str, Any] = {
        "n": 1,
        "component": 1,
        "subcomponent": "Seguimiento",
        "activity": "Verificar el mapa de riesgos",
        "goal": "Informe publicado",
        "due_text": "29/11/2021",
        "due_dates": (date(2021, 11, 29),),
        "percent": 10_000,
        "reported_percent": 10_000,
        "narrative": "Se publicó el informe.\nQuedó en la página.",
        "observation": "",
        "offices": ("Oficina de Riesgos",),
        "evidence": (),
    } | changes
    if "status" not in fields:
        fields["status"] = status_at(fields["percent"], fields["due_dates"], CUT_ON)
    return Row(**fields)


def snapshot_of(*rows: Row, **changes: Any) -> Snapshot:  # noqa: ANN401 - any field may change
    fields: dict[str, Any] = {
        "entity": Entity(name="ICETEX", slug="icetex"),
        "plan": Plan(kind="PAAC", year=2021, name="Plan Anticorrupción y Atención al Ciudadano"),
        "cut": Cut(number=3, name="Tercer corte", on=CUT_ON),
        "revision": 1,
        "published_on": date(2022, 1, 14),
        "signed_at": datetime(2022, 1, 14, 21, 30, tzinfo=UTC),
        "signed_by_office": "Oficina de Control Interno",
        "calendar_version": "holidays 0.99",
        "thresholds": Thresholds(),
        "components": (
            Component(number=1, name="Gestión del riesgo", observation="Se cumplió lo programado."),
            Component(number=2, name="Rendición de cuentas"),
            Component(number=3, name="Iniciativas adicionales"),
        ),
        "rows": rows,
        "notes": ("Calendario según la Ley 51 de 1983.",),
    }
    return Snapshot(**(fields | changes))


def one_of_each() -> Snapshot:
    """An activity in each status, with one and several dates, offices and evidence, on time and late."""
    return snapshot_of(
        row_of(),
        row_of(n=2, percent=8824, due_text="30 de junio y 30 de noviembre", evidence=(ACTA, PAGE), days_late=3,
               due_dates=(date(2021, 6, 30), date(2021, 11, 30)), offices=("Planeación", "Tecnología y Proyectos")),
        row_of(n=3, component=2, percent=5000, reported_percent=8000, due_text="permanente", due_dates=(),
               observation="Falta el acta.", days_late=1),
        row_of(n=4, component=2, percent=0, reported_percent=0, due_text="4/01/2022", due_dates=(date(2022, 1, 4),)),
        row_of(n=7, component=2, percent=None, reported_percent=None, narrative="", due_text="31/11/2021",
               due_dates=(date(2021, 11, 30),), unreported_reason="La dependencia no presentó su reporte."),
    )  # fmt: skip


def result_of(programmed: int, fulfilled: int, average: int | None) -> Result:
    fulfilment = round(fulfilled * 10_000 / programmed) if programmed else None
    return Result(programmed=programmed, fulfilled=fulfilled, fulfilment=fulfilment, average=average)


def earlier_of(number: int, name: str, on: date, *results: Result, total: Result) -> EarlierCut:
    """`results` of the components from the first on."""
    components = tuple(ComponentResult(number=place, result=result) for place, result in enumerate(results, 1))
    return EarlierCut(number=number, name=name, on=on, revision=1, sha256="cd" * 32, total=total, components=components)


def two_cuts_before() -> tuple[EarlierCut, ...]:
    """Of the same plan as `one_of_each`; the first one had no third component."""
    nothing = result_of(0, 0, None)
    first = (result_of(2, 0, 2_000), result_of(3, 0, 0))
    second = (result_of(2, 1, 6_000), result_of(3, 0, 1_000), nothing)
    return (
        earlier_of(1, "Primer corte", date(2021, 4, 30), *first, total=result_of(5, 0, 800)),
        earlier_of(2, "Segundo corte", date(2021, 8, 31), *second, total=result_of(5, 1, 3_000)),
    )
