"""Every address of the program, by audience, in one table."""

from flask import Flask

from pacc_flow.web import account, home, sign_in

BLUEPRINTS = (
    home.bp,
    sign_in.bp,
    account.bp,
)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
