"""A page asks the database the same number of things whether a plan has 41 activities or more than 1,200.

On SQLite alone: how many statements a page runs is decided above the database.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from config import Settings
from pacc_flow import create_app
from pacc_flow.actions.corrections import publish_correction
from pacc_flow.actions.cuts import open_cut
from pacc_flow.actions.plans import PlannedActivity, create_plan
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models import Cut, Entry
from pacc_flow.models.engine import create_engine
from pacc_flow.web.database import db
from pacc_flow.workflow import State
from tests.support.cast import NOW, SETUP, World
from tests.support.crawl import CAST, VISITOR, addresses, things
from tests.support.databases import copied_file
from tests.support.growth import grow_cut
from tests.support.statements import count_statements
from tests.support.web import SECRET, sign_in

# The same number beyond every cycle of offices, states and second offices, so that the last entries are alike.
FEW, MANY = 41, 41 + 5 * 48


@pytest.fixture(scope="module")
def sites(sqlite_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Flask]]:
    """The application over a world with so many entries in the open cut of 2026 and in the published one of 2025."""
    made = {}
    for size in (FEW, MANY):
        folder = tmp_path_factory.mktemp(f"with-{size}")
        url = copied_file(sqlite_world, folder)
        _enlarge(url, size)
        made[size] = create_app(Settings(secret_key=SECRET, database_url=url, var_dir=folder))
    yield made
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize("name", CAST)
def test_the_statements_of_a_page_do_not_grow_with_the_entries(sites: dict[int, Flask], name: str):
    with time_machine.travel(NOW):
        few, many = (_counted(sites[size], name) for size in (FEW, MANY))
    assert len(few) == len(many) > 0
    grown = [f"{one} {before} → {after}" for (one, before), (_, after) in zip(few, many, strict=True) if before != after]
    assert not grown, "\n".join(grown)


def _counted(app: Flask, name: str) -> list[tuple[str, tuple[int, int]]]:
    """Each address with the status of its answer and the number of its statements."""
    client = app.test_client()
    if name != VISITOR:
        assert sign_in(client, name).status_code == 302
    with app.app_context():
        known = things(db.session)
    counted = []
    for address in addresses(app, "GET", known):
        statuses: list[int] = []
        count = count_statements(app, lambda: statuses.append(client.get(address).status_code))  # noqa: B023  # asked at once
        counted.append((address, (statuses[0], count)))
    return counted


def _enlarge(url: str, size: int) -> None:
    engine = create_engine(url)
    with make_session_factory(engine)() as session:
        world = World(url, engine, session)
        grow_cut(session, world.cut(), size)
        before = _first_cut_of_2025(world)
        grow_cut(session, before, size, states=(State.VERIFIED,))
        left = session.scalars(select(Entry.id).where(Entry.cut_id == before.id, Entry.state != State.VERIFIED))
        reasons = dict.fromkeys(left, "No hubo reporte.")
        publish_cut(session, before.id, actor=world.person("Marta"), reasons=reasons, at=NOW)
        session.commit()
        changes = {"remarks": {1: "Se corrigió."}, "reason": "Faltaba."}
        publish_correction(session, before.id, actor=world.person("Marta"), at=NOW, **changes)
        session.commit()
    engine.dispose()


def _first_cut_of_2025(world: World) -> Cut:
    session, entity = world.session, world.entity
    office = world.office("Oficina Comercial")
    first = PlannedActivity(1, "Gestión del riesgo", "", "Actualizar el mapa", "Un mapa", "30/12/2025", (), (office,))
    plan = create_plan(session, entity, year=2025, activities=[first], actor=SETUP, at=NOW).plan
    session.commit()
    cut = session.scalars(select(Cut).where(Cut.plan_id == plan.id, Cut.number == 1)).one()
    open_cut(session, cut, actor=SETUP, at=NOW)
    session.commit()
    return cut
