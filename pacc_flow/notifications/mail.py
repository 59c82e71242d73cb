"""How a message leaves: into a folder, or to an SMTP server. What became of it is an answer, never an exception."""

import os
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol, TypeAlias

from pacc_flow.notifications.letter import Letter

_PERMANENT = 500
_TOO_LARGE = 552
_LONGEST_REASON = 300
# fmt: off
_TROUBLE: dict[type[Exception], str] = {  # the library and the system tell it in English, or by a number
    TimeoutError:                   "no respondió a tiempo",
    ConnectionRefusedError:         "nadie contesta en esa dirección y ese puerto",
    socket.gaierror:                "no se encuentra una máquina con ese nombre",
    ssl.SSLError:                   "no se pudo acordar el cifrado",
    smtplib.SMTPServerDisconnected: "colgó sin responder",
    smtplib.SMTPException:          "no se pudo hablar con él",
    OSError:                        "falló la red",  # what each of them is
}
# fmt: on


@dataclass(frozen=True)
class Sent:
    """The server, or the folder, took the message."""


@dataclass(frozen=True)
class Deferred:
    """Not now: try again later. The reason is Spanish, for the administrator; `for_all` when no message would leave now,
    `may_have_left` when the line was cut before the server answered.
    """

    reason: str
    for_all: bool = False
    may_have_left: bool = False


@dataclass(frozen=True)
class Failed:
    """Never as it is: the server refuses this address or this message for good."""

    reason: str


Outcome: TypeAlias = Sent | Deferred | Failed


class MailLine(Protocol):
    """A way out that stays open for one message after another."""

    def send(self, letter: Letter) -> dict[str, Outcome]:
        """What became of the letter for each of its recipients; trouble of delivery is never raised."""


class MailTransport(MailLine, Protocol):
    def open(self) -> AbstractContextManager[MailLine]: ...


@dataclass(frozen=True)
class FolderTransport:
    """Each message is a file `.eml` that appears whole or not at all; the same message sent again is the same file."""

    path: Path

    @contextmanager
    def open(self) -> Iterator[MailLine]:
        yield self

    def send(self, letter: Letter) -> dict[str, Outcome]:
        try:
            self._write(self._name(letter), letter.content)
        except OSError as error:
            reason = f"No se pudo escribir en la carpeta de correo: {error.strerror}."
            return _for_all(letter, Deferred(reason, for_all=True))
        return _for_all(letter, Sent())

    def _name(self, letter: Letter) -> str:
        return f"{sha256(letter.name.encode()).hexdigest()[:24]}.eml"

    def _write(self, name: str, content: bytes) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.path, prefix=".", delete=False) as unfinished:
            try:
                unfinished.write(content)
                unfinished.flush()
                os.fsync(unfinished.fileno())
                Path(unfinished.name).replace(self.path / name)
            except OSError:
                Path(unfinished.name).unlink(missing_ok=True)
                raise


@dataclass(frozen=True)
class SmtpTransport:
    """`timeout` in seconds; without `user` nobody signs in.

    A server that is down or silent, that we cannot sign in to, that does not take us as a sender or that lacks the
    encryption asked for is our trouble and defers; beyond that a 4xx answer defers and a 5xx answer fails.
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    timeout: float = 15.0

    def send(self, letter: Letter) -> dict[str, Outcome]:
        """Over a connection of its own."""
        with self.open() as line:
            return line.send(letter)

    @contextmanager
    def open(self) -> Iterator[MailLine]:
        line = _SmtpLine(self)
        try:
            yield line
        finally:
            line.hang_up()

    def connect(self) -> smtplib.SMTP:
        """Raises SMTPException or OSError."""
        server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server


class _SmtpLine:
    """Connects for the first message, and again after trouble: what one message met is not held against the next."""

    def __init__(self, transport: SmtpTransport) -> None:
        self._transport = transport
        self._server: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> dict[str, Outcome]:
        try:
            server = self._server = self._server or self._transport.connect()
        except (smtplib.SMTPException, OSError) as error:
            reason = f"El servidor de correo no está disponible: {_said(error)}"
            return _for_all(letter, Deferred(reason, for_all=True))
        try:
            refused = server.sendmail(letter.sender, letter.recipients, letter.content, _options(server, letter))
        except smtplib.SMTPException as error:
            self.hang_up()
            return _for_all(letter, Sent()) | _answers(letter, error)
        except OSError as error:
            self.hang_up()
            return _for_all(letter, _cut(error))
        return _for_all(letter, Sent()) | {address: _refusal(code, said) for address, (code, said) in refused.items()}

    def hang_up(self) -> None:
        """A server that is rude at parting has still taken the message."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()


def _options(server: smtplib.SMTP, letter: Letter) -> list[str]:
    """Beyond the letters of English only a server that says so carries addresses: RFC 6531."""
    if "".join((letter.sender, *letter.recipients)).isascii():
        return []
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError("SMTPUTF8")
    return ["SMTPUTF8", "BODY=8BITMIME"]


def _answers(letter: Letter, error: smtplib.SMTPException) -> dict[str, Outcome]:
    """What a refusal means for each address that it concerns."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return {address: _refusal(code, said) for address, (code, said) in error.recipients.items()}
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPHeloError) and error.smtp_code != _TOO_LARGE:
        # Whom it refuses is us: no address of a person is at fault, and every other message would meet the same.
        return _for_all(letter, Deferred(f"El servidor de correo no nos acepta: {_said(error)}", for_all=True))
    if isinstance(error, smtplib.SMTPResponseException):
        return _for_all(letter, _refusal(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _for_all(letter, Failed(f"El servidor de correo no admite esta dirección: {_said(error)}"))
    return _for_all(letter, _cut(error))


def _cut(error: Exception) -> Deferred:
    """A server that says nothing for so long is silent to everybody: nobody else waits for it now."""
    reason = f"Se cortó la conexión con el servidor de correo: {_said(error)}"
    return Deferred(reason, for_all=_is(error, TimeoutError), may_have_left=True)


def _for_all(letter: Letter, outcome: Outcome) -> dict[str, Outcome]:
    return dict.fromkeys(letter.recipients, outcome)


def _refusal(code: int, said: bytes | str) -> Outcome:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    reason = f"El servidor de correo respondió {code} {text}"[:_LONGEST_REASON]
    return Failed(reason) if code >= _PERMANENT else Deferred(reason)


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"no ofrece {str(error).partition(' extension')[0]}"
    return next(said for kind, said in _TROUBLE.items() if _is(error, kind))


def _is(error: Exception, kind: type[Exception]) -> bool:
    """By itself, or as what the library met before it said so in its own way."""
    return isinstance(error, kind) or isinstance(error.__context__, kind)
