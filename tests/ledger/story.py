"""A short story told by real acts and stopped at three sizes of its ledger, for the attacks to start from a copy of each."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from sqlalchemy import URL, Engine, make_url, select

from pacc_flow.actions.accounts import create_account
from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.cuts import open_cut
from pacc_flow.actions.entities import create_entity, create_office
from pacc_flow.actions.memberships import join_office
from pacc_flow.actions.plans import PlannedActivity, create_plan
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceDamaged, EvidenceStore
from pacc_flow.actions.trail import FileRef, make_session_factory
from pacc_flow.models import Cut, LedgerRecord, Office
from pacc_flow.models.engine import create_engine
from pacc_flow.models.roles import Roles, establish
from pacc_flow.workflow import Action
from tests.support.cast import NOW, OFFICES, PEOPLE, SETUP, World
from tests.support.databases import new_database

OLD, HELD, WHOLE = 30, 40, 60
HOST = "pacc.entidad.gov.co"
SECRET = "una contraseña de las pruebas"
PDF = b"%PDF-1.7\nacta"
# fmt: off
ACTS = (  # the first activity is reported, reviewed and verified; the second is returned, and written again ever after
    ("Laura",  Action.SUBMIT,           1),
    ("Andrés", Action.REVIEW,           1),
    ("Marta",  Action.VERIFY,           1),
    ("Laura",  Action.SUBMIT,           2),
    ("Andrés", Action.RETURN_TO_OFFICE, 2),
)
# fmt: on


class Engines(Protocol):
    """Where the databases of a story are made: an empty one, and copies of what it came to."""

    def empty(self) -> AbstractContextManager[str]: ...
    def copy_of(self, url: str) -> AbstractContextManager[str]: ...


@dataclass(frozen=True)
class Files:
    """SQLite: a database is a file."""

    template: Path
    folder: Path

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self.copy_of(f"sqlite:///{self.template}") as url:
            yield url

    @contextmanager
    def copy_of(self, url: str) -> Iterator[str]:
        path = self.folder / f"{uuid4().hex}.sqlite3"
        shutil.copyfile(str(make_url(url).database), path)
        yield f"sqlite:///{path}"


@dataclass(frozen=True)
class Server:
    """PostgreSQL: nobody may be connected to what is copied."""

    address: URL
    template: str

    @contextmanager
    def empty(self) -> Iterator[str]:
        with new_database(self.address, self.template) as url:
            yield url.render_as_string(hide_password=False)

    @contextmanager
    def copy_of(self, url: str) -> Iterator[str]:
        with new_database(self.address, str(make_url(url).database)) as copy:
            yield copy.render_as_string(hide_password=False)


@dataclass(frozen=True)
class Story:
    """`urls` of the database by its number of records, `notes` by the size that they sign; `signers` as the folder was."""

    engines: Engines
    urls: Mapping[int, str]
    notes: Mapping[int, str]
    signers: Mapping[int, SignerFolder]
    store: EvidenceStore
    runtime: str

    @contextmanager
    def copied(self, size: int = WHOLE, *, as_program: bool = False) -> Iterator[Engine]:
        """A database of one's own; with `as_program` under the role that the program works with, where there are roles."""
        with self.engines.copy_of(self.urls[size]) as url, made_engine(url, self.runtime if as_program else "") as engine:
            yield engine


@contextmanager
def made_engine(url: str, role: str = "") -> Iterator[Engine]:
    address = make_url(url)
    if role and address.get_backend_name() == "postgresql":
        address = address.set(username=role, password=SECRET)
    engine = create_engine(address)
    yield engine
    engine.dispose()


@contextmanager
def story(engines: Engines, folder: Path) -> Iterator[Story]:
    store = EvidenceStore(folder / "evidence", len(PDF))
    signer = SignerFolder(folder / "signer", HOST)
    urls: dict[int, str] = {}
    notes: dict[int, str] = {}
    signers: dict[int, SignerFolder] = {}
    with ExitStack() as stack:
        url = stack.enter_context(engines.empty())
        for size in (OLD, HELD, WHOLE):
            with told(url) as world:
                if size == OLD:
                    begin(world, store)
                go_on(world, size)
                if size > OLD:
                    notes[size] = sign(make_session_factory(world.engine), signer, at=NOW).note
            signers[size] = _kept(signer, folder / f"signer-{size}")
            urls[size] = stack.enter_context(engines.copy_of(url))
        runtime = stack.enter_context(_runtime(urls[WHOLE]))
        yield Story(engines, urls, notes, signers, store, runtime)


