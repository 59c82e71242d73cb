"""Every address of the program, by audience, in one table."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from pacc_flow.web import (
    account,
    admin,
    arrears,
    calendar,
    calendar_moves,
    changes,
    control,
    corrections,
    downloads,
    entity_calendar,
    entity_ladder,
    entity_look,
    entry,
    evidence,
    feeds,
    home,
    installation,
    ledger,
    mail,
    office,
    open_data,
    plan,
    planning,
    proposal,
    public,
    public_plan,
    publication,
    sign_in,
    substitutes,
    trail,
    verifier,
    verifying,
)
from pacc_flow.web import help as help_pages
from pacc_flow.web.forms.numbers import LARGEST

BLUEPRINTS = (
    home.bp,
    sign_in.bp,
    account.bp,
    substitutes.bp,
    admin.bp,
    installation.bp,
    mail.bp,
    entity_calendar.bp,
    entity_ladder.bp,
    entity_look.bp,
    help_pages.bp,
    office.bp,
    entry.bp,
    evidence.bp,
    planning.bp,
    control.bp,
    publication.bp,
    corrections.bp,
    plan.bp,
    proposal.bp,
    calendar.bp,
    feeds.bp,
    arrears.bp,
    calendar_moves.bp,
    trail.bp,
    verifier.bp,
    verifying.bp,
    ledger.bp,
    public.bp,
    downloads.bp,
    public_plan.bp,
    changes.bp,
    open_data.bp,
)


class RowNumber(IntegerConverter):
    """`<int:…>` names a row, a year or a page: no database holds larger ones, so a larger address is no address."""

    def __init__(self, url_map: Map, **options: Any) -> None:  # noqa: ANN401 - the converter's own options
        super().__init__(url_map, **({"max": LARGEST} | options))


def register(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
