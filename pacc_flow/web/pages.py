"""Every address of the program, by audience, in one table."""

from flask import Flask

from pacc_flow.web import home

BLUEPRINTS = (home.bp,)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
