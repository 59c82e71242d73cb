"""Each row that changes gets exactly one record, and each record an actor: a whole story, from the entity to its report."""

import json
from collections import defaultdict
from dataclasses import replace

from sqlalchemy import select

from pacc_flow.actions import accounts, proposals
from pacc_flow.actions.corrections import publish_correction
from pacc_flow.actions.entities import update_office
from pacc_flow.actions.feeds import fingerprint, open_feed, revoke_feed
from pacc_flow.actions.memberships import Place, place_account
from pacc_flow.actions.milestones import move_milestones
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.refusals import Forbidden
from pacc_flow.actions.refused import record_refusal
from pacc_flow.actions.source import NOWHERE
from pacc_flow.actions.substitutions import end_substitution, name_substitute
from pacc_flow.actions.trail import FileRef
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Feed, LedgerRecord, OfficeKind
from pacc_flow.models.base import audited_classes
from pacc_flow.queries.ledger_integrity import verify_ledger
from pacc_flow.workflow import Action, Standing
from tests.matrix.matrices import Columns
from tests.support.cast import NOW, PASSWORD, SETUP, World

NEW_PASSWORD = "otros tres tigres tristes"


def test_every_revision_of_every_row_has_exactly_one_record(world: World):
    _the_whole_story(world)
    recorded = _revisions_recorded(world)
    for audited in audited_classes():
        rows = world.session.execute(select(audited.id, audited.rev)).all()
        assert rows, f"the story leaves no {audited.__subject__}: tell one more scene"
        for row_id, rev in rows:
            revisions = recorded.pop((audited.__subject__, row_id), [])
            assert revisions == list(range(1, rev + 1)), f"{audited.__subject__} {row_id}"
    assert not recorded, "records of rows that do not exist"
    world.session.rollback()
    assert verify_ledger(world.engine).findings == []


def test_every_record_has_an_actor(world: World):
    _the_whole_story(world)
    bodies = [json.loads(body) for body in world.session.scalars(select(LedgerRecord.body))]
    nameless = [body for body in bodies if not (body["actor"]["id"] or body["actor"].get("system"))]
    assert nameless == []
    told = {body["kind"] for body in bodies}
    assert {f"entry:{action}" for action in Action} <= told
    assert {Kind.EVIDENCE_ADD, Kind.EVIDENCE_REMOVE, Kind.REPORT_PUBLISH} <= told
    in_other_names = {body["kind"] for body in bodies if body["data"].get("on_behalf_of")}
    assert in_other_names == {Kind.ENTRY_SAVE, Kind.EVIDENCE_ADD}


def _revisions_recorded(world: World) -> dict[tuple[str, int], list[int]]:
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    columns = (LedgerRecord.subject_type, LedgerRecord.subject_id, LedgerRecord.subject_rev)
    for subject, row_id, rev in world.session.execute(select(*columns).order_by(LedgerRecord.seq)):
        if subject is not None:
            found[subject, row_id].append(rev)
    return found


def _the_whole_story(world: World) -> None:
    """The entity, its people and its plan are of the world; here they do all that they may do."""
    _people_come_and_go(world)
    _somebody_goes_away(world)
    _a_matrix_is_put_aside(world)
    _an_entry_goes_back_and_forth(world)
    for number, by in ((2, "Laura"), (3, "Diana")):
        world.submit(number, by)
        world.review(number)
        world.verify(number)
    _what_is_refused_is_told(world)
    _the_cut_is_published_and_corrected(world)


def _people_come_and_go(world: World) -> None:
    session = world.session
    mateo, office = world.person("Mateo"), world.office("Secretaría General")
    accounts.invite_account(session, mateo, actor=SETUP, at=NOW)
    session.commit()
    accounts.change_password(session, mateo, current=PASSWORD, new=NEW_PASSWORD, source=NOWHERE, at=NOW)
    place_account(session, mateo, [Place(office, is_head=True)], standing=Standing.MEMBER, actor=SETUP, at=NOW)
    session.commit()
    accounts.deactivate_account(session, mateo, actor=SETUP, at=NOW)
    session.commit()
    accounts.reactivate_account(session, mateo, actor=SETUP, at=NOW)
    kind = OfficeKind.OFFICE
    update_office(session, office, name="La Secretaría", kind=kind, spellings=("SG",), is_active=True, actor=SETUP, at=NOW)
    session.commit()


def _somebody_goes_away(world: World) -> None:
    session, paola = world.session, world.person("Paola")
    token = open_feed(session, paola, None, actor=SETUP, at=NOW)
    session.commit()
    feed = session.scalars(select(Feed).where(Feed.address_sha256 == fingerprint(token))).one()
    revoke_feed(session, feed, actor=SETUP, at=NOW)
    days = {"starts_on": bogota_date(NOW), "ends_on": bogota_date(NOW)}
    away = name_substitute(session, paola, world.person("Mateo"), **days, actor=SETUP, at=NOW).substitution
    session.commit()
    end_substitution(session, away, actor=SETUP, at=NOW)
    session.commit()
    name_substitute(session, world.person("Laura"), paola, **days, actor=SETUP, at=NOW)
    session.commit()
    world.act("Paola", Action.SAVE, content=world.written("Laura", narrative="Se hizo en su nombre."))


def _a_matrix_is_put_aside(world: World) -> None:
    reading = Columns().read([Columns().plain])
    actor = NOWHERE.actor(world.person("Andrés"), role=OfficeKind.PLANNING)
    file = FileRef("matriz.tsv", "5" * 64, 1000)
    made = proposals.upload(world.session, world.entity, file=file, reading=reading, actor=actor, at=NOW).proposal
    world.session.commit()
    seen = {"entity_id": world.entity.id, "seen_rev": made.rev}
    proposals.discard(world.session, made.id, actor=actor, at=NOW, **seen)
    world.session.commit()


def _an_entry_goes_back_and_forth(world: World) -> None:
    """Every step of the table at least once, and evidence that is taken away."""
    world.act("Laura", Action.SAVE, content=world.written("Laura"))
    without = replace(world.written("Laura"), removed=frozenset(piece.id for piece in world.entry().evidence))
    world.act("Laura", Action.SAVE, content=without)
    world.submit()
    world.act("Laura", Action.WITHDRAW)
    world.submit()
    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta el acta.")
    world.submit()
    world.review()
    world.act("Marta", Action.RETURN_TO_PLANNING, comment="Revise la cifra.")
    world.review()
    world.act("Marta", Action.RETURN_TO_OFFICE, comment="No coincide.")
    world.submit()
    world.review()
    world.verify()
    world.act("Marta", Action.REOPEN, comment="Una cifra quedó mal.")
    world.verify()


def _what_is_refused_is_told(world: World) -> None:
    record_refusal(world.session, actor=world.person("Laura"), source=NOWHERE, refusal=Forbidden("No puede."), at=NOW)
    world.session.commit()


def _the_cut_is_published_and_corrected(world: World) -> None:
    cut = world.cut()
    later = {"control_due_on": cut.control_due_on.replace(day=20)}
    move_milestones(world.session, cut, later, reason="Lo pidió la entidad.", actor=SETUP, at=NOW)
    world.session.commit()
    reasons = {world.entry(4).id: "La oficina no reportó."}
    publish_cut(world.session, cut.id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    remarks = {1: "Se corrigió después de publicar."}
    publish_correction(world.session, cut.id, actor=world.person("Jorge"), remarks=remarks, reason="Faltaba decirlo.", at=NOW)
    world.session.commit()
