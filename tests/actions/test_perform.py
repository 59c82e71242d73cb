"""One step of the workflow through the real write path."""

import pytest
from sqlalchemy import select

from pacc_flow.actions.perform import perform
from pacc_flow.actions.refusals import Conflict, Forbidden, Invalid
from pacc_flow.models import LedgerRecord, Notice
from pacc_flow.workflow import Action, State
from tests.support.cast import NOW, World


def test_an_entry_goes_from_the_office_to_internal_control(world: World):
    world.submit()
    world.review()
    world.verify()

    entry = world.entry()
    assert entry.state == State.VERIFIED
    assert entry.verified_percent == 6500
    assert entry.verified_sha256 == entry.reviewed_sha256 == entry.content_sha256
    kinds = world.session.scalars(
        select(LedgerRecord.kind).where(LedgerRecord.subject_type == "entry", LedgerRecord.subject_id == entry.id)
    ).all()
    assert kinds == ["entry:create", "entry:submit", "entry:review", "entry:verify"]


def test_a_step_over_a_stale_revision_is_a_conflict_and_changes_nothing(world: World):
    stale = world.entry().rev
    world.act("Laura", Action.SAVE, content=world.written("Laura"))
    with pytest.raises(Conflict):
        perform(world.session, world.entry().id, Action.SAVE, actor=world.person("Mateo"), seen_rev=stale, at=NOW)
    world.session.rollback()
    assert world.entry().rev == stale + 1


def test_a_return_opens_a_new_round_and_tells_the_office_why(world: World):
    world.submit()
    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta el informe.")

    entry = world.entry()
    assert (entry.state, entry.round, entry.return_comment) == (State.DRAFT, 2, "Falta el informe.")
    notices = world.session.scalars(select(Notice).where(Notice.kind == "returned")).all()
    assert {notice.recipient_id for notice in notices} == {world.person("Laura").id, world.person("Mateo").id}


def test_a_return_without_a_comment_is_refused(world: World):
    world.submit()
    with pytest.raises(Invalid, match="Escriba qué debe corregir"):
        world.act("Andrés", Action.RETURN_TO_OFFICE)


def test_nobody_reviews_what_they_submitted(world: World):
    world.submit(3, by="Andrés")
    with pytest.raises(Forbidden, match="La envió usted: la revisa otra persona"):
        world.review(3, by="Andrés")
    world.session.rollback()
    world.review(3, by="Diana")
    assert world.entry(3).state == State.REVIEWED


def test_a_decision_brings_no_content_with_it(world: World):
    world.submit()
    before = world.entry().content_sha256
    with pytest.raises(ValueError, match="brings no content"):
        world.act("Andrés", Action.REVIEW, content=world.written("Laura", narrative="Otra cosa."))
    world.session.rollback()
    assert world.entry().content_sha256 == before
