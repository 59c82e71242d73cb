"""PACC Flow: the follow-up of an anti-corruption plan, from the office that reports to the citizen who reads."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings


def create_app(settings: "Settings") -> "Flask":
    """The front door: the whole application, wired on one screen."""
    # Imported here so that a pure room, or a command that needs no web, does not pay for Flask.
    from flask import Flask  # noqa: PLC0415

    from config import ROOT  # noqa: PLC0415
    from pacc_flow.web import access, database, errors, formatting, frame, health, pages, security  # noqa: PLC0415

    app = Flask("pacc_flow", template_folder=str(ROOT / "templates"))
    app.extensions["settings"] = settings
    security.init_app(app, settings)
    database.init_app(app, settings)
    access.init_app(app)
    formatting.register(app)
    frame.init_app(app)
    errors.init_app(app)
    health.init_app(app)
    pages.register(app)
    access.check_every_address(app)
    return app
