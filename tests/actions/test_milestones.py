"""The terms of a cut move with a reason, in order, and never once it is published."""

from datetime import date

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.milestones import REASON_CHARS, move_as_planning, move_milestones
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.refusals import Forbidden, Invalid, NotFound, Refusal
from pacc_flow.models import Account, Cut, Entry, LedgerRecord, Notice
from tests.support.cast import NOW, SETUP, World


def test_a_moved_term_stays_in_the_trail_with_its_reason(world: World):
    receipt = move_milestones(
        world.session,
        world.cut(),
        {"offices_due_on": date(2026, 5, 11), "control_due_on": date(2026, 5, 15)},
        reason=" Falló el correo\x07 de la entidad. ",
        actor=SETUP,
        at=NOW,
    )
    world.session.commit()
    assert world.cut().offices_due_on == date(2026, 5, 11)
    body = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == receipt.seq)).one()
    assert '"milestones":{"offices_due_on":["2026-05-08","2026-05-11"]},"reason":"Falló el correo de la entidad."' in body


@pytest.mark.parametrize(
    ("moves", "reason", "field"),
    [
        ({"offices_due_on": date(2026, 5, 11)}, " \x00 ", "reason"),
        ({"offices_due_on": date(2026, 5, 11)}, "x" * (REASON_CHARS + 1), "reason"),
        ({"offices_due_on": date(2026, 5, 20)}, "Porque sí.", "milestones"),
        ({"offices_due_on": date(2026, 5, 8)}, "Porque sí.", "milestones"),
        ({"opens_on": date(2026, 4, 20)}, "Porque sí.", "milestones"),  # it is open
        ({}, "Porque sí.", "milestones"),
    ],
)
def test_a_move_without_reason_order_or_effect_is_refused(world: World, moves: dict[str, date], reason: str, field: str):
    with pytest.raises(Invalid) as refused:
        move_milestones(world.session, world.cut(), moves, reason=reason, actor=SETUP, at=NOW)
    assert set(refused.value.errors) == {field}
    world.session.rollback()
    assert world.cut().offices_due_on == date(2026, 5, 8)


def test_the_terms_of_a_published_cut_do_not_move(world: World):
    entries = world.session.scalars(select(Entry.id)).all()
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=dict.fromkeys(entries, "Sin dato."), at=NOW)
    world.session.commit()
    with pytest.raises(Refusal, match="ya se publicó"):
        move_milestones(world.session, world.cut(), {"control_due_on": date(2026, 6, 1)}, reason="Tarde.", actor=SETUP, at=NOW)


def moved_by(world: World, name: str, number: int = 1, *, to: date = date(2026, 5, 11), behind: int = 0) -> None:
    person, cut = world.person(name), world.session.scalars(select(Cut).where(Cut.number == number)).one()
    seen_rev = cut.rev - behind
    moves = {"offices_due_on": to} if number == 1 else {"opens_on": date(2026, 8, 10)}
    move_as_planning(world.session, cut.id, moves, reason="Falló el correo.", seen_rev=seen_rev, actor=person, at=NOW)
    world.session.commit()


def told(world: World) -> list[str]:
    """The first names of those who hear of a move, as often as they do."""
    names = world.session.scalars(select(Account.name).join(Notice.recipient).where(Notice.kind == "moved"))
    return sorted(name.split()[0] for name in names)


def test_planning_moves_a_term_and_those_concerned_hear_of_it_with_the_reason(world: World):
    moved_by(world, "Andrés")
    assert world.cut().offices_due_on == date(2026, 5, 11)
    assert told(world) == ["Diana", "Jorge", "Laura", "Marta", "Mateo", "Paola"]  # not whoever moved it
    notice = world.session.scalars(select(Notice).where(Notice.kind == "moved")).first()
    moved = {"offices_due_on": ["2026-05-08", "2026-05-11"]}
    assert notice.content == {"reason": "Falló el correo.", "moved": moved, "by": "Andrés Rojas"}


def test_offices_with_everything_verified_are_left_in_peace(world: World):
    world.submit(1)
    world.review(1)
    world.verify(1)
    world.submit(2)
    world.review(2)
    world.verify(2)
    moved_by(world, "Andrés")
    assert told(world) == ["Diana", "Jorge", "Marta"]


def test_a_cut_that_did_not_open_concerns_every_office_of_the_plan(world: World):
    moved_by(world, "Diana", number=2)
    assert world.cut(2).opens_on == date(2026, 8, 10)
    assert told(world) == ["Andrés", "Jorge", "Laura", "Marta", "Mateo", "Paola"]


def test_each_move_is_told_once_however_many_there_are(world: World):
    for day in (11, 12, 11):
        moved_by(world, "Andrés", to=date(2026, 5, day))
    assert told(world).count("Laura") == 3


@pytest.mark.parametrize("name", ["Laura", "Marta", "Ana", "Óscar"])
def test_nobody_but_planning_moves_a_term(world: World, name: str):
    with pytest.raises(Forbidden):
        moved_by(world, name)
    world.session.rollback()
    assert world.cut().offices_due_on == date(2026, 5, 8)


def test_a_cut_of_another_entity_does_not_exist(world: World):
    with pytest.raises(NotFound):
        moved_by(world, "Charlie")


def test_whoever_looked_at_an_older_cut_looks_again(world: World):
    with pytest.raises(Invalid, match="Alguien cambió este corte"):
        moved_by(world, "Andrés", behind=1)
    world.session.rollback()
    assert world.session.scalar(select(func.count()).select_from(Notice).where(Notice.kind == "moved")) == 0


def test_planning_moves_nothing_of_a_cut_that_was_published(world: World):
    cut = world.cut()
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id).where(Entry.cut_id == cut.id)), "No alcanzó.")
    publish_cut(world.session, cut.id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    with pytest.raises(Refusal, match="ya se publicó"):
        moved_by(world, "Andrés")


def test_what_waits_to_leave_and_speaks_of_another_term_still_leaves(world: World):
    """The term of the offices moves: what is asked of Internal Control by its own stays as it was."""
    for kind, due_on in (("submit", date(2026, 5, 8)), ("verify", date(2026, 5, 15))):
        world.session.add(
            Notice(
                recipient_id=world.person("Marta").id,
                cut_id=world.cut().id,
                kind=kind,
                step=f"{due_on} late-1",
                round=1,
                content={"due_on": due_on.isoformat(), "entries": []},
                created_at=NOW,
                next_try_at=NOW,
            )
        )
    world.session.commit()
    moved_by(world, "Andrés")
    waiting = select(Notice.kind).where(Notice.state == "pending", Notice.kind.in_(("submit", "verify")))
    assert world.session.scalars(waiting).all() == ["verify"]
