"""The whole application on a free port of the loopback, for the browser and for whoever speaks HTTP to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread

import pytest
from flask import Flask


@dataclass(frozen=True)
class Site:
    """A running application and its address, without a slash at the end."""

    url: str
    app: Flask


@pytest.fixture
def live_server(app: Flask) -> Iterator[Site]:
    """The application over the cast's world behind a threaded server; it ends with the test."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", app)
    server.shutdown()
    thread.join()
    server.server_close()
