"""On which days an entity reminds its people is its own data, judged in plain words and recorded."""

import json

import pytest
from sqlalchemy import select

from pacc_flow.actions.entity_ladder import set_ladder
from pacc_flow.actions.refusals import Invalid
from pacc_flow.calendar import Ladder
from pacc_flow.models import LedgerRecord
from pacc_flow.models.calendars import ladder_of
from tests.support.cast import NOW, SETUP, World

TYPED: dict[str, object] = {
    "office_days_before_cut": [10, 2],
    "office_business_days_before": [1],
    "desk_business_days_before": [],
    "copied_from_late_day": 3,
}


def test_another_ladder_is_kept_and_recorded_once(world: World):
    receipt = set_ladder(world.session, world.entity, TYPED, actor=SETUP, at=NOW)
    world.session.commit()
    assert ladder_of(world.entity) == Ladder((10, 2), (), 3, (1,))
    body = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == receipt.seq)).one()
    assert json.loads(body)["data"] == {"ladder": [{}, TYPED]}
    assert set_ladder(world.session, world.entity, TYPED, actor=SETUP, at=NOW) is None


def test_the_ladder_that_everybody_begins_with_is_no_change(world: World):
    assert set_ladder(world.session, world.entity, dict(Ladder().to_json()), actor=SETUP, at=NOW) is None


@pytest.mark.parametrize(
    ("name", "setting"),
    [("office_days_before_cut", [91]), ("desk_business_days_before", [1, 1]), ("copied_from_late_day", 0)],
)
def test_a_rung_that_cannot_be_names_its_setting(world: World, name: str, setting: object):
    with pytest.raises(Invalid) as refused:
        set_ladder(world.session, world.entity, TYPED | {name: setting}, actor=SETUP, at=NOW)
    assert list(refused.value.errors) == [name]
