"""Web addresses that a line break of the original left in two."""

import re

_FILES = "aspx?|html?|php|pdf|docx?|xlsx?|pptx?"
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"https?://")
_SEGMENT = re.compile(r"[\w%-]+/")
_OF_AN_ADDRESS = re.compile(rf"%[0-9A-Fa-f]{{2}}|\.(?:{_FILES})\b")
_END_OF_A_SENTENCE = ".,;:)"


def rejoined_addresses(text: str) -> str:
    """The text with each address whole again: a word right after one that is plainly its continuation belongs to it."""
    pieces, end, is_open = [], 0, False
    for word in _WORD.finditer(text):
        between = text[end : word.start()]
        joins = is_open and between == " " and _continues(word[0])
        pieces += ["" if joins else between, word[0]]
        is_open = (joins or _is_address(word[0])) and word[0][-1] not in _END_OF_A_SENTENCE
        end = word.end()
    return "".join([*pieces, text[end:]])


def _is_address(word: str) -> bool:
    return "://" in word and _ADDRESS.search(word) is not None


def _continues(word: str) -> bool:
    segment = _SEGMENT.match(word)
    return segment is not None and _OF_AN_ADDRESS.search(word, segment.end()) is not None
