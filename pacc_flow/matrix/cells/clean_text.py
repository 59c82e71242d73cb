import re
from collections.abc import Sequence
from html import unescape
from unicodedata import is_normalized, normalize

_BLOCK = "p|div|ul|ol|li|br|tr|table|h[1-6]"
_INLINE = "u|b|i|em|strong|span|font|a|sub|sup|small|td|th|tbody|thead|img"
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>{_BLOCK}|{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_IS_BLOCK = re.compile(rf"(?:{_BLOCK})\Z", re.IGNORECASE)
_DASH_ITEM = re.compile(r"(?<=\s)(?=-\s+\S)")
_UNDERLINED = re.compile(r"<u>([^<>]*)</u>\s*", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_CLEAN = bytes(byte for byte in range(256) if chr(byte).isprintable()) + b"\n"
_SPACE_LIKE = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def clean_cell(text: str) -> str:
    """A cell as it reads: composed accents, no invisible characters, line breaks kept, nothing else changed."""
    if text.isprintable():
        return text.strip() if text.isascii() else normalize("NFC", text.strip())
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _SPACE_LIKE.sub(" ", text)
    return _INVISIBLE.sub("", text).strip()


def clean_cells(texts: Sequence[str]) -> list[str]:
    """Each as `clean_cell` leaves it. They are looked at together, which is enough for nearly every row of a file."""
    if _is_clean("".join(texts)):
        return list(map(str.strip, texts))
    return [clean_cell(text) for text in texts]


def _is_clean(text: str) -> bool:
    """Whether nothing but the blanks at its ends is to be taken off. No letter of Latin-1, its bytes show, is written apart."""
    try:
        return not text.encode("latin-1").translate(None, _CLEAN)
    except UnicodeEncodeError:
        return text.isprintable() and is_normalized("NFC", text)


def has_markup(text: str) -> bool:
    return "<" in text and (_TAG.search(text) is not None or _HIDDEN.search(text) is not None)


def without_markup(text: str) -> str:
    """Web-page markup as plain text: a paragraph, a bullet or an underlined title is a line.

    Only the tags of a text editor are known, so that «< 60 %» or an address between angle brackets stays.
    """
    text = _HIDDEN.sub(" ", text)
    text = _UNDERLINED.sub(_title, text)
    text = _ENTITY.sub(lambda entity: unescape(entity[0]), _lines_of_blocks(text))
    lines = (" ".join(line.split()) for line in clean_cell(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _title(underlined: re.Match[str]) -> str:
    """Underlined words that begin a text or follow a full stop are a title; within a sentence they are only words."""
    before = underlined.string[: underlined.start()].rstrip()
    return f"\n{underlined[1]}\n" if not before or before[-1] in ".:;>" else underlined[0]


def _lines_of_blocks(text: str) -> str:
    pieces, end, depth = [], 0, 0
    for tag in _TAG.finditer(text):
        pieces += [_items(text[end : tag.start()], listed=depth > 0), _replacement(tag)]
        end = tag.end()
        if tag["name"].lower() in ("ul", "ol"):
            depth = max(0, depth - 1) if tag["close"] else depth + 1
    return "".join([*pieces, _items(text[end:], listed=depth > 0)])


def _items(text: str, *, listed: bool) -> str:
    """Editors that lose their `li` tags leave the dashes: inside a list each dash begins a line."""
    return _DASH_ITEM.sub("\n", text) if listed else text


def _replacement(tag: re.Match[str]) -> str:
    if tag["name"].lower() == "li" and not tag["close"]:
        return "\n- "
    if tag["name"].lower() in ("td", "th"):
        return " "
    return "\n" if _IS_BLOCK.match(tag["name"]) else ""
