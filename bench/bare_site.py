"""A Flask route that does nothing but answer with as many bytes as it is asked for: the limit of the framework itself."""

from flask import Flask, Response, request

app = Flask(__name__)


@app.route("/<int:size>", methods=["GET", "POST"])
def answer(size: int) -> Response:
    request.get_data()
    return Response(b"x" * size, mimetype="text/html")