@contextmanager
def told(url: str) -> Iterator[World]:
    with made_engine(url) as engine, make_session_factory(engine)() as session:
        yield World(url, engine, session)


def begin(world: World, store: EvidenceStore) -> None:
    """An entity with an office, Planning and Internal Control, one person in each, and a plan whose first cut is open."""
    session = world.session
    entity = create_entity(session, slug="entidad", name="Entidad de Prueba", actor=SETUP, at=NOW)
    session.commit()
    offices: dict[str, Office] = {}
    for name, kind in OFFICES:
        offices[name] = create_office(session, entity, name=name, kind=kind, actor=SETUP, at=NOW)
        session.commit()
    for name, email, memberships, standing in PEOPLE:
        if name.split()[0] in {person for person, *_ in ACTS}:
            account = create_account(session, entity, email=email, name=name, standing=standing, actor=SETUP, at=NOW)
            join_office(session, account, offices[memberships[0]], actor=SETUP, at=NOW)
            session.commit()
    planned = [_planned(number, offices["Oficina Comercial"]) for number in (1, 2)]
    plan = create_plan(session, entity, year=2026, activities=planned, actor=SETUP, at=NOW).plan
    session.commit()
    open_cut(session, session.scalars(select(Cut).where(Cut.plan_id == plan.id, Cut.number == 1)).one(), actor=SETUP, at=NOW)
    session.commit()
    file = store.keep(BytesIO(PDF), "acta.pdf")
    for who, action, number in ACTS:
        content = replace(world.written("Laura", link=number == 2), files=(file,) if number == 1 else ())
        brings = {"content": content} if action is Action.SUBMIT else {"comment": "Falta el anexo.", "verified_percent": 6500}
        world.act(who, action, number, **brings)


def _planned(number: int, office: Office) -> PlannedActivity:
    return PlannedActivity(
        number=number,
        component="Gestión del riesgo",
        subcomponent="",
        name=f"Actividad {number}",
        goal="Un documento",
        due_text="30/12/2026",
        due_dates=(date(2026, 12, 30),),
        offices=(office,),
    )


def go_on(world: World, size: int, *, narrative: str = "Se hizo") -> None:
    """Laura writes the second activity again, one record each time, until the ledger has `size` of them."""
    while (last := _last_seq(world)) < size - 1:
        content = world.written("Laura", narrative=f"{narrative} {last}.", percent=last * 100, link=False)
        world.act("Laura", Action.SAVE, 2, content=content)
    assert last == size - 1


def _last_seq(world: World) -> int:
    last = world.session.scalars(select(LedgerRecord.seq).order_by(LedgerRecord.seq.desc()).limit(1)).one()
    world.session.rollback()  # on SQLite it would keep everybody else from writing
    return last


def damage(store: EvidenceStore, file: FileRef) -> str | None:
    try:
        store.read(file.sha256)
    except EvidenceDamaged as damaged:
        return str(damaged)
    return None


def _kept(signer: SignerFolder, place: Path) -> SignerFolder:
    if signer.root.exists():
        shutil.copytree(signer.root, place)
    return SignerFolder(place, HOST)


@contextmanager
def _runtime(url: str) -> Iterator[str]:
    """The role that the program works with on PostgreSQL; on SQLite nobody has one."""
    name = str(make_url(url).database)
    named = Roles(f"owner_{name}", f"app_{name}")
    if make_url(url).get_backend_name() == "sqlite":
        yield ""
        return
    with made_engine(url) as engine, engine.begin() as connection:
        establish(connection, named, password=SECRET)
    yield named.runtime
    with made_engine(url) as engine, engine.begin() as connection:
        for role in (named.owner, named.runtime):
            connection.exec_driver_sql(f"REASSIGN OWNED BY {role} TO CURRENT_USER")
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
        for role in (named.owner, named.runtime):
            connection.exec_driver_sql(f"DROP ROLE {role}")
