"""How fast mail leaves: spread over the deliveries of a minute, and in no minute more than a mail server may bear."""

from collections import deque
from datetime import datetime, timedelta
from math import ceil

_MINUTE = timedelta(minutes=1)


class Pace:
    """Of one process. What left is counted when its delivery ended, so that no minute holds more, however long it took."""

    def __init__(self, a_minute: int, *, every: timedelta) -> None:
        self._a_minute, self._at_once = a_minute, ceil(a_minute * (every / _MINUTE))
        self._left: deque[tuple[datetime, int]] = deque()

    def allowed(self, now: datetime) -> int:
        """How many messages may leave in the delivery that begins now."""
        while self._left and self._left[0][0] <= now - _MINUTE:
            self._left.popleft()
        return min(self._at_once, self._a_minute - sum(count for _, count in self._left))

    def left(self, count: int, *, at: datetime) -> None:
        if count:
            self._left.append((at, count))
