"""Internal Control signs a cut off: what is verified, what is not and why, and exactly what was seen."""

import hashlib
import json
from collections.abc import Mapping

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.cuts import open_cut_early
from pacc_flow.actions.entities import update_office
from pacc_flow.actions.publication import OBSERVATION_CHARS, REASON_CHARS, publish_cut, sign_off
from pacc_flow.actions.refusals import Forbidden, Invalid, NotFound, Refusal
from pacc_flow.actions.signing import Meanwhile, Published
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Cut, CutState, Entry, LedgerRecord, Office, OfficeKind, Report
from pacc_flow.reports import Snapshot, summarise
from pacc_flow.workflow import Action, State
from tests.support.cast import NOW, SETUP, World


def verified(world: World, *numbers: int) -> None:
    for number in numbers:
        world.submit(number)
        world.review(number)
        world.verify(number, percent=10_000 if number == 1 else 5_000)


def left(world: World, reason: str = "La oficina no reportó.") -> dict[int, str]:
    found = world.session.scalars(select(Entry.id).join(Entry.cut).where(Entry.state != State.VERIFIED, Cut.number == 1))
    return dict.fromkeys(found, reason)


def publish(world: World, by: str = "Marta", reasons: Mapping[int, str] | None = None, **more: object) -> Published:
    reasons = left(world) if reasons is None else reasons
    return publish_cut(world.session, world.cut().id, actor=world.person(by), reasons=reasons, at=NOW, **more)  # type: ignore[arg-type]


def test_publishing_freezes_what_was_verified_and_what_went_unreported(world: World):
    verified(world, 1, 2)
    published = publish(world)
    world.session.commit()

    cut, report = world.cut(), published.report
    snapshot = Snapshot.from_bytes(report.snapshot.encode())
    assert (cut.state, cut.published_at, report.revision) == (CutState.PUBLISHED, NOW, 1)
    assert report.snapshot_sha256 == snapshot.sha256 == hashlib.sha256(report.snapshot.encode()).hexdigest()
    assert [row.percent for row in snapshot.rows] == [10_000, 5_000, None, None]
    assert [row.unreported_reason for row in snapshot.rows] == ["", "", *["La oficina no reportó."] * 2]
    assert summarise(snapshot).total.fulfilment.percent == 2500
    assert [world.entry(number).unreported_reason for number in (1, 3)] == ["", "La oficina no reportó."]


def test_the_signature_names_the_office_the_person_and_the_exact_content(world: World):
    published = publish(world)
    world.session.commit()
    office = world.session.scalars(select(Office).where(Office.kind == "control", Office.name == "Control Interno")).first()
    body = json.loads(world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == published.receipt.seq)).one())
    assert body["kind"] == "report:publish"
    assert body["actor"] == {"id": world.person("Marta").id, "office": office.id, "role": "control"}
    assert body["data"]["snapshot_sha256"] == published.report.snapshot_sha256
    assert body["data"]["statement"] == (
        "Control Interno verificó el seguimiento del primer corte de 2026, con corte al 30 de abril de 2026, "
        "y aprueba el contenido exacto que se publica."
    )


def test_every_row_that_changed_has_its_record(world: World):
    before = world.session.scalar(select(func.count()).select_from(LedgerRecord)) or 0
    publish(world)
    world.session.commit()
    kinds = world.session.scalars(select(LedgerRecord.kind).where(LedgerRecord.seq >= before).order_by(LedgerRecord.seq)).all()
    assert kinds == [*["entry:mark_unreported"] * 4, "cut:publish", "report:publish"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Laura", "El seguimiento lo publica Control Interno."),
        ("Andrés", "El seguimiento lo publica Control Interno."),
        ("Ana", "El administrador no mueve entradas."),
        ("Óscar", "Su cuenta solo permite leer."),
    ],
)
def test_only_internal_control_signs(world: World, name: str, sentence: str):
    with pytest.raises(Forbidden, match=sentence):
        publish(world, by=name)
    with pytest.raises(Forbidden, match=sentence):
        sign_off(world.session, world.cut().id, actor=world.person(name), at=NOW)


def test_a_cut_of_another_entity_does_not_exist(world: World):
    with pytest.raises(NotFound):
        publish(world, by="Charlie")


def test_a_cut_that_is_not_open_cannot_be_signed(world: World):
    planned = world.session.scalars(select(Cut).where(Cut.number == 3)).one()
    with pytest.raises(Refusal, match="Este corte no está abierto"):
        publish_cut(world.session, planned.id, actor=world.person("Marta"), reasons={}, at=NOW)


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ((1, 2), "Faltan 2 entradas por verificar: 3 y 4. Verifíquelas o diga por qué no se reportaron."),
        ((), "Faltan 4 entradas por verificar: 1, 2, 3 y 4. Verifíquelas o diga por qué no se reportaron."),
    ],
)
def test_what_is_not_verified_needs_its_reason(world: World, numbers: tuple[int, ...], sentence: str):
    verified(world, *numbers)
    for reasons in ({}, left(world, " \x00\x1f ")):
        with pytest.raises(Invalid) as refused:
            publish(world, reasons=reasons)
        assert refused.value.errors == {"reasons": sentence}
    world.session.rollback()
    assert world.session.scalar(select(func.count()).select_from(Report)) == 0


