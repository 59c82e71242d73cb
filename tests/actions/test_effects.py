"""What each step leaves in the entry's row, and whom it tells."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pacc_flow.actions import perform as module
from pacc_flow.actions.perform import perform
from pacc_flow.actions.refusals import Conflict, Invalid
from pacc_flow.models import Notice
from pacc_flow.workflow import Action, State
from tests.support.cast import NOW, World

LATER = NOW + timedelta(days=1)


def told(world: World) -> set[str]:
    """The first names of whoever has a notice waiting."""
    names = {person.id: person.name.split()[0] for person in map(world.person, ("Laura", "Mateo", "Paola", "Andrés", "Diana"))}
    return {names[notice.recipient_id] for notice in world.session.scalars(select(Notice).where(Notice.kind == "returned"))}


def test_taking_back_a_first_submission_leaves_no_trace_of_being_in_time(world: World):
    world.submit()
    world.act("Laura", Action.WITHDRAW)
    entry = world.entry()
    assert (entry.state, entry.submitted_by_id, entry.first_submitted_at) == (State.DRAFT, None, None)
    world.act("Laura", Action.SUBMIT, at=LATER)
    assert world.entry().first_submitted_at == LATER


def test_a_second_round_keeps_when_the_entry_first_arrived(world: World):
    world.submit()
    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta.")
    world.act("Laura", Action.SUBMIT, at=LATER)
    world.act("Laura", Action.WITHDRAW, at=LATER)
    entry = world.entry()
    assert (entry.round, entry.first_submitted_at) == (2, NOW)


def test_a_return_to_the_office_opens_a_round_without_authors(world: World):
    world.submit()
    world.review()
    world.act("Marta", Action.RETURN_TO_OFFICE, comment="Falta el acta.")
    entry = world.entry()
    assert (entry.round, entry.authors, entry.return_comment) == (2, [], "Falta el acta.")
    assert (entry.reviewed_by_id, entry.reviewed_sha256, entry.submitted_by_id) == (None, None, None)
    assert told(world) == {"Laura", "Mateo"}


def test_a_return_to_planning_undoes_the_review_and_tells_planning(world: World):
    world.submit()
    world.review()
    world.act("Marta", Action.RETURN_TO_PLANNING, comment="Mire la meta.")
    entry = world.entry()
    assert (entry.state, entry.round, entry.reviewed_by_id) == (State.SUBMITTED, 1, None)
    assert entry.submitted_by_id == world.person("Laura").id
    assert told(world) == {"Andrés", "Diana"}


def test_a_reopening_undoes_the_verification_and_tells_nobody(world: World):
    world.submit()
    world.review()
    world.verify()
    world.act("Jorge", Action.REOPEN, comment="Me equivoqué de cifra.")
    entry = world.entry()
    assert (entry.state, entry.verified_by_id, entry.verified_percent, entry.observation) == (State.REVIEWED, None, None, "")
    assert entry.return_comment == "Me equivoqué de cifra."
    assert told(world) == set()


def test_who_returns_an_entry_of_their_own_office_is_not_told_by_mail(world: World):
    world.submit(3, by="Andrés")
    world.act("Diana", Action.RETURN_TO_OFFICE, 3, comment="Falta.")
    assert told(world) == {"Andrés"}


@pytest.mark.parametrize(
    ("brings", "errors"),
    [
        ({"verified_percent": 10_001}, {"verified_percent"}),
        ({"verified_percent": -1}, {"verified_percent"}),
        ({"verified_percent": 5000, "observation": "x" * 2001}, {"observation"}),
        ({"verified_percent": 5000, "comment": "x" * 2001}, {"comment"}),
        ({}, {"verified_percent"}),
    ],
)
def test_a_verification_brings_a_figure_and_a_short_observation(brings: dict[str, object], errors: set[str], world: World):
    world.submit()
    world.review()
    with pytest.raises(Invalid) as refused:
        world.act("Marta", Action.VERIFY, **brings)
    assert refused.value.errors.keys() == errors


def test_a_reopening_says_why(world: World):
    world.submit()
    world.review()
    world.verify()
    with pytest.raises(Invalid, match="Escriba por qué: queda en la historia de la entrada"):
        world.act("Jorge", Action.REOPEN, comment=" \n ")


def test_an_entry_that_moves_between_reading_and_writing_is_a_conflict(world: World, monkeypatch: pytest.MonkeyPatch):
    """The row is changed only as it was judged, even where no lock kept the other one out."""
    entry = world.entry()
    world.session.rollback()
    judged = module._permit

    def meanwhile(*args: object) -> object:
        row = judged(*args)
        monkeypatch.setattr(module, "_permit", judged)
        entry_rev = module.update(module.Entry).where(module.Entry.id == entry.id)
        world.session.execute(entry_rev.values(rev=module.Entry.rev + 1).execution_options(synchronize_session=False))
        return row

    monkeypatch.setattr(module, "_permit", meanwhile)
    with pytest.raises(Conflict) as refused:
        perform(world.session, entry.id, Action.SAVE, actor=world.person("Laura"), seen_rev=entry.rev, at=NOW)
    assert refused.value.seen_rev == entry.rev
