"""The ledger records of one entity, newest first, with the names of whom and what they speak of.

Records that belong to no entity (a sign-in with an address that nobody has) and those of another are not here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from pacc_flow.clock import BOGOTA
from pacc_flow.models import Account, Activity, Cut, Entry, LedgerRecord, Office, Plan

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Sought:
    """`family` is the part of a kind before the colon, `on` a day in Bogotá; `page` counts from 1."""

    family: str | None = None
    on: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Known:
    """Names by id: of accounts, offices, entries («actividad 24, tercer corte de 2021») and cuts («tercer corte de 2021»)."""

    accounts: Mapping[int, str]
    offices: Mapping[int, str]
    entries: Mapping[int, str]
    cuts: Mapping[int, str]


@dataclass(frozen=True)
class RegisterRow:
    """`body` is the exact text that was hashed, `read` the same as a value."""

    seq: int
    at: datetime
    kind: str
    actor_id: int | None
    subject_type: str | None
    subject_id: int | None
    prev_hash: str
    entry_hash: str
    body: str
    read: Mapping[str, Any]

    @property
    def data(self) -> Mapping[str, Any]:
        data: Mapping[str, Any] = self.read["data"]
        return data

    @property
    def actor(self) -> Mapping[str, Any]:
        actor: Mapping[str, Any] = self.read["actor"]
        return actor

    def id_of(self, what: str) -> int | None:
        """The id of the account, office, entry or cut that the record speaks of: its subject, or named in its data."""
        found = self.subject_id if self.subject_type == what else self.data.get(what)
        return found if isinstance(found, int) else None


def register_page(session: Session, entity_id: int, sought: Sought) -> list[RegisterRow]:
    """One page, the newest first."""
    records = session.execute(
        select(LedgerRecord)
        .where(*_conditions(entity_id, sought))
        .order_by(LedgerRecord.seq.desc())
        .limit(ROWS_A_PAGE)
        .offset((sought.page - 1) * ROWS_A_PAGE)
    ).scalars()
    return [_row(record) for record in records]


def count_records(session: Session, entity_id: int, sought: Sought) -> int:
    return session.scalar(select(func.count()).select_from(LedgerRecord).where(*_conditions(entity_id, sought))) or 0


def known(session: Session, rows: Sequence[RegisterRow]) -> Known:
    """Four statements, whatever the rows."""
    people = ("account", "on_behalf_of", "substitute")
    accounts = {row.actor_id for row in rows} | {row.id_of(what) for row in rows for what in people}
    offices = {row.actor.get("office") for row in rows} | {row.id_of("office") for row in rows}
    entries = session.execute(
        select(Entry.id, Activity.number, Cut.name, Plan.year)
        .join(Entry.activity)
        .join(Entry.cut)
        .join(Cut.plan)
        .where(Entry.id.in_(_ids(row.id_of("entry") for row in rows)))
    )
    cuts = session.execute(
        select(Cut.id, Cut.name, Plan.year).join(Cut.plan).where(Cut.id.in_(_ids(row.id_of("cut") for row in rows)))
    )
    return Known(
        accounts=_names(session, Account, accounts),
        offices=_names(session, Office, offices),
        entries={row.id: f"actividad {row.number}, {row.name.lower()} de {row.year}" for row in entries},
        cuts={row.id: f"{row.name.lower()} de {row.year}" for row in cuts},
    )


def _conditions(entity_id: int, sought: Sought) -> list[ColumnElement[bool]]:
    conditions = [LedgerRecord.entity_id == entity_id]
    if sought.family:
        conditions.append(LedgerRecord.kind.startswith(f"{sought.family}:", autoescape=True))
    if sought.on:
        start = datetime.combine(sought.on, time(), BOGOTA)
        conditions += [LedgerRecord.at >= start, LedgerRecord.at < start + timedelta(days=1)]
    return conditions


def _row(record: LedgerRecord) -> RegisterRow:
    return RegisterRow(
        seq=record.seq,
        at=record.at,
        kind=record.kind,
        actor_id=record.actor_id,
        subject_type=record.subject_type,
        subject_id=record.subject_id,
        prev_hash=record.prev_hash.hex(),
        entry_hash=record.entry_hash.hex(),
        body=record.body,
        read=json.loads(record.body),
    )


def _names(session: Session, model: type[Account] | type[Office], ids: Iterable[int | None]) -> dict[int, str]:
    rows = session.execute(select(model.id, model.name).where(model.id.in_(_ids(ids))))
    return {row.id: row.name for row in rows}


def _ids(ids: Iterable[int | None]) -> list[int]:
    return sorted({one for one in ids if one is not None})
