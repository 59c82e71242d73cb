"""Between two revisions of a follow-up every difference is listed, and nothing that is the same."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.reports.differences import Difference, differences
from pacc_flow.reports.snapshot import Component, Entity, Evidence, EvidenceKind, Snapshot, Thresholds
from pacc_flow.reports.status import status_at
from tests.reports.test_snapshot import snapshots
from tests.support.follow_ups import ACTA, PAGE, one_of_each, row_of, snapshot_of

SIGNATURE = ("revision", "published_on", "signed_at", "signed_by_office")


def unsigned(snapshot: Snapshot) -> dict[str, object]:
    return {name: value for name, value in vars(snapshot).items() if name not in SIGNATURE}


@given(snapshots(), snapshots())
def test_two_follow_ups_that_differ_never_give_an_empty_list(one: Snapshot, other: Snapshot):
    assert bool(differences(one, other)) == (unsigned(one) != unsigned(other))


@st.composite
def changed(draw: st.DrawFn) -> tuple[Snapshot, Snapshot, int]:
    """A follow-up, the same with one field of one activity taken from elsewhere, and the number of that activity."""
    one, donor = draw(snapshots()), draw(snapshots())
    if not one.rows or not donor.rows:
        return one, one, 0
    row = draw(st.sampled_from(one.rows))
    name = draw(st.sampled_from(sorted(set(vars(row)) - {"n", "status", "percent", "unreported_reason"})))
    taken = replace(row, **{name: getattr(draw(st.sampled_from(donor.rows)), name), "status": row.status})
    taken = replace(taken, status=status_at(taken.percent, taken.due_dates, one.cut.on))
    return one, replace(one, rows=tuple(taken if each is row else each for each in one.rows)), row.n


@given(changed())
def test_a_change_of_any_field_is_listed_at_its_activity(case: tuple[Snapshot, Snapshot, int]):
    one, other, n = case
    found = differences(one, other)
    assert bool(found) == (one != other)
    assert {difference.activity for difference in found} <= {n}


@given(snapshots())
def test_who_signed_and_when_is_no_difference(one: Snapshot):
    again = replace(
        one,
        revision=one.revision + 1,
        published_on=date(2031, 1, 1),
        signed_at=datetime(2031, 1, 1, tzinfo=UTC),
        signed_by_office="Otra oficina",
    )
    assert differences(one, again) == ()


def test_each_difference_is_named_as_in_the_documents_and_told_before_and_after():
    before = one_of_each()
    third = replace(before.rows[2], percent=10_000, status=status_at(10_000, (), before.cut.on), observation="")
    after = replace(before, rows=(*before.rows[:2], third, *before.rows[3:]))
    assert differences(before, after) == (
        Difference("% de avance", "50\u00a0%", "100\u00a0%", activity=3),
        Difference("Observación de Control Interno", "Falta el acta.", "", activity=3),
        Difference("Estado", "En avance", "Cumplida", activity=3),
    )


def test_of_evidence_only_what_went_and_what_came_is_told():
    link = Evidence(kind=EvidenceKind.LINK, name="Acta", url="https://entidad.example/acta")
    one = snapshot_of(row_of(evidence=(ACTA, PAGE)))
    (found,) = differences(one, snapshot_of(row_of(evidence=(PAGE, link))))
    assert (found.before, found.after) == (f"acta comité.pdf: SHA-256 {'ab' * 32}", "Acta: https://entidad.example/acta")
    (turned,) = differences(one, snapshot_of(row_of(evidence=(PAGE, ACTA))))
    assert turned.before.splitlines() == turned.after.splitlines()[::-1]


def test_what_is_not_reported_is_told_as_nothing_with_its_reason():
    one = snapshot_of(row_of(percent=5000, days_late=2))
    other = snapshot_of(row_of(percent=None, reported_percent=None, narrative="", unreported_reason="No llegó."))
    told = {each.field: (each.before, each.after) for each in differences(one, other)}
    assert told["% de avance"] == ("50\u00a0%", "")
    assert told["Motivo si no fue reportada"] == ("", "No llegó.")
    assert told["Reporte de la dependencia"] == ("Extemporáneo (2 días hábiles)", "")


def test_the_whole_and_the_components_come_before_the_activities():
    one = one_of_each()
    other = replace(
        one,
        entity=Entity(name="ICETEX", slug="icetex", is_demo=True),
        thresholds=Thresholds(low_below=5000),
        notes=("Una.", "Otra."),
        components=(replace(one.components[0], observation="Otra."), one.components[1], Component(number=4, name="Más")),
        rows=(*one.rows, row_of(n=9)),
    )
    assert differences(one, other) == (
        Difference("Es una demostración", "No", "Sí"),
        Difference("Zona baja, menos de (centésimas de %)", "6000", "5000"),
        Difference("Notas", "Calendario según la Ley 51 de 1983.", "Una.\nOtra."),
        Difference("Observaciones", "Se cumplió lo programado.", "Otra.", component=1),
        Difference("Componente", "Iniciativas adicionales", "", component=3),
        Difference("Componente", "", "Más", component=4),
        Difference("Actividad", "", "Verificar el mapa de riesgos", activity=9),
    )
