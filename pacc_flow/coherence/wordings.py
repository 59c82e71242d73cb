"""Which of many texts say the same, or nearly the same, in about the time that it takes to read them."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from pacc_flow.coherence.wording import MONTHS, folded, without_addresses

NEARLY = 0.8  # of their words
_FEWEST_SAME, _FEWEST_ALIKE = 5, 8  # different words: «Sin avances en el período.» is everybody's
_COMPARED = 40  # candidates, however many texts were copied from one
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Wording:
    """The words of a text in their order, without its addresses, accents and marks."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Wording":
        return cls(tuple(_WORD.findall(folded(without_addresses(text)))))

    @cached_property
    def different(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def figures(self) -> frozenset[str]:
        """«30 de abril» and «31 de agosto» tell two reports from each other, whatever else they share."""
        return frozenset(word for word in self.different if word[0].isdigit() or word in MONTHS)

    def likeness(self, other: "Wording") -> float:
        """From 0 to 1, the share of their words; 0 where figures stand in place of others."""
        if self.words == other.words:
            return 1.0 if self.words else 0.0
        if self.figures - other.figures and other.figures - self.figures and _share(self.figures, other.figures) < NEARLY:
            return 0.0
        if min(len(self.different), len(other.different)) < _FEWEST_ALIKE:
            return 0.0
        return min(_share(self.different, other.different), 0.99)


class Wordings:
    """The texts of a cut by the number of their activity, ready to be asked which are alike."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self.texts = texts
        self._wordings = {number: Wording.of(text) for number, text in texts.items()}
        self._times = Counter(word for wording in self._wordings.values() for word in wording.different)
        self._by_rare_word = defaultdict[str, list[int]](list)
        self._by_words = defaultdict[tuple[str, ...], list[int]](list)
        for number, wording in sorted(self._wordings.items()):
            self._by_words[wording.words].append(number)
            for word in self._rare_words(wording):
                self._by_rare_word[word].append(number)

    def alike(self, number: int) -> list[tuple[int, float]]:
        """The other activities that say nearly the same, each with its likeness: the most alike first."""
        own = self._wordings.get(number)
        if own is None or len(own.different) < _FEWEST_SAME:
            return []
        near = dict.fromkeys(self._by_words[own.words][:_COMPARED])
        for word in self._rare_words(own):
            near |= dict.fromkeys(self._by_rare_word[word][:_COMPARED])
        found = [(other, own.likeness(self._wordings[other])) for other in list(near)[:_COMPARED] if other != number]
        return sorted(((other, share) for other, share in found if share >= NEARLY), key=lambda pair: (-pair[1], pair[0]))

    def _rare_words(self, wording: Wording) -> list[str]:
        """So many of its rarest words that whatever is nearly the same has one of them too."""
        size = len(wording.different)
        in_common = ceil(round(size * NEARLY / (2 - NEARLY), 6))  # 8 of 12 words are 8, not a hair more
        return sorted(wording.different, key=lambda word: (self._times[word], word))[: size - in_common + 1]


def _share(some: frozenset[str], others: frozenset[str]) -> float:
    return 2 * len(some & others) / (len(some) + len(others))