def test_one_entry_left_is_told_in_the_singular(world: World):
    reasons = left(world)
    reasons.pop(world.entry(4).id)
    with pytest.raises(Invalid, match=r"Falta 1 entrada por verificar: 4\. Verifíquela o diga por qué no se reportó"):
        publish(world, reasons=reasons)


def test_a_text_that_is_too_long_is_refused_at_its_field(world: World):
    reasons = left(world) | {world.entry(3).id: "x" * (REASON_CHARS + 1)}
    with pytest.raises(Invalid) as refused:
        publish(world, reasons=reasons, observations={1: "x" * (OBSERVATION_CHARS + 1), 2: "Bien."})
    assert refused.value.errors == {
        f"reason_{world.entry(3).id}": "El texto tiene 501 caracteres y el máximo es 500.",
        "observation_1": "El texto tiene 501 caracteres y el máximo es 500.",
    }


def test_what_only_machines_write_is_taken_out_of_what_is_signed(world: World):
    reasons = left(world, "No\x00 se\x0b reportó\x85:\r\nsin\ufffe datos.")
    report = publish(world, reasons=reasons, observations={1: "\x1bTodo\uffff bien."}).report
    snapshot = Snapshot.from_bytes(report.snapshot.encode())
    world.session.commit()
    assert {row.unreported_reason for row in snapshot.rows} == {"No se reportó:\nsin datos."}
    assert [component.observation for component in snapshot.components] == [
        "Todo bien.",
        "Sin terminar: actividades 3 y 4.",
    ]


def test_content_that_cannot_be_published_is_refused_with_its_reason(world: World):
    """An address where an office is expected would publish a person."""
    office = world.office("Oficina Comercial")
    kind, name = OfficeKind.OFFICE, "laura@entidad.gov.co"
    update_office(world.session, office, name=name, kind=kind, spellings=(), is_active=True, actor=SETUP, at=NOW)
    world.session.commit()
    with pytest.raises(Refusal, match=r"Así no se puede publicar\. .*parece un correo"):
        publish(world)


def test_what_is_shown_before_signing_is_what_is_signed(world: World):
    verified(world, 1)
    shown = sign_off(world.session, world.cut().id, actor=world.person("Marta"), at=NOW, reasons=left(world))
    assert shown.why_not is None
    published = publish(world, seen=shown.seen)
    world.session.commit()
    assert published.report.snapshot_sha256 == shown.snapshot.sha256
    assert published.report.statement == shown.statement


def test_before_the_reasons_are_written_only_the_figures_are_known(world: World):
    shown = sign_off(world.session, world.cut().id, actor=world.person("Marta"), at=NOW)
    assert shown.why_not == "Faltan 4 entradas por verificar: 1, 2, 3 y 4. Verifíquelas o diga por qué no se reportaron."
    assert [entry.activity.number for entry in shown.left] == [1, 2, 3, 4]
    assert summarise(shown.snapshot).total.unreported == 4
    assert not world.session.dirty


def test_a_step_between_looking_and_signing_is_a_conflict(world: World):
    shown = sign_off(world.session, world.cut().id, actor=world.person("Marta"), at=NOW)
    world.session.rollback()
    world.act("Laura", Action.SAVE, content=world.written("Laura"))
    with pytest.raises(Meanwhile, match="cambió mientras usted preparaba la firma"):
        publish(world, seen=shown.seen)
    world.session.rollback()
    assert world.cut().state == CutState.OPEN


def test_of_two_officers_one_signs_and_the_other_is_told(world: World):
    seen = sign_off(world.session, world.cut().id, actor=world.person("Marta"), at=NOW).seen
    publish(world, by="Jorge", seen=seen)
    world.session.commit()
    with pytest.raises(Meanwhile, match="ya está firmado y publicado"):
        publish(world, by="Marta", seen=seen)
    world.session.rollback()
    assert world.session.scalars(select(Report.signed_by_id)).all() == [world.person("Jorge").id]


def test_the_second_session_sees_the_signature_of_the_first(world: World):
    """Loaded before, judged after: a session that held the open cut in memory is not deceived by it."""
    with make_session_factory(world.engine)() as other:
        cut_id = world.cut().id
        world.session.rollback()
        assert other.get_one(Cut, cut_id).state == CutState.OPEN
        other.rollback()
        publish(world)
        world.session.commit()
        jorge = world.person("Jorge")
        world.session.commit()  # on SQLite a session that holds the lock would make the other one wait
        with pytest.raises(Meanwhile):
            publish_cut(other, cut_id, actor=jorge, reasons={}, at=NOW)


def test_the_reasons_belong_to_this_cut_alone(world: World):
    second = world.session.scalars(select(Cut).where(Cut.number == 2)).one()
    open_cut_early(world.session, second.id, actor=world.person("Andrés"), at=NOW)
    world.session.commit()
    foreign = world.session.scalars(select(Entry.id).where(Entry.cut_id == second.id)).all()
    publish(world, reasons=left(world) | dict.fromkeys(foreign, "De otro corte."))
    world.session.commit()
    reasons = world.session.scalars(select(Entry.unreported_reason).where(Entry.cut_id == second.id)).all()
    assert set(reasons) == {""}
