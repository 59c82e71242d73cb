"""What one revision of a follow-up says otherwise than another: each difference in words, and none left out."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pacc_flow.reports import canonical
from pacc_flow.reports.columns import evidence_line, timeliness
from pacc_flow.reports.record import Record, fields_of
from pacc_flow.reports.snapshot import Component, Evidence, Row, Snapshot
from pacc_flow.reports.wording import date_words, percent_words

NOTHING = ""  # on the side where there is nothing
_OF_THE_SIGNATURE = {"revision", "published_on", "signed_at", "signed_by_office"}
_BY_THEMSELVES = {"components", "rows"}


@dataclass(frozen=True)
class Difference:
    """`activity` or `component` is the number of what it is about, neither for the follow-up as a whole; `field` is named as
    in the documents. `before` and `after` are texts for a reader, blank where there is nothing.
    """

    field: str
    before: str
    after: str
    activity: int | None = None
    component: int | None = None


def differences(before: Snapshot, after: Snapshot) -> tuple[Difference, ...]:
    """The follow-up as a whole first, then each component and each activity, in the order of the plan.

    Empty when both say the same, whoever signed them and when.
    """
    components = _paired({one.number: one for one in before.components}, {one.number: one for one in after.components})
    rows = _paired({row.n: row for row in before.rows}, {row.n: row for row in after.rows})
    return (
        *_of_the_whole(before, after),
        *(difference for number, one, other in components for difference in _of_component(number, one, other)),
        *(difference for n, row, other in rows for difference in _of_row(n, (before, row), (after, other))),
    )


def _paired(before: Mapping[int, Any], after: Mapping[int, Any]) -> Iterator[tuple[int, Any, Any]]:
    for number in sorted(before.keys() | after.keys()):
        yield number, before.get(number), after.get(number)


def _of_the_whole(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    for name in (name for name in fields_of(Snapshot) if name not in _OF_THE_SIGNATURE | _BY_THEMSELVES):
        one, other = getattr(before, name), getattr(after, name)
        if isinstance(one, Record):
            yield from _told(name, one, other)
        elif one != other:
            yield Difference(_WHOLE.get(name, name), _plain(one), _plain(other))


def _told(of: str, one: Record, other: Record) -> Iterator[Difference]:
    for name in fields_of(type(one)):
        was, now = getattr(one, name), getattr(other, name)
        if was != now:
            yield Difference(_WHOLE.get(f"{of}.{name}", f"{of}.{name}"), _plain(was), _plain(now))


def _of_component(number: int, one: Component | None, other: Component | None) -> Iterator[Difference]:
    if one is None or other is None:
        yield Difference("Componente", one.name if one else NOTHING, other.name if other else NOTHING, component=number)
        return
    for name in fields_of(Component):
        was, now = getattr(one, name), getattr(other, name)
        if was != now:
            yield Difference(_COMPONENT.get(name, name), _plain(was), _plain(now), component=number)


def _of_row(n: int, one: tuple[Snapshot, Row | None], other: tuple[Snapshot, Row | None]) -> Iterator[Difference]:
    (before, was), (after, now) = one, other
    if was is None or now is None:
        yield Difference("Actividad", was.activity if was else NOTHING, now.activity if now else NOTHING, activity=n)
        return
    for name in fields_of(Row):
        if getattr(was, name) != getattr(now, name):
            yield _of_field(n, name, (before, was), (after, now))


def _of_field(n: int, name: str, one: tuple[Snapshot, Row], other: tuple[Snapshot, Row]) -> Difference:
    label, words = _ROW.get(name, (name, lambda _, row: _plain(getattr(row, name))))
    was, now = words(*one), words(*other)
    if name == "evidence":
        was, now = _pieces(one[1].evidence, other[1].evidence)
    return Difference(label, was, now, activity=n)


def _pieces(before: Sequence[Evidence], after: Sequence[Evidence]) -> tuple[str, str]:
    """Those that went and those that came; all of them, where only their order or their number changed."""
    gone = [piece for piece in before if piece not in after]
    came = [piece for piece in after if piece not in before]
    was, now = (gone, came) if gone or came else (before, after)
    return "\n".join(map(evidence_line, was)), "\n".join(map(evidence_line, now))


def _percent(value: int | None) -> str:
    return NOTHING if value is None else percent_words(value)


def _plain(value: object) -> str:
    """As a reader would write it; what has no words of its own, as the open data write it."""
    match value:
        case None:
            return NOTHING
        case bool():
            return "Sí" if value else "No"
        case str() | int():
            return str(value)
        case date():
            return date_words(value)
        case tuple() if all(isinstance(one, str) for one in value):
            return "\n".join(value)
        case _:
            return json.dumps(canonical.plain(value), ensure_ascii=False, sort_keys=True)


# fmt: off
_ROW: Mapping[str, tuple[str, Callable[[Snapshot, Row], str]]] = {
    "component":         ("Componente",                       lambda snapshot, row: snapshot.component_of(row).name),
    "subcomponent":      ("Subcomponente",                    lambda _, row: row.subcomponent),
    "activity":          ("Actividad",                        lambda _, row: row.activity),
    "goal":              ("Meta o producto",                  lambda _, row: row.goal),
    "due_text":          ("Fecha de culminación",             lambda _, row: row.due_text),
    "due_dates":         ("Fechas",                           lambda _, row: "\n".join(map(date_words, row.due_dates))),
    "percent":           ("% de avance",                      lambda _, row: _percent(row.percent)),
    "reported_percent":  ("% reportado por la dependencia",   lambda _, row: _percent(row.reported_percent)),
    "narrative":         ("Descripción del avance",           lambda _, row: row.narrative),
    "observation":       ("Observación de Control Interno",   lambda _, row: row.observation),
    "offices":           ("Dependencia responsable",          lambda _, row: "\n".join(row.offices)),
    "evidence":          ("Evidencias",                       lambda _, row: "\n".join(map(evidence_line, row.evidence))),
    "status":            ("Estado",                           lambda _, row: row.status.label),
    "days_late":         ("Reporte de la dependencia",        timeliness),
    "unreported_reason": ("Motivo si no fue reportada",       lambda _, row: row.unreported_reason),
}
_COMPONENT = {"name": "Componente", "observation": "Observaciones"}
_WHOLE = {
    "entity.name":          "Entidad",
    "entity.slug":          "Dirección de la entidad",
    "entity.is_demo":       "Es una demostración",
    "plan.kind":            "Clase de plan",
    "plan.year":            "Vigencia",
    "plan.name":            "Plan",
    "cut.number":           "Número del corte",
    "cut.name":             "Corte",
    "cut.on":               "Fecha de seguimiento",
    "thresholds.low_below": "Zona baja, menos de (centésimas de %)",
    "thresholds.mid_below": "Zona media, menos de (centésimas de %)",
    "calendar_version":     "Calendario de festivos",
    "earlier":              "Cortes anteriores",
    "notes":                "Notas",
}
# fmt: on
