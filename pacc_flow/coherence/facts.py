"""What is judged, as plain facts, and what is said about it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FULL = 10_000  # 100 %, in hundredths of a percent


class Kind(StrEnum):
    """The order in which the signals of an entry are read."""

    UNFINISHED = "unfinished"
    GOAL = "goal"
    DUE_LATER = "due_later"
    WENT_DOWN = "went_down"
    SAME_AS_OTHER = "same_as_other"
    SAME_AS_BEFORE = "same_as_before"
    CUT_OFF = "cut_off"
    NO_EVIDENCE = "no_evidence"
    PERSONAL_ADDRESS = "personal_address"
    INNER_ADDRESS = "inner_address"
    BROKEN_ADDRESS = "broken_address"


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What one activity reports at one cut. Percentages in hundredths; `before` is what the previous cut left.

    `texts` are the sections of its offices, `links` the addresses among its evidence and `files` how many files it has.
    """

    number: int
    cut_on: date
    percent: int | None
    goal: str = ""
    due_dates: tuple[date, ...] = ()
    texts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    files: int = 0
    before: int | None = None
    text_before: str = ""

    @property
    def is_full(self) -> bool:
        return self.percent == FULL

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A title, which says it, and its reason; `compared` are the two texts of which it speaks, the own one last."""

    kind: Kind
    title: str
    reason: str
    compared: tuple[str, str] | None = None
