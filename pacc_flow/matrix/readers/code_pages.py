"""Which one-byte encoding a text was saved in: nobody says it, and the letters inside its words tell it.

Each code page puts other signs on the bytes above 127. The right one puts the letters of Spanish inside words; under a wrong
one a word holds a currency sign, a dagger or a foreign letter: «gesti¢n», «Bogot‡».
"""

import re
from enum import Enum

_SAMPLE = 1_000_000  # bytes
_AROUND = re.compile(rb"(?=([\x00-\xff][\x80-\xff][\x00-\xff]))")
_SMALL, _CAPITAL = "áéíóúüñ", "ÁÉÍÓÚÜÑ"
_OPENING = "¿¡"
_VOWELS = frozenset("aeiouáéíóúü")
_PLAIN_OF = {"á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ü": "u"}
_BESIDE_WORDS = frozenset("“”‘’«»…–—•·ºª°©®™\u00a0")  # what typography puts right beside a word, and dashes between two


class CodePage(Enum):
    """The codec, and the words by which a person knows who saves so. The first wins where nothing tells them apart."""

    WINDOWS = "cp1252", "Windows-1252, el de los programas de Windows"
    MAC = "mac_roman", "Mac Roman, el de Excel en un Mac"
    DOS = "cp850", "la página de códigos 850, la de los programas de DOS y de consola"

    def __init__(self, codec: str, named: str) -> None:
        self.codec = codec
        self.named = named

    def decode(self, data: bytes) -> str:
        """Latin-1 where a byte is none of the characters of the page."""
        try:
            return data.decode(self.codec)
        except UnicodeDecodeError:
            return data.decode("latin-1")


def likeliest_page(data: bytes) -> CodePage:
    seen = set(_AROUND.findall(b" " + data[:_SAMPLE] + b" "))
    return max(CodePage, key=lambda page: sum(_worth(around.decode(page.codec, "replace")) for around in seen))


def _worth(around: str) -> int:
    """1 for a sign that Spanish has there, -1 for one that it cannot have, 0 for one that tells nothing.

    `around` is a sign with the one before it and the one after it.
    """
    before, sign, after = tuple(around)
    if sign in _SMALL or sign in _CAPITAL:
        return _worth_of_letter(before, sign, after)
    if sign in _OPENING:
        return -1 if before.isalpha() else int(after.isalpha())
    if sign.isalpha() and sign not in _BESIDE_WORDS:
        return -1
    return -1 if before.isalpha() and sign not in _BESIDE_WORDS else 0


def _worth_of_letter(before: str, letter: str, after: str) -> int:
    """A letter of Spanish, in the case of its word and where Spanish has it: «gestiÓn», «costoñbeneficio» are none."""
    if not (before.isalpha() or after.isalpha()):
        return 0
    if letter in _SMALL:
        is_cased = not after.isupper() and not (before.isupper() and not after.islower())
    else:
        is_cased = before.isupper() or (not before.isalpha() and after.isalpha())
    if letter in "ñÑ":
        return 1 if is_cased and after.lower() in _VOWELS else -1
    return 1 if is_cased and before.lower() != _PLAIN_OF[letter.lower()] else -1
