"""Every address of the program, by audience, in one table."""

from flask import Flask

from pacc_flow.web import (
    account,
    admin,
    calendar,
    control,
    entry,
    evidence,
    home,
    office,
    plan,
    planning,
    proposal,
    public,
    publication,
    sign_in,
    trail,
)
from pacc_flow.web import help as help_pages

BLUEPRINTS = (
    home.bp,
    sign_in.bp,
    account.bp,
    admin.bp,
    help_pages.bp,
    office.bp,
    entry.bp,
    evidence.bp,
    planning.bp,
    control.bp,
    publication.bp,
    plan.bp,
    proposal.bp,
    calendar.bp,
    trail.bp,
    public.bp,
)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
