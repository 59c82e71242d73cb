"""How alike two wordings are, and which of many may be of the same thing."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

from pacc_flow.matrix.words import content_words, stems

ALIKE = 0.6  # of their words, for two wordings to be taken for one activity
_COMMON = 50  # texts that share a word: of more, it tells nothing
_SHORTEST_WORD, _SHORTEST_CUT = 5, 3  # letters of a word that may be misspelt, and of one that is cut off
_NUMBERS = (
    ("1", "UNO", "PRIMER", "PRIMERO", "PRIMERA", "I", "1ER", "1RO", "1RA"),
    ("2", "DOS", "SEGUNDO", "SEGUNDA", "II", "2DO", "2DA"),
    ("3", "TRES", "TERCER", "TERCERO", "TERCERA", "III", "3ER", "3RO", "3RA"),
    ("4", "CUATRO", "CUARTO", "CUARTA", "IV", "4TO", "4TA"),
    ("5", "CINCO", "QUINTO", "QUINTA", "V", "5TO"),
    ("6", "SEIS", "SEXTO", "SEXTA", "VI"),
)
_NUMBER_OF = {word: words[0] for words in _NUMBERS for word in words}
_IS_NUMBER = re.compile(r"[0-9]")


def alike(texts: Sequence[frozenset[str]], may_pair: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """The places of the texts, given as their words, that are alike: the most alike first, the earlier of two before.

    Only texts that share a word are compared, and a word that very many share finds nobody.
    """
    found = []
    by_word = defaultdict[str, list[int]](list)
    shared = _told_by(texts)
    for at, words in enumerate(texts):
        telling = [word for word in words if word in shared]
        near = {place for word in telling for place in by_word[word] if may_pair(place, at)}
        found += [(-share, place, at) for place in near if (share := _share(texts[place], words)) >= ALIKE]
        for word in telling:
            by_word[word].append(at)
    return [(place, at) for _, place, at in sorted(found)]


def _told_by(texts: Sequence[frozenset[str]]) -> frozenset[str]:
    """The words that tell texts from each other: more than one has them, and not very many."""
    count = defaultdict[str, int](int)
    for words in texts:
        for word in words:
            count[word] += 1
    return frozenset(word for word, times in count.items() if 1 < times <= _COMMON)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def is_rewording(one: str, other: str) -> bool:
    """Whether two texts are the same but for misspelt, cut off or added words: no number, and no word in place of another."""
    left, right = _words(one), _words(other)
    added, lacking = _unpaired(right - left, left - right)
    if (added and lacking) or any(map(_IS_NUMBER.search, added | lacking)):
        return False
    common = min(len(left) - len(lacking), len(right) - len(added))
    return 2 * common >= ALIKE * (len(left) + len(right))


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(_NUMBER_OF.get(word, word) for word in content_words(text))


def _unpaired(some: frozenset[str], others: frozenset[str]) -> tuple[set[str], set[str]]:
    """The words of each that are not another spelling of one of the other."""
    left = set(others)
    alone = set()
    for word in sorted(some):
        same = next((other for other in sorted(left) if _is_same_word(word, other)), None)
        if same is None:
            alone.add(word)
        else:
            left.remove(same)
    return alone, left


def _is_same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short[0] != long[0] or _IS_NUMBER.search(short + long):
        return False
    if stems((short,)) == stems((long,)) or _is_misspelt(short, long):
        return True
    return len(short) >= _SHORTEST_CUT and (long.startswith(short) or (short[-1] == long[-1] and _is_within(short, long)))


def _is_misspelt(short: str, long: str) -> bool:
    """One letter more, another one, or two that changed places."""
    if len(short) < _SHORTEST_WORD or len(long) - len(short) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (short[at : at + 2][::-1] + short[at + 2 :] == long[at:])


def _is_within(short: str, long: str) -> bool:
    """«ADMON» within ADMINISTRACION: its letters in their order, far fewer."""
    letters = iter(long)
    return 2 * len(short) <= len(long) + 1 and all(letter in letters for letter in short)
