"""Every address of the program, by audience, in one table."""

from flask import Flask

from pacc_flow.web import account, admin, control, entry, evidence, help, home, office, planning, sign_in

BLUEPRINTS = (
    home.bp,
    sign_in.bp,
    account.bp,
    admin.bp,
    help.bp,
    office.bp,
    entry.bp,
    evidence.bp,
    planning.bp,
    control.bp,
)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
