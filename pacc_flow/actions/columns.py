"""The columns of a document as a person names them: the proposal is read again, and its entity remembers them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow import matrix
from pacc_flow.actions.actor import Actor
from pacc_flow.actions.proposals import load_open
from pacc_flow.actions.trail import Receipt, record
from pacc_flow.ledger.kinds import Kind
from pacc_flow.matrix.deciding.decision_log import DecisionLog
from pacc_flow.models import Entity
from pacc_flow.models.drafts import log_of, reading_of, stored_reading

REMEMBERED = 300  # columns of an entity; the ones named longest ago are forgotten first
TOLD, TOLD_CHARS = 200, 120  # columns in one record, and characters of the name of each


@dataclass(frozen=True)
class Remapped:
    """`keeps`: whether what was decided still stands, which needs the rows to be the same lines of the file."""

    receipt: Receipt
    keeps: bool


def remap(
    session: Session, proposal_id: int, *, reading: matrix.Proposal, entity_id: int, seen_rev: int, actor: Actor, at: datetime
) -> Remapped:
    """Puts another reading of the same file in the place of the first; `reading.metadata.chosen` says which columns were
    named. Raises Forbidden, NotFound, Refusal when it is closed, or DecidedMeanwhile.
    """
    proposal = load_open(session, proposal_id, entity_id=entity_id, seen_rev=seen_rev, actor=actor)
    before, log = reading_of(proposal), log_of(proposal)
    keeps = _lines(before) == _lines(reading)
    proposal.reading = stored_reading(reading)
    proposal.decisions = (log.doubting_again(_doubted(before, reading)) if keeps else DecisionLog()).to_json()
    told = _changes(_fields(before), _fields(reading), (*before.metadata.chosen, *reading.metadata.chosen))
    _remember(session, entity_id, before, reading, actor=actor, at=at)
    data = {"columns": told, "rows": len(reading.rows), "keeps": keeps}
    kind = Kind.IMPORT_REMAP
    receipt = record(session, kind=kind, actor=actor, at=at, subject=proposal, entity_id=entity_id, data=data)
    return Remapped(receipt, keeps)


def _lines(reading: matrix.Proposal) -> list[tuple[str, int]]:
    """Where each row stands in the file."""
    blocks = reading.metadata.blocks
    return [(blocks[row.block].sheet if row.block < len(blocks) else "", row.line) for row in reading.rows]


def _doubted(before: matrix.Proposal, now: matrix.Proposal) -> frozenset[int]:
    """The rows that ask something that they did not ask before."""
    asked = {row.n: _asked(row) for row in before.rows}
    return frozenset(row.n for row in now.rows if _asked(row) - asked[row.n])


def _asked(row: matrix.Row) -> frozenset[matrix.Finding]:
    return frozenset(finding for finding in row.findings if finding.need is not matrix.Need.NOTHING)


def _changes(old: Mapping[str, str], new: Mapping[str, str], keys: Iterable[str]) -> list[dict[str, object]]:
    """Each column that is read otherwise, with the field that it was and the one that it is; as many as a record holds."""
    changed = [key for key in dict.fromkeys(keys) if old.get(key) != new.get(key)]
    return [{"column": key[:TOLD_CHARS], "field": [old.get(key), new.get(key)]} for key in changed[:TOLD]]


def _fields(reading: matrix.Proposal) -> dict[str, str]:
    return {column.key: column.field for block in reading.metadata.blocks for column in block.columns}


def _remember(
    session: Session, entity_id: int, before: matrix.Proposal, now: matrix.Proposal, *, actor: Actor, at: datetime
) -> None:
    """A column without a heading is only named by its place, which says nothing of another document."""
    entity = session.scalars(
        select(Entity).where(Entity.id == entity_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    old = dict(entity.columns or {})
    headed = {column.key for block in now.metadata.blocks for column in block.columns if column.heading}
    chosen = {key: field for key, field in now.metadata.chosen.items() if key in headed}
    others = {key: field for key, field in old.items() if key not in before.metadata.chosen and key not in chosen}
    new = dict([*others.items(), *chosen.items()][-REMEMBERED:])
    if new != old:
        entity.columns = new
        data = {"columns": _changes(old, new, sorted({*old, *new}))}
        record(session, kind=Kind.ENTITY_UPDATE, actor=actor, at=at, subject=entity, entity_id=entity_id, data=data)
