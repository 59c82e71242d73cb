"""The board of a cut: its counts, its searches and its order, the same on both engines."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pacc_flow.models import CutState
from pacc_flow.queries.board import (
    ROWS_A_PAGE,
    CutRow,
    Order,
    Search,
    count_found,
    cut_at_work,
    cuts_of,
    late_from,
    progress_of,
    rows_of,
)
from pacc_flow.workflow import Action, State
from tests.support.cast import NOW, World
from tests.support.growth import grow_cut

TODAY = date(2026, 5, 4)
AFTER_THE_TERM = date(2026, 5, 12)


def cut_of(world: World) -> CutRow:
    cut = cut_at_work(cuts_of(world.session, world.entity.id))
    assert cut is not None
    return cut


def numbers(world: World, *, today: date = TODAY, **asked: object) -> list[int]:
    return [row.number for row in rows_of(world.session, cut_of(world), Search(**asked), today=today)]


def test_the_entries_are_counted_by_state_and_by_the_office_that_leads(world: World):
    world.submit(1)
    world.submit(2)
    world.review(2)

    progress = progress_of(world.session, cut_of(world))

    assert [progress.count(state) for state in State] == [2, 1, 1, 0]
    assert progress.count() == 4
    commercial = next(office for office in progress.offices if office.name == "Oficina Comercial")
    assert (commercial.sent, commercial.unsent, commercial.total) == (2, 0, 2)
    assert progress.count(State.REVIEWED, commercial.id) == 1
    assert [office.name for office in progress.offices] == ["Control Interno", "Oficina Comercial", "Oficina de Planeación"]


# fmt: off
SEARCHES = (  # words, found
    ("",                     [1, 2, 3, 4]),
    ("2",                    [2]),
    ("riesgos",              [1, 2]),
    ("RIESGOS publicar",     [2]),          # every word, in any order and any case
    ("audiência pública",    [3, 4]),       # with or without accents
    ("100%",                 []),           # the signs of a pattern are plain letters
    ("_",                    []),
    ("99999999999999999999", []),           # a number larger than any column holds
    ("nada de esto",         []),
)
# fmt: on


@pytest.mark.parametrize(("words", "found"), SEARCHES)
def test_a_search_finds_an_activity_by_its_number_or_by_its_words(world: World, words: str, found: list[int]):
    assert numbers(world, words=words, order=Order.NUMBER) == found
    assert count_found(world.session, cut_of(world), Search(words=words)) == len(found)


def test_a_search_keeps_to_a_state_and_an_office(world: World):
    world.submit(1)
    assert numbers(world, state=State.SUBMITTED) == [1]
    assert numbers(world, state=State.DRAFT, office_id=world.office("Oficina Comercial").id) == [2]
    assert numbers(world, office_id=world.office("Secretaría General").id) == []  # it takes part, but does not lead


def test_what_is_late_comes_first_and_then_what_has_waited_longest(world: World):
    last_minute = datetime(2026, 5, 9, 4, 59, tzinfo=UTC)  # 11:59 p. m. of 8 May in Bogotá: in time
    world.act("Laura", Action.SUBMIT, 1, at=last_minute, content=world.written("Laura"))
    world.act("Marta", Action.SUBMIT, 4, at=NOW, content=world.written("Marta"))
    world.act("Laura", Action.SUBMIT, 2, at=last_minute + timedelta(minutes=1), content=world.written("Laura"))

    assert numbers(world) == [2, 4, 1, 3]
    assert numbers(world, today=AFTER_THE_TERM) == [2, 3, 4, 1]  # what the offices have not sent is late by then
    assert numbers(world, order=Order.ARRIVAL) == [4, 1, 2, 3]
    assert numbers(world, order=Order.NUMBER) == [1, 2, 3, 4]


def test_the_first_late_instant_is_midnight_in_bogota(world: World):
    assert late_from(date(2026, 5, 8)).astimezone(UTC) == datetime(2026, 5, 9, 5, tzinfo=UTC)


def test_a_verified_entry_shows_what_internal_control_verified(world: World):
    world.submit(1)
    world.review(1)
    world.verify(1, percent=5000)
    row = rows_of(world.session, cut_of(world), Search(state=State.VERIFIED), today=TODAY)[0]
    assert (row.percent, row.before, row.office) == (5000, None, "Oficina Comercial")


def test_a_page_holds_fifty(world: World):
    grow_cut(world.session, world.cut(), 120)
    pages = [numbers(world, order=Order.NUMBER, page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [ROWS_A_PAGE, ROWS_A_PAGE, 20, 0]
    assert [number for page in pages for number in page] == list(range(1, 121))


def test_the_cuts_are_those_of_the_entity_alone(world: World):
    assert len(cuts_of(world.session, world.entity.id)) == 3
    assert cuts_of(world.session, world.outsider.entity_id) == []


# fmt: off
CUTS = (  # states, chosen
    ((CutState.PUBLISHED, CutState.OPEN,      CutState.PLANNED), 2),
    ((CutState.OPEN,      CutState.OPEN,      CutState.PLANNED), 1),     # the one that is due first
    ((CutState.PUBLISHED, CutState.PUBLISHED, CutState.PLANNED), 2),     # the last one that was published
    ((CutState.PLANNED,   CutState.PLANNED,   CutState.PLANNED), None),
    ((),                                                         None),
)
# fmt: on


@pytest.mark.parametrize(("states", "chosen"), CUTS)
def test_the_cut_at_work_is_the_open_one_else_the_last_published(states: tuple[CutState, ...], chosen: int | None):
    cuts = [CutRow(number, "", 2026, state, *[date(2026, number, 1)] * 5) for number, state in enumerate(states, start=1)]
    cut = cut_at_work(cuts)
    assert (cut.id if cut else None) == chosen
