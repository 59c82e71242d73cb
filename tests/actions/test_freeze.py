"""From the rows of a cut to its snapshot: all of the plan, offices only, in a form that every format can carry."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from pacc_flow.actions.content import Content, StoredFile
from pacc_flow.actions.freeze import NAMED_AT_MOST, freeze, publishable, remark
from pacc_flow.actions.publication import entries_of
from pacc_flow.actions.trail import record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Component, Cut, Evidence
from pacc_flow.reports import Snapshot, Status, summarise
from pacc_flow.reports.summary import Measure
from pacc_flow.workflow import Action
from tests.support.bulk import many_entries
from tests.support.cast import NOW, SETUP, World

LATE = datetime(2026, 5, 12, 20, 0, tzinfo=UTC)  # two business days after the offices' term


def frozen(world: World) -> Snapshot:
    cut = world.cut()
    entries = entries_of(world.session, cut)
    reasons = {entry.id: "No llegó." for entry in entries}
    return freeze(cut, entries, revision=1, office=world.office("Control Interno"), at=NOW, reasons=reasons)


def report(world: World, content: Content, *, at: datetime = NOW, number: int = 1) -> None:
    world.act("Laura", Action.SUBMIT, number, content=content, at=at)
    world.act("Andrés", Action.REVIEW, number, at=at)
    world.act("Marta", Action.VERIFY, number, verified_percent=5000, at=at)


def test_a_component_without_activities_is_published_too(world: World):
    empty = Component(plan_id=world.cut().plan_id, number=9, name="Iniciativas adicionales")
    world.session.add(empty)
    record(world.session, kind=Kind.COMPONENT_CREATE, actor=SETUP, at=NOW, subject=empty, entity_id=world.entity.id)
    world.session.commit()
    world.session.expire_all()
    snapshot = frozen(world)
    assert [component.name for component in snapshot.components][-1] == "Iniciativas adicionales"
    assert snapshot.components[-1].observation == "Sin actividades programadas."
    assert summarise(snapshot).components[-1].fulfilment == Measure(None, None)


def test_the_rows_stand_in_the_order_of_the_plan_whatever_order_they_come_in(world: World):
    cut = world.cut()
    entries = list(reversed(entries_of(world.session, cut)))
    reasons = {entry.id: "No llegó." for entry in entries}
    snapshot = freeze(cut, entries, revision=1, office=world.office("Control Interno"), at=NOW, reasons=reasons)
    assert [row.n for row in snapshot.rows] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("C:\\Users\\Laura Cifuentes\\acta.pdf", "acta.pdf"),
        ("/srv/laura/acta final.pdf", "acta final.pdf"),
        ("carpeta/", "Archivo sin nombre"),
        ("acta.pdf", "acta.pdf"),
    ],
)
def test_a_file_leaves_the_folder_of_its_author_behind(world: World, name: str, published: str):
    office = world.office("Oficina Comercial").id
    file = StoredFile(name=name, sha256="a" * 64, size=10, media_type="application/pdf")
    report(world, Content(office_id=office, narrative="Se hizo.", percent=5000, files=(file,)))
    assert frozen(world).rows[0].evidence[0].name == published


def test_a_link_keeps_its_address_whole(world: World):
    report(world, world.written("Laura"))
    piece = frozen(world).rows[0].evidence[0]
    assert (piece.name, piece.url) == ("www.entidad.gov.co/informe", "https://www.entidad.gov.co/informe")


def test_evidence_taken_away_is_not_published(world: World):
    world.act("Laura", Action.SAVE, content=world.written("Laura"))
    removed = world.session.scalars(select(Evidence.id)).all()
    office = world.office("Oficina Comercial").id
    content = Content(
        office_id=office,
        narrative="Se hizo.",
        percent=0,
        removed=frozenset(removed),
    )
    report(world, content)
    assert frozen(world).rows[0].evidence == ()


def test_a_report_of_one_office_is_its_text_and_one_of_several_names_them(world: World):
    paola = world.person("Paola").memberships[0].office_id
    world.act("Paola", Action.SAVE, 2, content=Content(office_id=paola, narrative="Apoyamos la publicación."))
    report(world, world.written("Laura", narrative="Lo publicamos."), number=2)
    report(world, world.written("Laura", narrative="Lo actualizamos."), number=1)
    rows = frozen(world).rows
    assert rows[0].narrative == "Lo actualizamos."
    assert rows[1].narrative == "Oficina Comercial: Lo publicamos.\n\nSecretaría General: Apoyamos la publicación."


def test_what_came_late_says_by_how_much_and_what_nobody_verified_says_nothing_else(world: World):
    report(world, world.written("Laura"), at=LATE)
    world.act("Laura", Action.SAVE, 2, content=world.written("Laura", narrative="Un borrador."))
    first, second, *_ = frozen(world).rows
    assert (first.days_late, first.percent, first.reported_percent) == (2, 5000, 6500)
    assert (second.narrative, second.evidence, second.percent, second.status) == ("", (), None, Status.UNREPORTED)
    assert second.unreported_reason == "No llegó."


def test_where_control_or_planning_is_responsible_the_report_says_so(world: World):
    assert frozen(world).notes == (
        "Control Interno responde por la actividad 4; quien la reportó no la verificó.",
        "La Oficina de Planeación responde por la actividad 3; quien la reportó no la revisó.",
    )


def test_where_they_are_responsible_for_nothing_nothing_is_said(world: World):
    cut = world.cut()
    entries = entries_of(world.session, cut)[:2]
    reasons = {entry.id: "No llegó." for entry in entries}
    assert freeze(cut, entries, revision=1, office=world.office("Control Interno"), at=NOW, reasons=reasons).notes == ()


def test_several_of_their_activities_are_told_together(world: World):
    many_entries(world, 2, office="Control Interno")
    assert (
        frozen(world).notes[0]
        == "Control Interno responde por las actividades 4, 101 y 102; quien las reportó no las verificó."
    )


@pytest.mark.parametrize(
    ("percents", "sentence"),
    [
        ([], "Sin actividades programadas."),
        ([10_000, 10_000], "Todas terminadas."),
        ([10_000, 9_999], "Sin terminar: actividad 2."),
        ([None, 0, 10_000], "Sin terminar: actividades 1 y 2."),
        ([0] * NAMED_AT_MOST + [10_000], f"Sin terminar: actividades {', '.join(map(str, range(1, 12)))} y 12."),
        ([0] * (NAMED_AT_MOST + 1), "Sin terminar: 13 de 13 actividades."),
    ],
)
def test_the_figures_of_a_component_speak_for_themselves(percents: list[int | None], sentence: str):
    assert remark(dict(enumerate(percents, start=1))) == sentence


def test_a_text_loses_what_no_document_can_carry():
    assert publishable(" a\x00b\x0bc\ufffed\ud800e\r\nf ") == "abcde\nf"


def test_names_typed_with_control_characters_are_published_without_them(world: World):
    cut = world.cut()
    cut.plan.name = "Plan\x1f 2026"
    cut.plan.entity.name = "Entidad\x07 de Prueba"
    snapshot = frozen(world)
    assert (snapshot.plan.name, snapshot.entity.name) == ("Plan 2026", "Entidad de Prueba")
    assert isinstance(cut, Cut)
