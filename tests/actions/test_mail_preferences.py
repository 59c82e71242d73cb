"""How a person wants their mail: recorded when it changes, and muted with a token that opens nothing else."""

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.accounts import deactivate_account
from pacc_flow.actions.mail_preferences import account_to_mute, mute_token, prefer
from pacc_flow.actions.refusals import NotFound
from pacc_flow.actions.source import NOWHERE
from pacc_flow.models import LedgerRecord
from pacc_flow.notifications.preferences import Preferences, preferences_of
from tests.support.cast import NOW, SETUP, World

SECRET = "s" * 40


def test_what_a_person_wants_is_recorded_once(world: World):
    laura, wanted = world.person("Laura"), Preferences(9, events_at_once=False, only_overdue=True)
    assert prefer(world.session, laura, wanted, source=NOWHERE, at=NOW) is not None
    world.session.commit()
    assert preferences_of(laura) == wanted
    assert prefer(world.session, laura, wanted, source=NOWHERE, at=NOW) is None
    world.session.commit()
    counted = select(func.count()).select_from(LedgerRecord).where(LedgerRecord.kind == "account:update")
    assert world.session.scalar(counted) == 1


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
