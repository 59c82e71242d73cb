"""Internal Control corrects what was published: a revision more, by who had no hand in it, over exactly what was seen."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.corrections import Correction, correction, in_force, publish_correction
from pacc_flow.actions.publication import OBSERVATION_CHARS, REASON_CHARS, publish_cut
from pacc_flow.actions.refusals import Forbidden, Invalid, NotFound, Refusal
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.signing import Meanwhile, Published
from pacc_flow.actions.substitutions import name_substitute
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.actions.wanted import Wanted
from pacc_flow.clock import bogota_date
from pacc_flow.models import Cut, CutState, Entry, LedgerRecord, Notice, Report
from pacc_flow.queries.bundling import bundle
from pacc_flow.queries.ledger_integrity import verify_ledger
from pacc_flow.reports import Snapshot
from pacc_flow.reports.correction import evidence_key
from pacc_flow.verifier import pacc_verify
from pacc_flow.workflow import State
from tests.support.alterations import alter_report
from tests.support.cast import NOW, SETUP, World

LATER = NOW + timedelta(days=3)
REASON = "El porcentaje se digitó mal."
LINK = "https://www.entidad.gov.co/acta"


@pytest.fixture
def first(world: World) -> Report:
    """Activities 1 and 2 verified, 3 and 4 not reported; the 4 is of Internal Control, and Jorge wrote it."""
    for number, percent in ((1, 10_000), (2, 6_500)):
        world.submit(number)
        world.review(number)
        world.verify(number, percent=percent)
    world.submit(4, "Jorge")
    left = world.session.scalars(select(Entry.id).where(Entry.state != State.VERIFIED)).all()
    reasons = dict.fromkeys(left, "La oficina no reportó.")
    report = publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW).report
    world.session.commit()
    return report


def wanted(**changes: object) -> Wanted:
    return Wanted(**({"percent": 7000, "narrative": "Se hizo."} | changes))  # type: ignore[arg-type]


def prepare(world: World, rows: Mapping[int, Wanted], by: str = "Marta", **more: object) -> Correction:
    return correction(world.session, world.cut().id, actor=world.person(by), rows=rows, at=LATER, **more)  # type: ignore[arg-type]


def publish(world: World, rows: Mapping[int, Wanted], by: str = "Marta", reason: str = REASON, **more: object) -> Published:
    actor = world.person(by)
    return publish_correction(world.session, world.cut().id, actor=actor, rows=rows, reason=reason, at=LATER, **more)  # type: ignore[arg-type]


def reports(world: World) -> list[Report]:
    return list(world.session.scalars(select(Report).order_by(Report.revision)))


def test_a_correction_is_one_more_revision_and_the_first_stays_as_it_was(world: World, first: Report):
    signed = first.snapshot
    publish(world, {2: wanted(links=(LINK,))}, remarks={2: "Sin reportes."})
    world.session.commit()
    one, other = reports(world)
    before, after = (Snapshot.from_bytes(report.snapshot.encode()) for report in (one, other))
    assert (one.snapshot, one.reason, one.revision) == (signed, None, 1)
    assert (other.revision, other.reason, other.published_at) == (2, REASON, LATER)
    assert (after.revision, after.sha256) == (2, other.snapshot_sha256)
    assert [row.percent for row in after.rows] == [10_000, 7000, None, None]
    assert [piece.url for piece in after.rows[1].evidence] == ["https://www.entidad.gov.co/informe", LINK]
    assert after.components[1].observation == "Sin reportes."
    assert after.rows[0] == before.rows[0]


def test_neither_the_entries_nor_the_cut_change(world: World, first: Report):
    rows = [(entry.rev, entry.verified_percent) for entry in map(world.entry, (1, 2, 3, 4))]
    publish(world, {2: wanted()})
    world.session.commit()
    assert [(entry.rev, entry.verified_percent) for entry in map(world.entry, (1, 2, 3, 4))] == rows
    assert (world.cut().state, world.cut().published_at) == (CutState.PUBLISHED, NOW)


def test_one_public_record_says_why_and_which_revision_it_supersedes(world: World, first: Report):
    before = world.session.scalar(select(func.count()).select_from(LedgerRecord)) or 0
    published = publish(world, {2: wanted()})
    world.session.commit()
    bodies = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq >= before)).all()
    (body,) = map(json.loads, bodies)
    assert (body["kind"], body["request"]) == ("report:publish", None)
    assert body["data"] == {
        "cut": first.cut_id,
        "revision": 2,
        "snapshot_sha256": published.report.snapshot_sha256,
        "reason": REASON,
        "supersedes": {"cut": first.cut_id, "revision": 1, "snapshot_sha256": first.snapshot_sha256},
        "statement": (
            "Control Interno corrige el seguimiento del primer corte de 2026, con corte al 30 de abril de 2026: la revisión 2 "
            "reemplaza a la 1, que se conserva, y aprueba el contenido exacto que se publica."
        ),
    }
    world.session.rollback()
    assert verify_ledger(world.engine).findings == []


def test_whoever_heard_of_the_publication_hears_of_the_correction(world: World, first: Report):
    publish(world, {2: wanted()})
    world.session.commit()
    heard = world.session.execute(select(Notice.step, Notice.recipient_id).where(Notice.kind == "published")).all()
    told = {step: {person for of, person in heard if of == step} for step in ("revision 1", "revision 2")}
    assert told["revision 1"] == told["revision 2"] != set()


def test_what_is_shown_before_signing_is_what_is_signed(world: World, first: Report):
    shown = prepare(world, {2: wanted(), 3: wanted(percent=2000)})
    assert {(one.field, one.activity) for one in shown.differences} >= {("% de avance", 2), ("% de avance", 3), ("Estado", 3)}
    assert not world.session.dirty
    published = publish(world, {2: wanted(), 3: wanted(percent=2000)}, seen=shown.in_force.seen)
    assert published.report.snapshot_sha256 == shown.snapshot.sha256
    assert published.report.statement == shown.statement


def test_the_remark_that_told_the_figures_follows_them(world: World, first: Report):
    shown = prepare(world, {2: wanted(percent=10_000)})
    assert shown.snapshot.components[0].observation == "Todas terminadas."


def test_a_reported_activity_may_turn_out_not_reported(world: World, first: Report):
    shown = prepare(world, {2: Wanted(is_reported=False, unreported_reason="El reporte\x00 era de otra.", links=("x",))})
    row = shown.snapshot.rows[1]
    assert (row.percent, row.unreported_reason, row.evidence, row.narrative) == (None, "El reporte era de otra.", (), "")


def test_evidence_may_be_left_out(world: World, first: Report):
    (piece,) = Snapshot.from_bytes(first.snapshot.encode()).rows[1].evidence
    assert prepare(world, {2: wanted(removed=frozenset({evidence_key(piece)}))}).snapshot.rows[1].evidence == ()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Laura", "Lo publicado lo corrige Control Interno."),
        ("Andrés", "Lo publicado lo corrige Control Interno."),
        ("Ana", "El administrador no mueve entradas."),
        ("Óscar", "Su cuenta solo permite leer."),
    ],
)
def test_only_internal_control_corrects(world: World, first: Report, name: str, sentence: str):
    for act in (prepare, publish):
        with pytest.raises(Forbidden, match=sentence):
            act(world, {2: wanted()}, by=name)


def test_what_an_officer_wrote_another_one_corrects(world: World, first: Report):
    of = in_force(world.session, world.cut().id, actor=world.person("Jorge"), at=LATER)
    assert of.refusals == {4: "La envió usted: la corrige otra persona de Control Interno."}
    for act in (prepare, publish):
        with pytest.raises(Forbidden, match="La envió usted: la corrige otra persona"):
            act(world, {2: wanted(), 4: wanted()}, by="Jorge")
    publish(world, {4: wanted()}, by="Marta")
    world.session.commit()


def test_whoever_replaces_the_author_or_the_reviewer_does_not_correct_it_either(world: World, first: Report):
    today = bogota_date(LATER)
    name_substitute(
        world.session, world.person("Jorge"), world.person("Marta"), starts_on=today, ends_on=today, actor=SETUP, at=LATER
    )
    world.session.commit()
    with pytest.raises(Forbidden, match="Jorge Salas, a quien usted reemplaza: la corrige otra persona"):
        prepare(world, {4: wanted()})
    prepare(world, {2: wanted()})


def test_a_cut_of_another_entity_does_not_exist(world: World, first: Report):
    with pytest.raises(NotFound):
        prepare(world, {2: wanted()}, by="Charlie")


def test_what_is_not_published_cannot_be_corrected(world: World):
    second = world.session.scalars(select(Cut.id).where(Cut.number == 2)).one()
    with pytest.raises(Refusal, match="Este corte todavía no se ha publicado: no hay qué corregir"):
        correction(world.session, second, actor=world.person("Marta"), rows={1: wanted()}, at=LATER)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Escriba por qué se corrige"),
        (" \x00\n", "Escriba por qué se corrige"),
        ("x" * (REASON_CHARS + 1), "el máximo es 500"),
    ],
)
def test_a_correction_says_why(world: World, first: Report, reason: str, sentence: str):
    with pytest.raises(Invalid, match=sentence) as refused:
        publish(world, {2: wanted()}, reason=reason)
    assert set(refused.value.errors) == {"reason"}
    world.session.rollback()
    assert len(reports(world)) == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (wanted(percent=None), "percent_2", "Falta el porcentaje verificado"),
        (wanted(narrative="x" * 4001), "narrative_2", "el máximo es 4000"),
        (wanted(observation="x" * 2001), "observation_2", "el máximo es 2000"),
        (wanted(links=("http://entidad.gov.co",)), "links_2", "debe empezar por https://"),
        (wanted(links=(LINK,) * 11), "links_2", "hasta 10 enlaces"),
        (wanted(removed=frozenset({"0" * 16})), "evidence_2", "La evidencia ya no es esa"),
        (Wanted(is_reported=False, unreported_reason=" "), "unreported_2", "Escriba por qué no se reportó"),
        (Wanted(is_reported=False, unreported_reason="x" * 501), "unreported_2", "el máximo es 500"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field(world: World, first: Report, typed: Wanted, field: str, sentence: str):
    for act in (prepare, publish):
        with pytest.raises(Invalid, match=sentence) as refused:
            act(world, {2: typed}, remarks={1: "x" * (OBSERVATION_CHARS + 1)})
        assert set(refused.value.errors) == {field, "remark_1"}


def test_an_activity_holds_so_many_pieces_of_evidence(world: World, first: Report):
    """With what is published already."""
    for revision in (2, 3, 4, 5):
        publish(world, {2: wanted(links=tuple(f"{LINK}-{revision}-{n}" for n in range(10 if revision < 5 else 9)))})
        world.session.commit()
        if revision == 4:
            with pytest.raises(Invalid, match="hasta 40 archivos y enlaces"):
                publish(world, {2: wanted(links=(*(f"{LINK}-{n}" for n in range(9)), LINK))})
            world.session.rollback()
    assert len(Snapshot.from_bytes(reports(world)[-1].snapshot.encode()).rows[1].evidence) == 40


def test_a_correction_that_changes_nothing_is_refused(world: World, first: Report):
    for act in (prepare, publish):
        with pytest.raises(Invalid) as refused:
            act(world, {2: wanted(percent=6500)})
        assert refused.value.errors == {"changes": "Nada cambia: lo que escribió es lo que ya está publicado."}


def test_what_a_follow_up_cannot_hold_is_refused_with_its_reason(world: World, first: Report):
    for rows, remarks in (({9: wanted()}, {}), ({2: wanted(percent=10_001)}, {}), ({}, {9: "x"})):
        with pytest.raises(Refusal, match="Así no se puede publicar"):
            prepare(world, rows, remarks=remarks)


def test_of_two_officers_the_second_is_told_and_overwrites_nothing(world: World, first: Report):
    seen = prepare(world, {2: wanted()}).in_force.seen
    publish(world, {2: wanted()}, by="Jorge", seen=seen)
    world.session.commit()
    for act in (prepare, publish):
        with pytest.raises(Meanwhile, match="Otra persona publicó la revisión 2 mientras usted escribía"):
            act(world, {1: wanted()}, seen=seen)
    world.session.rollback()
    assert [report.revision for report in reports(world)] == [1, 2]


def test_the_second_session_sees_the_correction_of_the_first(world: World, first: Report):
    """Loaded before, judged after: a session that held the first revision in memory is not deceived by it."""
    seen, cut_id = first.snapshot_sha256, first.cut_id
    world.session.rollback()
    with make_session_factory(world.engine)() as other:
        assert other.scalars(select(Report)).one().revision == 1
        other.rollback()
        publish(world, {2: wanted()})
        world.session.commit()
        jorge = world.person("Jorge")
        world.session.commit()  # on SQLite a session that holds the lock would make the other one wait
        with pytest.raises(Meanwhile):
            publish_correction(other, cut_id, actor=jorge, reason=REASON, rows={1: wanted()}, at=LATER, seen=seen)


def test_of_two_that_sign_at_once_one_publishes_and_the_other_is_told(world: World, first: Report):
    seen, cut_id, names = first.snapshot_sha256, first.cut_id, ("Marta", "Jorge")
    world.session.rollback()
    together = Barrier(len(names))

    def act(name: str) -> str:
        with make_session_factory(world.engine)() as session:
            actor = World(world.url, world.engine, session).person(name)
            session.commit()
            together.wait()
            try:
                publish_correction(session, cut_id, actor=actor, reason=REASON, rows={1: wanted()}, at=LATER, seen=seen)
                session.commit()
            except Meanwhile:
                return "told"
            return "published"

    with ThreadPoolExecutor(len(names)) as pool:
        assert sorted(pool.map(act, names)) == ["published", "told"]
    assert [report.revision for report in reports(world)] == [1, 2]


def test_what_was_altered_in_the_database_is_not_corrected(world: World, first: Report):
    for change in (lambda text: text.replace('"percent":6500', '"percent":9500'), lambda _: "{}"):
        alter_report(world, change)
        with pytest.raises(Refusal, match="no coincide con la huella que se firmó"):
            prepare(world, {1: wanted()})
        world.session.rollback()


def test_the_verifier_finds_a_bundle_with_two_revisions_sound(world: World, first: Report, tmp_path: Path):
    publish(world, {2: wanted()})
    world.session.commit()
    world.session.rollback()
    folder = SignerFolder(tmp_path / "signer", "pacc.example")
    signed = sign(make_session_factory(world.engine), folder, at=LATER)
    assert signed is not None
    keys = [str(key) for key in folder.verifiers()]
    packed = b"".join(bundle(world.engine, entity_id=None, keys=keys, files=lambda _: None, at=LATER))
    (tmp_path / "b.zip").write_bytes(packed)
    given = pacc_verify.Given([pacc_verify.parse_key(keys[0])], [], None)
    report = pacc_verify.verify([str(tmp_path / "b.zip")], given)
    assert report.findings == []
    assert report.facts["records"] == report.facts["covered"] == signed.size
