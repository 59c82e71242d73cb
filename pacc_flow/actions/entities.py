"""Entities and their offices."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.changes import change
from pacc_flow.actions.refusals import Invalid
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entity, Office, OfficeKind, searchable

# The first segments of our own addresses; an entity of that name would hide them, or be hidden.
RESERVED_SLUGS = frozenset(
    {"api", "app", "avisos", "ayuda", "calendarios", "clave", "entrar", "esquemas", "healthz"}
    | {"readyz", "salir", "static", "verificador", "verificar"}
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_CHARS, NAME_CHARS = 40, 200


def create_entity(
    session: Session, *, slug: str, name: str, actor: Actor, at: datetime, is_demo: bool = False, plan_kind: str = "PTEP"
) -> Entity:
    """Raises Invalid naming `slug` or `name`."""
    slug, name = slug.strip().lower(), " ".join(name.split())
    errors = {}
    if not _SLUG.fullmatch(slug) or len(slug) > SLUG_CHARS or slug in RESERVED_SLUGS:
        errors["slug"] = f"«{slug}» no sirve como dirección: use letras sin tilde, números y guiones, como «alcaldia-de-cali»."
    elif session.scalar(select(Entity.id).where(Entity.slug == slug)):
        errors["slug"] = f"Ya hay una entidad con la dirección «{slug}»."
    if not 0 < len(name) <= NAME_CHARS:
        errors["name"] = f"Escriba el nombre de la entidad, en no más de {NAME_CHARS} caracteres."
    if errors:
        raise Invalid(errors)
    entity = Entity(slug=slug, name=name, is_demo=is_demo, plan_kind=plan_kind)
    session.add(entity)
    session.flush()
    data = {"is_demo": is_demo, "name": name, "plan_kind": plan_kind, "slug": slug}
    record(session, kind=Kind.ENTITY_CREATE, actor=actor, at=at, subject=entity, entity_id=entity.id, data=data)
    return entity


def create_office(
    session: Session,
    entity: Entity,
    *,
    name: str,
    actor: Actor,
    at: datetime,
    kind: OfficeKind = OfficeKind.OFFICE,
    spellings: tuple[str, ...] = (),
) -> Office:
    """Raises Invalid naming `name` or `kind`. An entity has one Planning office and one Internal Control office."""
    name = " ".join(name.split())
    _check_office(session, entity.id, None, name, kind)
    office = Office(entity_id=entity.id, name=name, name_key=searchable(name), kind=kind, spellings=list(spellings))
    session.add(office)
    session.flush()
    data = {"kind": kind, "name": name, "spellings": list(spellings)}
    record(session, kind=Kind.OFFICE_CREATE, actor=actor, at=at, subject=office, entity_id=entity.id, data=data)
    return office


def update_office(
    session: Session,
    office: Office,
    *,
    name: str,
    kind: OfficeKind,
    spellings: tuple[str, ...],
    is_active: bool,
    actor: Actor,
    at: datetime,
) -> Receipt | None:
    """None when nothing changed. Raises Invalid naming `name`, `kind` or `is_active`."""
    name = " ".join(name.split())
    _check_office(session, office.entity_id, office.id, name, kind)
    if not is_active and kind is not OfficeKind.OFFICE:
        raise Invalid({"is_active": "Planeación y Control Interno no se cierran: sin ellas nadie revisa ni verifica."})
    values = {"name": name, "kind": kind, "spellings": list(spellings), "is_active": is_active}
    changed = change(office, values)
    if not changed:
        return None
    office.name_key = searchable(name)
    kind_of_act, entity_id = Kind.OFFICE_UPDATE, office.entity_id
    return record(session, kind=kind_of_act, actor=actor, at=at, subject=office, entity_id=entity_id, data=changed)


def _check_office(session: Session, entity_id: int, office_id: int | None, name: str, kind: OfficeKind) -> None:
    existing = session.execute(select(Office.id, Office.name_key, Office.kind).where(Office.entity_id == entity_id))
    others = [(key, taken) for other_id, key, taken in existing if other_id != office_id]
    errors = {}
    if not 0 < len(name) <= NAME_CHARS:
        errors["name"] = f"Escriba el nombre de la oficina, en no más de {NAME_CHARS} caracteres."
    elif searchable(name) in {key for key, _ in others}:
        errors["name"] = f"Ya hay una oficina llamada «{name}»."
    if kind is not OfficeKind.OFFICE and kind in {taken for _, taken in others}:
        errors["kind"] = "La entidad ya tiene esa oficina: solo hay una de Planeación y una de Control Interno."
    if errors:
        raise Invalid(errors)
