"""What waits at a desk, and what changed in an entry since somebody opened it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import facts_of_account
from pacc_flow.queries.changes import changes_since
from pacc_flow.queries.queue import Waiting, at_previous_cut, entry_at_desk, next_after, queue_of
from pacc_flow.workflow import Action, State, why_not
from tests.support.cast import NOW, World

TODAY = bogota_date(NOW)
LATE = NOW + timedelta(days=7)


def queue(world: World, state: State = State.SUBMITTED) -> list[Waiting]:
    return queue_of(world.session, world.entity.id, state)


def test_the_late_ones_come_first_and_then_whichever_has_waited_longest(world: World):
    world.act("Laura", Action.SUBMIT, 2, at=NOW + timedelta(hours=1), content=world.written("Laura"))
    world.act("Marta", Action.SUBMIT, 4, at=LATE, content=world.written("Marta"))
    world.act("Laura", Action.SUBMIT, 1, at=NOW, content=world.written("Laura"))

    assert [waiting.number for waiting in queue(world)] == [4, 1, 2]
    assert [waiting.is_late for waiting in queue(world)] == [True, False, False]


def test_a_queue_holds_one_state_of_open_cuts_of_the_entity(world: World):
    world.submit(1)
    world.submit(2)
    world.review(2)
    assert [waiting.number for waiting in queue(world)] == [1]
    assert [waiting.number for waiting in queue(world, State.REVIEWED)] == [2]
    assert queue_of(world.session, world.outsider.entity_id, State.SUBMITTED) == []


def test_what_waits_knows_enough_to_say_why_a_person_may_not_decide_it(world: World):
    world.submit(3, by="Andrés")
    facts = queue(world)[0].facts
    assert (
        why_not(Action.REVIEW, facts, facts_of_account(world.person("Andrés"), on=TODAY))
        == "La envió usted: la revisa otra persona."
    )
    assert why_not(Action.REVIEW, facts, facts_of_account(world.person("Diana"), on=TODAY)) is None


# fmt: off
TURNS = (  # here, may, following
    (2, (1, 2, 3, 4), 3),
    (2, (1, 2, 4),    4),        # what the person may not decide is passed over
    (4, (1, 2, 4),    1),        # from the end, back to the beginning
    (2, (2,),         None),     # the last one that waits
    (9, (1, 2),       1),        # one that is not in the queue
    (2, (),           None),
)
# fmt: on


@pytest.mark.parametrize(("here", "may", "following"), TURNS)
def test_after_a_decision_comes_the_next_one_that_may_be_decided(here: int, may: tuple[int, ...], following: int | None):
    waiting = [
        Waiting(entry, entry, "", "", "", NOW, NOW, 0, None, None, None, [], *[NOW.date()] * 3) for entry in (1, 2, 3, 4)
    ]
    found = next_after(waiting, here, [one for one in waiting if one.id in may])
    assert (found.id if found else None) == following


def test_an_entry_comes_to_the_desk_only_of_its_own_entity(world: World):
    entry_id = world.entry().id
    found = entry_at_desk(world.session, world.entity.id, entry_id)
    assert found is not None
    assert found.id == entry_id
    assert at_previous_cut(world.session, found) is None
    assert entry_at_desk(world.session, world.outsider.entity_id, entry_id) is None


def test_what_changed_is_told_from_the_first_version_to_the_last(world: World):
    world.act("Laura", Action.SAVE, content=world.written("Laura", percent=4000, narrative="Se hizo una parte."))
    seen = world.entry().rev
    world.act("Laura", Action.SAVE, at=LATE, content=world.written("Laura", percent=5000, narrative="Va bien.", link=False))
    world.act("Mateo", Action.SAVE, at=LATE, content=world.written("Mateo", percent=6500, narrative="Se hizo todo."))

    changes = changes_since(world.session, world.entry().id, seen)

    assert changes is not None
    assert (changes.who, changes.at, changes.kind) == ("Mateo Ríos", LATE, Kind.ENTRY_SAVE)
    assert changes.percent == (4000, 6500)
    assert [(one.office, one.old, one.new) for one in changes.sections] == [
        ("Oficina Comercial", "Se hizo una parte.", "Se hizo todo.")
    ]
    assert changes.added == ["www.entidad.gov.co/informe"]
    assert changes.removed == []


def test_what_came_back_to_what_it_was_has_not_changed(world: World):
    world.act("Laura", Action.SAVE, content=world.written("Laura", percent=4000, narrative="Así.", link=False))
    seen = world.entry().rev
    world.act("Laura", Action.SAVE, at=LATE, content=world.written("Laura", percent=5000, narrative="Distinto.", link=False))
    world.act("Laura", Action.SAVE, at=LATE, content=world.written("Laura", percent=4000, narrative="Así.", link=False))

    changes = changes_since(world.session, world.entry().id, seen)

    assert changes is not None
    assert (changes.percent, changes.sections, changes.added, changes.removed) == (None, [], [], [])


def test_evidence_that_was_taken_away_is_told(world: World):
    world.act("Laura", Action.SAVE, content=world.written("Laura"))
    seen, piece = world.entry().rev, world.entry().evidence[0]
    content = replace(world.written("Laura", link=False), removed=frozenset([piece.id]))
    world.act("Laura", Action.SAVE, at=LATE, content=content)

    changes = changes_since(world.session, world.entry().id, seen)

    assert changes is not None
    assert (changes.added, changes.removed) == ([], ["www.entidad.gov.co/informe"])


def test_nothing_changed_since_the_last_revision(world: World):
    assert changes_since(world.session, world.entry().id, world.entry().rev) is None


def test_what_nobody_changed_is_told_without_a_name(world: World):
    changes = changes_since(world.session, world.entry().id, 0)
    assert changes is not None
    assert (changes.who, changes.kind) == ("El sistema", Kind.ENTRY_CREATE)
