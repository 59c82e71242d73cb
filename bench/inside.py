"""The application inside this process, where its statements can be recorded."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import Engine

from bench.statements import Statement, recorded
from config import Settings
from pacc_flow import create_app
from pacc_flow.web.database import db
from tests.support.web import SECRET, sign_in, token_of


@dataclass(frozen=True)
class Recorded:
    """The statements of one request, and the bytes of its answer."""

    script: list[Statement]
    size: int


@dataclass(frozen=True)
class Inside:
    app: Flask
    engine: Engine

    def statements_of(self, name: str, asked: Iterable[tuple[str, str, dict[str, str]]], expected: int) -> list[Recorded]:
        """What each request of a person runs: (method, path, form), the token of the form added here."""
        client = self.app.test_client()
        sign_in(client, name)
        token = token_of(client.get("/app/cuenta"))
        told = []
        for method, path, form in asked:
            data = form | {"csrf_token": token} if form else None
            with recorded(self.engine) as script:
                answer = client.open(path, method=method, data=data)
            assert answer.status_code == expected, f"{method} {path} answered {answer.status}"
            told.append(Recorded(script, len(answer.data)))
        return told


@contextmanager
def inside(url: str) -> Iterator[Inside]:
    with TemporaryDirectory(prefix="pacc-bench-") as folder:
        app = create_app(Settings(secret_key=SECRET, database_url=url, var_dir=Path(folder)))
        with app.app_context():
            engine = db.engine
        yield Inside(app, engine)
        engine.dispose()
