"""A message as it leaves: its envelope, and its bytes in seven bits and short lines (RFC 5322, RFC 2045).

Written straight away: the package `email` keeps a tree and reads every header anew to fold it, which takes longer than to
hand the message over.
"""

from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import quote
from string import ascii_letters, digits
from textwrap import wrap

_WORD = 54  # signs of an encoded word, so that it fits in a line of 76 with the name of its header
_PLAIN_SIGNS = frozenset(ascii_letters + digits)


@dataclass(frozen=True)
class Letter:
    """`name` is its Message-ID: sent again, it is the same letter."""

    name: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(frozen=True)
class Attachment:
    file_name: str
    content: bytes


def encoded(text: str) -> str:
    """Any text of one line, as the value of a header: as it is, or in encoded words (RFC 2047)."""
    if _is_plain(text):
        return "\r\n ".join(wrap(text, _WORD, break_long_words=False, break_on_hyphens=False))
    return "\r\n ".join(_words(text))


def mailbox(name: str, address: str) -> str:
    """A name and an address in seven bits, as the value of a header."""
    return f'"{quote(name)}" <{address}>' if _is_plain(name) else f"{encoded(name)}\r\n <{address}>"


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "=?" not in text


def _words(text: str) -> Iterator[str]:
    word = ""
    for sign in map(_sign, text):
        if len(word) + len(sign) > _WORD:
            yield f"=?utf-8?q?{word}?="
            word = ""
        word += sign
    yield f"=?utf-8?q?{word}?="


def _sign(char: str) -> str:
    if char in _PLAIN_SIGNS:
        return char
    return "_" if char == " " else "".join(f"={byte:02X}" for byte in char.encode())


def written(headers: Iterable[tuple[str, str]], plain: str, html: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """The bytes of a message that says the same in plain text and in HTML."""
    body = _multipart("alternative", [_text("plain", plain), _text("html", html)])
    if attachments:
        body = _multipart("mixed", [body, *map(_attached, attachments)])
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode("ascii") + b"MIME-Version: 1.0\r\n" + body


def _multipart(subtype: str, parts: Sequence[bytes]) -> bytes:
    boundary = f"=_{subtype}"  # nothing encoded in either way has these two signs together
    begin = f"--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(begin + part for part in parts) + f"--{boundary}--\r\n".encode()


def _text(subtype: str, text: str) -> bytes:
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'.encode()
    lines = b"\r\n".join(text.encode().splitlines())
    return head + b2a_qp(lines) + b"\r\n"


def _attached(file: Attachment) -> bytes:
    """As bytes: mail rewrites the line ends of text, and a signed note must arrive to the letter."""
    head = (
        "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{quote(file.file_name)}"\r\n\r\n'
    )
    return head.encode("ascii") + encodebytes(file.content).replace(b"\n", b"\r\n")
