"""A message as it leaves: its envelope, and its bytes in seven bits and short lines (RFC 5322, RFC 2045).

Written once, by the older classes of the package `email`: the newer ones read every header anew to fold it, which takes
three times as long, and a message handed to `smtplib` as an object is written once more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.charset import QP, Charset
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import formataddr

_UTF8 = Charset("utf-8")
_UTF8.header_encoding = _UTF8.body_encoding = QP
_WIRE = compat32.clone(linesep="\r\n", max_line_length=0)  # headers come folded: an address is never cut
_LINE = 60  # signs of a header beside its name


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
    return text if _is_plain(text) else Header(text, _UTF8, maxlinelen=_LINE).encode(linesep="\r\n")


def mailbox(name: str, address: str) -> str:
    """A name and an address in seven bits, as the value of a header."""
    return formataddr((name, address)) if _is_plain(name) else f"{encoded(name)}\r\n <{address}>"


def _is_plain(text: str) -> bool:
    return len(text) <= _LINE and text.isascii() and text.isprintable() and "=?" not in text


def written(headers: Iterable[tuple[str, str]], plain: str, html: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """The bytes of a message that says the same in plain text and in HTML."""
    body = _multipart("alternative")
    for text, subtype in ((plain, "plain"), (html, "html")):
        body.attach(MIMEText(text, subtype, _UTF8))  # type: ignore[arg-type]  # a Charset is taken, as it says
    message = body
    if attachments:
        message = _multipart("mixed")
        message.attach(body)
        for file in attachments:
            # As bytes: mail rewrites the line ends of text, and a signed note must arrive to the letter.
            part = MIMEApplication(file.content)
            part.add_header("Content-Disposition", "attachment", filename=file.file_name)
            message.attach(part)
    for name, value in headers:
        message[name] = value
    return message.as_bytes(policy=_WIRE)


def _multipart(subtype: str) -> MIMEMultipart:
    """Nothing encoded in either way has the first two signs of the boundary together."""
    return MIMEMultipart(subtype, boundary=f"=_{subtype}")
