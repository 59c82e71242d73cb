"""The independent verifier: what it is for, the orders to type, and the very file to take away."""

from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from pacc_flow.web.access import Audience, audience
from pacc_flow.web.frame import visited_entity
from pacc_flow.web.kept import MINUTES

bp = Blueprint("verifier", __name__, url_prefix="/verificador")

NAME = "pacc_verify.py"


@bp.get("/")
@audience(Audience.PUBLIC)
def show() -> ResponseReturnValue:
    program = _program()
    digest = sha256(program).hexdigest()
    return render_template("verifier/show.html", digest=digest, size=len(program), entity=visited_entity())


@bp.get(f"/{NAME}")
@audience(Audience.PUBLIC)
def download() -> ResponseReturnValue:
    program = _program()
    answer = Response(program, content_type="text/x-python; charset=utf-8")
    answer.set_etag(sha256(program).hexdigest())
    answer.cache_control.max_age = MINUTES
    answer.headers.set("Content-Disposition", "attachment", filename=NAME)
    return answer


def _program() -> bytes:
    return (Path(current_app.root_path) / "verifier" / NAME).read_bytes()
