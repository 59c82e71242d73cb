"""The cast of every story: people of two responsible offices, of Planning and of Internal Control, an administrator, an
auditor, and an outsider of another entity who must see nothing. They act through the real write path.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import URL, Engine, delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from pacc_flow.actions import passwords
from pacc_flow.actions.accounts import create_account
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.content import Content
from pacc_flow.actions.cuts import open_cut
from pacc_flow.actions.entities import create_entity, create_office
from pacc_flow.actions.memberships import join_office
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.plans import PlannedActivity, create_plan
from pacc_flow.actions.trail import Receipt, make_session_factory
from pacc_flow.models import Account, Cut, Entity, Entry, Membership, Notice, Office, OfficeKind, Substitution
from pacc_flow.models.engine import create_engine
from pacc_flow.workflow import Action, Standing
from tests.support.databases import ENGINES, copied_file, new_database

# A Monday, two days into the offices' term of the cut of 30 April 2026.
NOW = datetime(2026, 5, 4, 14, 0, tzinfo=UTC)
PASSWORD = "tres tristes tigres"
SETUP = system_actor("tests")

# fmt: off
PEOPLE = (  # name          email                       offices                     standing
    ("Laura Cifuentes",    "laura@entidad.gov.co",     ("Oficina Comercial",),     Standing.MEMBER),
    ("Mateo Ríos",         "mateo@entidad.gov.co",     ("Oficina Comercial",),     Standing.MEMBER),
    ("Paola Guerrero",     "paola@entidad.gov.co",     ("Secretaría General",),    Standing.MEMBER),
    ("Andrés Rojas",       "andres@entidad.gov.co",    ("Oficina de Planeación",), Standing.MEMBER),
    ("Diana Torres",       "diana@entidad.gov.co",     ("Oficina de Planeación",), Standing.MEMBER),
    ("Marta Lucía Peña",   "marta@entidad.gov.co",     ("Control Interno",),       Standing.MEMBER),
    ("Jorge Salas",        "jorge@entidad.gov.co",     ("Control Interno",),       Standing.MEMBER),
    ("Ana Admin",          "ana@entidad.gov.co",       (),                         Standing.ADMIN),
    ("Óscar Auditor",      "oscar@entidad.gov.co",     (),                         Standing.AUDITOR),
)
OFFICES = (
    ("Oficina Comercial",     OfficeKind.OFFICE),
    ("Secretaría General",    OfficeKind.OFFICE),
    ("Oficina de Planeación", OfficeKind.PLANNING),
    ("Control Interno",       OfficeKind.CONTROL),
)
ACTIVITIES = (  # number, component, name, offices (lead first)
    (1, "Gestión del riesgo",  "Actualizar el mapa de riesgos",         ("Oficina Comercial",)),
    (2, "Gestión del riesgo",  "Publicar el mapa de riesgos",           ("Oficina Comercial", "Secretaría General")),
    (3, "Rendición de cuentas", "Realizar la audiencia pública",        ("Oficina de Planeación",)),
    (4, "Rendición de cuentas", "Evaluar la audiencia pública",         ("Control Interno",)),
)
# fmt: on


@dataclass
class World:
    """Everything of a story at hand: `people` and `offices` by name, `entries` of the open cut by activity number."""

    url: str
    engine: Engine
    session: Session

    @property
    def entity(self) -> Entity:
        return self.session.scalars(select(Entity).where(Entity.slug == "entidad")).one()

    @property
    def outsider(self) -> Account:
        """A member of another entity's Internal Control."""
        return self.person("Charlie")

    def person(self, name: str) -> Account:
        """By the first word of the name, fresh from the database, with memberships, offices and whom they replace."""
        return self.session.scalars(
            select(Account)
            .where(Account.name.startswith(name))
            .options(
                joinedload(Account.entity),
                selectinload(Account.memberships).joinedload(Membership.office),
                selectinload(Account.replaces).joinedload(Substitution.account),
            )
            .execution_options(populate_existing=True)
        ).one()

    def office(self, name: str) -> Office:
        return self.session.scalars(select(Office).where(Office.name == name, Office.entity_id == self.entity.id)).one()

    def cut(self, number: int = 1) -> Cut:
        return self.session.scalars(
            select(Cut).join(Cut.plan).where(Cut.number == number).execution_options(populate_existing=True)
        ).first()

    def entry(self, number: int = 1) -> Entry:
        return self.session.scalars(
            select(Entry)
            .join(Entry.activity)
            .join(Entry.cut)
            .where(Entry.activity.has(number=number), Cut.number == 1)
            .execution_options(populate_existing=True)
        ).one()

    def act(self, name: str, action: Action, number: int = 1, *, at: datetime = NOW, **brings: object) -> Receipt:
        """The person takes the step on the entry as it stands, and it is committed."""
        entry = self.entry(number)
        receipt = perform(
            self.session, entry.id, action, actor=self.person(name), seen_rev=entry.rev, at=at, brings=Brings(**brings)
        )
        self.session.commit()
        return receipt

    def written(self, name: str, *, percent: int = 6500, narrative: str = "Se hizo.", link: bool = True) -> Content:
        """What a person of an office types: complete by default."""
        office = next(membership.office_id for membership in self.person(name).memberships)
        links = ("https://www.entidad.gov.co/informe",) if link else ()
        return Content(office_id=office, narrative=narrative, percent=percent, links=links)

    def submit(self, number: int = 1, by: str = "Laura") -> None:
        self.act(by, Action.SUBMIT, number, content=self.written(by))

    def review(self, number: int = 1, by: str = "Andrés") -> None:
        self.act(by, Action.REVIEW, number)

    def verify(self, number: int = 1, by: str = "Marta", percent: int = 6500) -> None:
        self.act(by, Action.VERIFY, number, verified_percent=percent)


