"""An installation of many entities, each with its plan, its people and its open cut: copies of one, with all guards in force.

What stands in the end is sound: every row with its record in the ledger, tied to it as everybody's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from bench.stores import Store
from pacc_flow.actions.append import append
from pacc_flow.actions.content import digest
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.ledger.body import SubjectRef, compose
from pacc_flow.ledger.canonical import canonical_json, plain
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import (
    Account,
    Activity,
    Audited,
    Component,
    Cut,
    Entity,
    Entry,
    Membership,
    Notice,
    Office,
    Plan,
    Responsibility,
)
from pacc_flow.models.base import image_columns, image_of
from pacc_flow.models.engine import create_engine
from tests.support.cast import NOW
from tests.support.growth import grow_cut

ENTRIES = 100  # of each entity
_AT_ONCE = 20  # entities of one transaction
_ACTOR = {"id": None, "office": None, "role": "system", "system": "bench"}
_APPROVED = ("content_sha256", "reviewed_sha256", "verified_sha256")

# fmt: off
_KINDS: Mapping[type[Audited], Kind] = {  # parents first
    Entity:         Kind.ENTITY_CREATE,
    Office:         Kind.OFFICE_CREATE,
    Account:        Kind.ACCOUNT_CREATE,
    Membership:     Kind.MEMBERSHIP_START,
    Plan:           Kind.PLAN_CREATE,
    Component:      Kind.COMPONENT_CREATE,
    Activity:       Kind.ACTIVITY_CREATE,
    Responsibility: Kind.RESPONSIBILITY_CREATE,
    Cut:            Kind.CUT_PLAN,
    Entry:          Kind.ENTRY_CREATE,
}
# fmt: on


@dataclass(frozen=True)
class _Model:
    """A row as it is inserted, and as its record has it."""

    of: type[Audited]
    row: Mapping[str, Any]
    image: Mapping[str, Any]


def installation(store: Store, cast: str, entities: int) -> str:
    """The address of a database where so many entities have a cut open, each with 100 entries in every state."""
    url = store.new(cast)
    engine = create_engine(url)
    with make_session_factory(engine)() as session:
        grow_cut(session, session.scalars(sa.select(Cut).where(Cut.number == 1)).one(), ENTRIES)
        session.execute(sa.delete(Notice))
        session.commit()
    with engine.connect() as connection:
        models, spans = _models(connection), _spans(connection)
    for begin in range(1, entities, _AT_ONCE):
        with engine.begin() as connection:
            for n in range(begin, min(begin + _AT_ONCE, entities)):
                _copy(connection, models, {table: span * n for table, span in spans.items()})
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    return url


def _spans(connection: sa.Connection) -> dict[str, int]:
    """How far apart the ids of two copies of a row are, by the name of its table."""
    last = {one.__tablename__: connection.scalar(sa.select(sa.func.max(one.id))) for one in _KINDS}
    return {table: span or 0 for table, span in last.items()}


def _models(connection: sa.Connection) -> list[_Model]:
    """The rows of the entity that has a cut open; its evidence stays behind."""
    found = []
    for of in _KINDS:
        rows = connection.execute(sa.select(of.table()).where(_is_of_the_entity(of))).mappings().all()
        ids = [row["id"] for row in rows]
        images = connection.execute(sa.select(*image_columns(of.table())).where(of.id.in_(ids))).mappings()
        by_id = {image["id"]: image for image in images}
        found += [_Model(of, dict(row), image_of(by_id[row["id"]])) for row in rows]
    return found


def _is_of_the_entity(of: type[Audited]) -> sa.ColumnElement[bool]:
    entity = sa.select(Plan.entity_id).scalar_subquery()
    parents = {
        Membership: (Membership.office_id, Office),
        Responsibility: (Responsibility.office_id, Office),
        Entry: (Entry.cut_id, Cut),
        Cut: (Cut.plan_id, Plan),
        Component: (Component.plan_id, Plan),
        Activity: (Activity.plan_id, Plan),
    }
    if of in parents:
        key, parent = parents[of]
        return key.in_(sa.select(parent.id).where(_is_of_the_entity(parent)))
    return (Entity.id if of is Entity else of.table().c.entity_id) == entity


def _copy(connection: sa.Connection, models: Sequence[_Model], apart: Mapping[str, int]) -> None:
    bodies, rows = [], {of: [] for of in _KINDS}
    entity_id = next(model for model in models if model.of is Entity).row["id"] + apart["entity"]
    for model in models:
        other = _other(model, apart)
        rows[model.of].append({**model.row, **other})
        image = {**model.image, **{name: plain(value) for name, value in other.items() if value is not None}}
        bodies.append(_body(model.of, image, entity_id))
    for of, mine in rows.items():
        connection.execute(of.table().insert(), mine)
    append(connection, bodies)


def _other(model: _Model, apart: Mapping[str, int]) -> dict[str, Any]:
    """What a copy has otherwise: its ids, its first revision, and what is unique or made of ids."""
    row, table = model.row, model.of.table()
    own: dict[str, Any] = {"id": row["id"] + apart[table.name], "rev": 1}
    for column in table.columns:
        for key in column.foreign_keys:
            if key.column.table.name in apart and row[column.name] is not None:
                own[column.name] = row[column.name] + apart[key.column.table.name]
    n = apart["entity"]
    if model.of is Entity:
        own["slug"] = f"{row['slug']}-{n}"
    elif model.of is Account:
        own["email"] = f"{n}.{row['email']}"
    elif model.of is Entry:
        own["sections"] = {str(int(office) + apart["office"]): text for office, text in row["sections"].items()}
        own["authors"] = [author + apart["account"] for author in row["authors"]]
        content = digest(row["percent"], own["sections"], [])
        own |= {name: content for name in _APPROVED if row[name]}
    return own


def _body(of: type[Audited], image: Mapping[str, Any], entity_id: int) -> str:
    hashed = sha256(canonical_json(dict(image), limit=None).encode()).hexdigest()
    return canonical_json(
        compose(
            kind=_KINDS[of],
            at=NOW,
            actor=_ACTOR,
            request=None,
            entity_id=entity_id,
            subject=SubjectRef(of.__subject__, image["id"], 1, hashed),
            data={},
            files=(),
            nonce=f"{image['id']:032x}",
        )
    )
