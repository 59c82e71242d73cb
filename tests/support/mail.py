"""A real SMTP server on the loopback that keeps what it is sent, and refuses when told to."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """`messages` as delivered; `answers` for addresses and `after_data` for contents, such as "451 Later" or "550 No"."""

    host: str
    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    after_data: str = "250 OK"
    controller: "Controller | None" = None

    def open(self) -> None:
        from aiosmtpd.controller import Controller

        self.controller = Controller(self, hostname=self.host, port=self.port)
        self.controller.start()

    def close(self) -> None:
        """From here on nobody answers at this address."""
        if self.controller:
            self.controller.stop()
            self.controller = None

    async def handle_RCPT(  # noqa: N802  # the name that aiosmtpd calls
        self, server: "SMTP", session: "Session", envelope: "Envelope", address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the name that aiosmtpd calls
        self, server: "SMTP", session: "Session", envelope: "Envelope"
    ) -> str:
        if self.after_data.startswith("2") and isinstance(envelope.content, bytes):
            self.messages.append(message_from_bytes(envelope.content, policy=POLICY))
        return self.after_data


@pytest.fixture
def smtp_server() -> Iterator[PostOffice]:
    office = PostOffice("127.0.0.1", free_port())
    office.open()
    yield office
    office.close()


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
