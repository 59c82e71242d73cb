"""In no minute does more mail leave than the setting says, whatever the deliveries meet."""

from datetime import datetime, timedelta

import pytest

from pacc_flow.cli.pace import Pace
from pacc_flow.clock import BOGOTA

START = datetime(2026, 5, 4, 7, tzinfo=BOGOTA)
EVERY = timedelta(seconds=20)


@pytest.mark.parametrize("a_minute", [1, 2, 3, 4, 100])
@pytest.mark.parametrize("takes", [0, 15, 19, 45], ids=lambda seconds: f"{seconds} s each")
def test_no_minute_holds_more_than_it_may_and_nothing_is_held_back_for_long(a_minute: int, takes: int):
    pace, at, left = Pace(a_minute, every=EVERY), START, []
    while at < START + timedelta(minutes=10):
        allowed = pace.allowed(at)
        ended = at + timedelta(seconds=takes)
        left += [at + (ended - at) * n / allowed for n in range(allowed)]
        pace.left(allowed, at=ended)
        at = max(at + EVERY, ended)
    in_a_minute = [sum(first <= one < first + timedelta(minutes=1) for one in left) for first in left]
    assert max(in_a_minute) <= a_minute
    assert len(left) >= 3 * a_minute


def test_what_waits_is_spread_over_the_minute():
    pace = Pace(100, every=EVERY)
    allowed = []
    for n in range(4):
        allowed.append(pace.allowed(START + n * EVERY))
        pace.left(allowed[-1], at=START + n * EVERY)
    assert allowed == [34, 34, 32, 34]
