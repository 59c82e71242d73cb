"""The whole application on a free port of the loopback, for the browser and for whoever speaks HTTP to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@dataclass(frozen=True)
class Site:
    """A running application and its address, without a slash at the end."""

    url: str
    app: Flask


@pytest.fixture
def live_server(app: Flask) -> Iterator[Site]:
    """The application over the cast's world behind a threaded server; it ends with the test."""
    from werkzeug.serving import make_server

    def whole(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Each answer is read before it is sent: a browser that hangs up half-way must leave no file open."""
        answer = app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()

    server = make_server("127.0.0.1", 0, whole, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join()
    server.server_close()
