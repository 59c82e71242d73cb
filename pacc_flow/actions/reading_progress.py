"""How far the reading of a file got, where every process of the site can see it: one small file for each reading.

It lives at `<root>/<SHA-256 of the account and of the form's token>` while its file is read, and goes with it. What a
process that was killed left behind, the next reading sweeps away. Nothing depends on it: what cannot be written is not told.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from tempfile import NamedTemporaryFile

from pacc_flow.matrix import Part

MOST = 64  # readings told of at once
LEFT_BEHIND = timedelta(minutes=10)  # no reading takes so long
_EVERY = 0.2  # seconds between two writes
_LARGEST = 10**9  # of any count worth telling
_TOKEN = re.compile(r"[0-9a-f]{32}")


def new_token() -> str:
    """What a form carries so that whoever sends it, and nobody else, may ask how its reading goes."""
    return token_hex(16)


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


@dataclass(frozen=True)
class Reached:
    """`done` parts `of` so many, as `matrix.read` counts them."""

    done: int
    of: int
    part: Part


@dataclass(frozen=True)
class ReadingProgress:
    root: Path

    @contextmanager
    def telling(self, account_id: int, token: str, *, at: datetime) -> Iterator["Teller"]:
        """What `matrix.read` is to call. `at` is when the reading began; nothing is told for what is no token of ours."""
        place = self._place(account_id, token) if is_token(token) and self._has_room(at) else None
        try:
            yield Teller(place, at)
        finally:
            if place:
                with suppress(OSError):
                    place.unlink(missing_ok=True)

    def reached(self, account_id: int, token: str) -> Reached | None:
        try:
            told = json.loads(self._place(account_id, token).read_bytes())
        except (OSError, ValueError):
            return None
        return Reached(told["done"], told["of"], Part(told["part"]))

    def _place(self, account_id: int, token: str) -> Path:
        return self.root / hashlib.sha256(f"{account_id}:{token}".encode()).hexdigest()

    def _has_room(self, at: datetime) -> bool:
        """Whether one more may be told of, once what was left behind is gone."""
        oldest = (at - LEFT_BEHIND).timestamp()
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            ages = {path: path.stat().st_mtime for path in self.root.iterdir()}
            for path, written_at in ages.items():
                if written_at < oldest:
                    path.unlink(missing_ok=True)
        except OSError:
            return False
        return sum(1 for written_at in ages.values() if written_at >= oldest) < MOST


class Teller:
    """Writes what it hears, now and then, dated at the beginning of its reading."""

    def __init__(self, place: Path | None, began_at: datetime) -> None:
        self._place = place
        self._began = began_at.timestamp()
        self._next = 0.0

    def __call__(self, done: int, of: int, part: Part = Part.LINE, /) -> None:
        now = time.monotonic()
        if self._place and now >= self._next and 0 <= done <= of <= _LARGEST:
            self._next = now + _EVERY
            with suppress(OSError):
                self._write(self._place, json.dumps(asdict(Reached(done, of, part))))

    def _write(self, place: Path, told: str) -> None:
        """Whole or not at all: whoever reads finds the last one or this one."""
        with NamedTemporaryFile("w", encoding="ascii", dir=place.parent, delete=False) as temporary:
            temporary.write(told)
        os.utime(temporary.name, (self._began, self._began))
        Path(temporary.name).replace(place)
