"""A person of the cast who signs in through the real form, and keeps the cookie and the token that posting needs."""

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.http_client import HOST
from tests.support.cast import PASSWORD
from tests.support.web import email_of

FORM = "application/x-www-form-urlencoded"


@dataclass
class Visitor:
    port: int
    cookie: str = ""

    @classmethod
    def signed_in(cls, port: int, name: str) -> "Visitor":
        visitor = cls(port)
        typed = {"email": email_of(name), "password": PASSWORD, "csrf_token": token_in(visitor.get("/entrar"))}
        visitor.ask("POST", "/entrar", urlencode(typed), expected=302)
        return visitor

    def get(self, path: str) -> str:
        return self.ask("GET", path, expected=200)

    def ask(self, method: str, path: str, body: str | None = None, *, expected: int) -> str:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        connection.request(method, path, body, {"Cookie": self.cookie, "Content-Type": FORM})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status != expected:
            raise RuntimeError(f"{method} {path} answered {answer.status}, not {expected}")
        if given := answer.headers["Set-Cookie"]:
            self.cookie = given.partition(";")[0]
        return text


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if found is None:
        raise RuntimeError("the page has no form")
    return found[1]
