"""What changed between two texts, word by word, and what was left as it was, shortened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS_AROUND = 8


@dataclass(frozen=True)
class Piece:
    """`kind` is same, gone or new."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces in reading order; of a long stretch that is the same, only the words next to a change."""
    before, after = (re.findall(r"\s*\S+\s*", text) for text in (old, new))
    steps = SequenceMatcher(a=_bare(before), b=_bare(after), autojunk=False).get_opcodes()
    pieces: list[Piece] = []
    for place, (kind, a1, a2, b1, b2) in enumerate(steps):
        if kind == "equal":
            kept = _shorten(after[b1:b2], is_first=place == 0, is_last=place == len(steps) - 1)
            pieces.append(Piece("same", kept))
        else:
            pieces += _replaced("".join(before[a1:a2]), "".join(after[b1:b2]))
    return pieces


def _bare(words: list[str]) -> list[str]:
    """Without the white space around them, which is kept in the text but makes no difference."""
    return [word.strip() for word in words]


def _replaced(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if new:
        yield Piece("new", new)


def _shorten(words: list[str], *, is_first: bool, is_last: bool) -> str:
    head = [] if is_first else words[:_WORDS_AROUND]
    tail = [] if is_last else words[-_WORDS_AROUND:]
    if len(head) + len(tail) >= len(words):
        return "".join(words)
    return "".join(head) + "… " + "".join(tail)