def _founding_mail_has_left(session: Session) -> None:
    """A story begins with an empty outbox."""
    session.execute(delete(Notice))
    session.commit()


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """Hashing is meant to be slow; the stories are not about that."""
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = passwords._HASHER.hash("nobody has this password")


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "pacc.sqlite3"
    shutil.copyfile(sqlite_template, path)
    _populate(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def postgresql_world(postgresql_server: URL, postgresql_template: str) -> Iterator[str]:
    with new_database(postgresql_server, postgresql_template) as url:
        _populate(url.render_as_string(hide_password=False))
        yield str(url.database)


@pytest.fixture(params=ENGINES)
def world_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A copy, for this test alone, of a database in which the cast is at work; once on each engine."""
    if request.param == "sqlite":
        yield copied_file(request.getfixturevalue("sqlite_world"), request.getfixturevalue("tmp_path"))
        return
    template = request.getfixturevalue("postgresql_world")
    with new_database(request.getfixturevalue("postgresql_server"), template) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture
def world(world_url: str) -> Iterator[World]:
    """The entity, its people, a plan of 2026 with four activities, and its first cut open with every entry a draft."""
    engine = create_engine(world_url)
    with make_session_factory(engine)() as session:
        yield World(world_url, engine, session)
    engine.dispose()


def _populate(url: str) -> None:
    engine = create_engine(url)
    with make_session_factory(engine)() as session:
        populate(session)
        _founding_mail_has_left(session)
    engine.dispose()


def populate(session: Session) -> None:
    entity = create_entity(session, slug="entidad", name="Entidad de Prueba", actor=SETUP, at=NOW)
    offices = {name: create_office(session, entity, name=name, kind=kind, actor=SETUP, at=NOW) for name, kind in OFFICES}
    for name, email, memberships, standing in PEOPLE:
        account = create_account(
            session, entity, email=email, name=name, standing=standing, actor=SETUP, at=NOW, password=PASSWORD
        )
        for office in memberships:
            join_office(session, account, offices[office], actor=SETUP, at=NOW)
    activities = [
        PlannedActivity(
            number=number,
            component=component,
            subcomponent="",
            name=name,
            goal="Un documento",
            due_text="30/12/2026",
            due_dates=(date(2026, 12, 30),),
            offices=tuple(offices[office] for office in responsible),
        )
        for number, component, name, responsible in ACTIVITIES
    ]
    plan = create_plan(session, entity, year=2026, activities=activities, actor=SETUP, at=NOW).plan
    session.commit()
    cut = session.scalars(select(Cut).where(Cut.plan_id == plan.id, Cut.number == 1)).one()
    open_cut(session, cut, actor=SETUP, at=NOW)
    other = create_entity(session, slug="otra", name="Otra Entidad", actor=SETUP, at=NOW)
    outsider = create_account(
        session, other, email="charlie@otra.gov.co", name="Charlie Afuera", actor=SETUP, at=NOW, password=PASSWORD
    )
    office = create_office(session, other, name="Control Interno", kind=OfficeKind.CONTROL, actor=SETUP, at=NOW)
    join_office(session, outsider, office, actor=SETUP, at=NOW)
    session.commit()
