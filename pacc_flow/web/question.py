"""One question about a row that waits, as the page asks it: its words, its options, and where the answer is written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pacc_flow.matrix import Confidence, Finding

OTHER = "otra"
LEVELS = {Confidence.HIGH: "high", Confidence.MEDIUM: "mid", Confidence.LOW: "low"}
# A sentence ends at the first point or colon that is not inside a quotation.
_FIRST_SENTENCE = re.compile(r"((?:«[^»]*»|[^«])*?)[.:]\s+(\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Option:
    """One answer: what the row would say; nothing when it stays as read."""

    value: str
    label: str
    words: str = ""
    corrections: Mapping[str, object] = field(default_factory=dict)
    discards: bool = False  # the row is left out


@dataclass(frozen=True)
class Question:
    """`field` of the form holds the option ticked; with `other` as its label, one more option asks to write the answer
    into the field `typed`. Without options only that field is asked. `target` is what it corrects in the row.
    """

    field: str
    title: str
    words: str
    icon: str
    confidence: str
    target: str
    typed: str
    options: Sequence[Option] = ()
    other: str = ""
    ticked: str = ""
    kept: Sequence[str] = ()  # offices that were recognised, beside the one that is asked for


def told(finding: Finding) -> tuple[str, str]:
    """The message as a title and the words that explain it."""
    parts = _FIRST_SENTENCE.fullmatch(finding.message)
    return (parts[1], parts[2][0].upper() + parts[2][1:]) if parts else (finding.message.rstrip("."), "")


def ask(
    field: str,
    finding: Finding,
    icon: str,
    *,
    target: str,
    typed: str,
    options: Sequence[Option] = (),
    other: str = "",
    ticked: str = "",
    kept: Sequence[str] = (),
) -> Question:
    title, words = told(finding)
    return Question(field, title, words, icon, LEVELS[finding.confidence], target, typed, tuple(options), other, ticked, kept)
