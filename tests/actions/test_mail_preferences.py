"""How a person wants their mail: recorded when it changes, and muted with a token that opens nothing else."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.accounts import deactivate_account
from pacc_flow.actions.mail_preferences import account_to_mute, mute_token, prefer
from pacc_flow.actions.refusals import NotFound
from pacc_flow.actions.source import NOWHERE
from pacc_flow.models import LedgerRecord, Notice
from pacc_flow.notifications.preferences import Preferences, preferences_of
from tests.support.cast import NOW, SETUP, World

SECRET = "s" * 40


def test_what_a_person_wants_is_recorded_each_time_it_changes(world: World):
    laura, wanted = world.person("Laura"), Preferences(9, events_at_once=False, only_overdue=True)
    assert prefer(world.session, laura, wanted, source=NOWHERE, at=NOW) is not None
    world.session.commit()
    assert preferences_of(laura) == wanted
    assert prefer(world.session, laura, wanted, source=NOWHERE, at=NOW) is None
    at_once = replace(wanted, events_at_once=True)
    assert prefer(world.session, laura, at_once, source=NOWHERE, at=NOW) is not None
    world.session.commit()
    counted = select(func.count()).select_from(LedgerRecord).where(LedgerRecord.kind == "account:update")
    assert world.session.scalar(counted) == 2


def test_a_token_names_its_account_and_no_other_secret_makes_one(world: World):
    laura = world.person("Laura")
    assert account_to_mute(world.session, mute_token(laura.id, SECRET), secret=SECRET) == laura
    for token in (mute_token(laura.id, "x" * 40), mute_token(9_999, SECRET), "nada"):
        with pytest.raises(NotFound):
            account_to_mute(world.session, token, secret=SECRET)


def test_a_closed_account_has_nothing_to_mute(world: World):
    laura = world.person("Laura")
    deactivate_account(world.session, laura, actor=SETUP, at=NOW)
    world.session.commit()
    with pytest.raises(NotFound):
        account_to_mute(world.session, mute_token(laura.id, SECRET), secret=SECRET)


def test_muting_takes_back_what_waits_and_leaves_what_cannot_be_muted(world: World):
    laura = world.person("Laura")
    for kind, step in (("submit", "2026-05-04 cut-3"), ("submit", "2026-05-11 late-1"), ("assigned", "plan 1"), ("moved", "1")):
        world.session.add(
            Notice(
                recipient_id=laura.id,
                cut_id=world.cut().id,
                kind=kind,
                step=step,
                round=1,
                created_at=NOW,
                next_try_at=NOW,
            )
        )
    world.session.commit()
    prefer(world.session, laura, Preferences(only_overdue=True), source=NOWHERE, at=NOW)
    world.session.commit()
    waiting = select(Notice.kind, Notice.step).where(Notice.state == "pending").order_by(Notice.id)
    assert [tuple(row) for row in world.session.execute(waiting)] == [("submit", "2026-05-11 late-1"), ("moved", "1")]
