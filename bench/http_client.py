"""An HTTP client light enough not to be what is measured: whole requests prepared before, one connection kept open."""

import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bench.load import Client

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 30
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True)
class Answer:
    status: int
    head: bytes
    length: int


def request(method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    if method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def http_client(port: int, requests: Iterable[bytes], expected: int) -> Client:
    """Sends them one after another; any other status is an error."""

    def run() -> Iterator[None]:
        connection = HttpConnection(port)
        for prepared in requests:
            answer = connection.ask(prepared)
            if answer.status != expected:
                raise RuntimeError(f"expected {expected}, got {answer.head.decode(errors='replace')}")
            yield

    return run


class HttpConnection:
    """HTTP/1.1 with Content-Length alone, which is all that our servers send."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, prepared: bytes) -> Answer:
        self._socket.sendall(prepared)
        received = b""
        while (end := received.find(_END_OF_HEAD)) < 0:
            received += self._receive()
        head, got = received[:end], len(received) - end - len(_END_OF_HEAD)
        length = _length(head)
        while got < length:
            got += len(self._receive())
        return Answer(int(head[9:12]), head, length)

    def _receive(self) -> bytes:
        data = self._socket.recv(262_144)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


def _length(head: bytes) -> int:
    line = next(line for line in head.lower().split(b"\r\n") if line.startswith(_LENGTH))
    return int(line.removeprefix(_LENGTH))
