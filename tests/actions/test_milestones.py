"""The terms of a cut move with a reason, in order, and never once it is published."""

from datetime import date

import pytest
from sqlalchemy import select

from pacc_flow.actions.milestones import REASON_CHARS, move_milestones
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.refusals import Invalid, Refusal
from pacc_flow.models import Entry, LedgerRecord
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
