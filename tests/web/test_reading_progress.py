"""How a reading is followed while its form waits for the answer: by its own person, and by nobody else."""

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pacc_flow import matrix
from pacc_flow.matrix import Part, Unreadable
from pacc_flow.matrix.pace import Progress
from pacc_flow.web import security
from tests.support.cast import World
from tests.support.statements import statements
from tests.support.web import post, sign_in, token_of
from tests.web.test_proposal import EDGE, PLAIN, UPLOAD, matrix_of, proposal, send

ASK = f"{UPLOAD}/avance"
TOKEN = "0123456789abcdef" * 2
PASTED = {"do": "pegar", "pasted": matrix_of(PLAIN).decode(), "reading": TOKEN}
MULTIPART = "multipart/form-data"
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
Arrange = Callable[[Callable[[], object]], None]


@pytest.fixture
def planner(client: FlaskClient) -> FlaskClient:
    sign_in(client, "Andrés")
    return client


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Arrange:
    """Does something beside a real reading that got to page 37 of 109: in a thread, for a request never sees another."""
    real = matrix.read

    def arrange(do: Callable[[], object]) -> None:
        def read(content: bytes, name: str, *, columns: Mapping[str, str] | None, on_progress: Progress) -> matrix.Proposal:
            on_progress(37, 109, Part.PAGE)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(do).result()
            return real(content, name, columns=columns)

        monkeypatch.setattr(matrix, "read", read)

    return arrange


def another(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, name)
    return client


def paste_long(client: FlaskClient, text: str) -> TestResponse:
    """As a browser sends it; see `send`."""
    token = token_of(client.get("/app/cuenta" if client.get_cookie("pacc") else "/entrar"))
    fields = {"csrf_token": token, "do": "pegar", "pasted": text}
    parts = (f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    body = f"{''.join(parts)}--{EDGE}--\r\n".encode()
    return client.post(UPLOAD, data=body, content_type=f"{MULTIPART}; boundary={EDGE}")


def told_of(app: Flask) -> list[Path]:
    folder: Path = app.extensions["settings"].reading_dir
    return list(folder.iterdir())


def test_while_a_file_is_read_its_person_asks_and_nobody_else_learns(app: Flask, planner: FlaskClient, meanwhile: Arrange):
    here, colleague, visitor = another(app, "Andrés"), another(app, "Diana"), app.test_client()
    asked = ((here, TOKEN), (here, TOKEN[::-1]), (colleague, TOKEN), (visitor, TOKEN))
    told: list[TestResponse] = []
    meanwhile(lambda: told.extend(client.get(f"{ASK}/{token}") for client, token in asked))
    assert post(planner, UPLOAD, PASTED, content_type=MULTIPART).status_code == 302
    assert [answer.status_code for answer in told] == [200, 204, 204, 302]
    assert told[0].json == {"done": 37, "of": 109, "part": "page"}
    assert told[0].headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("pasted", "status"), [(PASTED["pasted"], 302), ("una sola línea", 422)])
def test_when_it_ends_well_or_badly_nothing_is_left(
    app: Flask, planner: FlaskClient, meanwhile: Arrange, pasted: str, status: int
):
    before: list[int] = []
    meanwhile(lambda: before.append(len(told_of(app))))
    assert post(planner, UPLOAD, {**PASTED, "pasted": pasted}, content_type=MULTIPART).status_code == status
    assert (before, told_of(app)) == ([1], [])
    assert planner.get(f"{ASK}/{TOKEN}").status_code == 204


def test_a_reading_that_is_refused_leaves_nothing(app: Flask, planner: FlaskClient, meanwhile: Arrange):
    def refuse() -> None:
        raise Unreadable("No se lee.")

    meanwhile(refuse)
    assert post(planner, UPLOAD, PASTED, content_type=MULTIPART).status_code == 422
    assert told_of(app) == []


@pytest.mark.parametrize("token", ["x", "0" * 31, "0" * 33, "A" * 32, "..%2f..%2fetc%2fpasswd"])
def test_what_is_no_token_is_no_address(planner: FlaskClient, token: str):
    assert planner.get(f"{ASK}/{token}").status_code == 404


def test_asking_costs_one_statement_and_leaves_the_session_alone(app: Flask, planner: FlaskClient):
    """The answer to a question asked before must not undo what the answer to the form wrote in the cookie."""
    planner.get(UPLOAD)
    with statements(app) as seen:
        answer = planner.get(f"{ASK}/{TOKEN}")
    assert len(seen) == 1
    assert "Set-Cookie" not in answer.headers


def test_each_page_brings_a_token_of_its_own_that_names_where_to_ask(planner: FlaskClient):
    pages = [planner.get(UPLOAD).text for _ in range(2)]
    tokens = [set(re.findall(r'name="reading" value="([0-9a-f]{32})"', page)) for page in pages]
    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert all(f'data-reads="{ASK}/{token}"' in page for page, (token,) in zip(pages, tokens, strict=True))


def test_a_script_is_told_where_to_go_and_the_page_there_still_says_what_was_done(world: World, planner: FlaskClient):
    answer = post(planner, UPLOAD, PASTED, content_type=MULTIPART, headers=BY_SCRIPT)
    assert (answer.status_code, answer.location) == (201, f"{UPLOAD}/{proposal(world).id}")
    assert "Leímos pegado-" in planner.get(answer.location).text


def test_a_pasted_table_longer_than_other_forms_take_is_read(planner: FlaskClient):
    long = matrix_of(*[(*PLAIN[:2], f"Actividad {n} {'x' * 500}", *PLAIN[3:]) for n in range(4_000)]).decode()
    assert len(long) > planner.application.config["MAX_FORM_MEMORY_SIZE"]
    assert paste_long(planner, long).status_code == 302


def test_a_pasted_table_that_is_too_long_is_told_of_at_its_field(
    world: World, planner: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(security.LONG_TEXTS, "proposal.receive", 1_000)
    answer = post(planner, UPLOAD, {**PASTED, "pasted": "x" * 1_001}, content_type=MULTIPART)
    assert answer.status_code == 413
    assert 'href="#pasted">La tabla pesa más de 8 MB: es demasiado larga para pegarla.' in answer.text
    assert "súbala como archivo" in answer.text


def test_a_long_text_of_whoever_is_not_of_planning_gets_the_page_of_anybody(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    """Nobody who has not signed in makes the site hold more in memory than another form would."""
    monkeypatch.setitem(security.LONG_TEXTS, "proposal.receive", 1_000)
    sign_in(client, "Laura")
    visitor = app.test_client()
    for one in (client, visitor):
        answer = paste_long(one, "x" * (3 * 2**20))
        assert (answer.status_code, "Lo que envió pesa demasiado" in answer.text) == (413, True)


def test_more_than_anybody_may_send_gets_the_page_of_anybody(app: Flask, planner: FlaskClient):
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    answer = send(planner, b"x" * 2_000, "matriz.tsv")
    assert (answer.status_code, "Lo que envió pesa demasiado" in answer.text) == (413, True)
