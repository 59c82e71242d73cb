"""How much room words take on paper, and how wide the columns are that hold them. Sizes are in points."""

import re
from collections.abc import Sequence

from pacc_flow.reports.glyphs import drawable, widths

WIDTH, INSET = 724.0, 3.0  # of a letter across between its margins; of a cell, at either side
SIZE, SMALL = 7.5, 6.5  # of the letters of a cell and of a heading
BOLD = 1.1  # how much wider bold letters are
LONGEST, LETTERS = 90.0, 20  # of a word: the room that it may ask for, and how many it may have before it is an address

# The pieces between which an address may be broken.
ADDRESS = re.compile("[^-/.?&=_]*[-/.?&=_]+|[^-/.?&=_]+")


def room_of(word: str) -> float:
    """In units of the size of its letters."""
    known = widths()
    return sum(known[character] for character in word)


def fitted(
    wanted: Sequence[float], headings: Sequence[str], columns: Sequence[Sequence[str]], width: float = WIDTH
) -> list[float]:
    """Each column is as wide as wanted beside the others, but for those that their longest word makes wider; `width` is
    that of all of them.
    """
    needed = [
        2 * INSET + max(widest([heading]) * SMALL, min(LONGEST, widest(texts) * SIZE))
        for heading, texts in zip(headings, columns, strict=True)
    ]
    found = [width * share / sum(wanted) for share in wanted]
    while tight := [place for place, taken in enumerate(found) if taken < needed[place] - 0.01]:
        for place in tight:
            found[place] = needed[place]
        loose = [place for place, taken in enumerate(found) if taken > needed[place]]
        left = width - sum(taken for place, taken in enumerate(found) if place not in loose)
        share = sum(wanted[place] for place in loose)
        for place in loose:
            found[place] = left * wanted[place] / share
    return found


def widest(texts: Sequence[str]) -> float:
    words = {piece for text in set(texts) for word in drawable(text).split() for piece in unbroken(word)}
    return BOLD * max(map(room_of, words), default=0.0)


def unbroken(word: str) -> list[str]:
    return [word] if len(word) <= LETTERS else ADDRESS.findall(word)
