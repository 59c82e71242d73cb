"""What became of an entry since a person opened it: who moved or changed it last, and what its content gained and lost."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Account, Evidence, LedgerRecord, Office
from pacc_flow.workflow.names import in_the_name_of


@dataclass(frozen=True, slots=True)
class SectionChange:
    office: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    """`percent` is (before, after) in hundredths, or None when it is the same; `evidence` names what came and what went."""

    who: str
    at: datetime
    kind: Kind
    percent: tuple[int | None, int | None] | None
    sections: list[SectionChange]
    added: list[str]
    removed: list[str]


def changes_since(session: Session, entry_id: int, rev: int) -> Changes | None:
    """From the records of the entry after revision `rev`; None when there are none."""
    records = session.execute(
        select(LedgerRecord.kind, LedgerRecord.at, LedgerRecord.body, Account.name)
        .outerjoin(Account, Account.id == LedgerRecord.actor_id)
        .where(
            LedgerRecord.subject_type == "entry",
            LedgerRecord.subject_id == entry_id,
            LedgerRecord.subject_rev > rev,
        )
        .order_by(LedgerRecord.subject_rev)
    ).all()
    if not records:
        return None
    told = [json.loads(record.body)["data"] for record in records]
    name_of = session.scalar(select(Account.name).where(Account.id == told[-1].get("on_behalf_of", 0)))
    evidence = _evidence_since(session, entry_id, records[0].at)
    return Changes(
        who=in_the_name_of(records[-1].name or "El sistema", name_of or ""),
        at=records[-1].at,
        kind=Kind(records[-1].kind),
        percent=_percent(told),
        sections=_sections(session, told),
        added=[piece.name for piece in evidence if piece.added_at >= records[0].at and piece.removed_at is None],
        removed=[piece.name for piece in evidence if piece.added_at < records[0].at],
    )


def _percent(told: Iterable[dict[str, Any]]) -> tuple[int | None, int | None] | None:
    steps = [data["percent"] for data in told if "percent" in data]
    if not steps or steps[0][0] == steps[-1][1]:
        return None
    return steps[0][0], steps[-1][1]


def _sections(session: Session, told: Iterable[dict[str, Any]]) -> list[SectionChange]:
    first: dict[int, str] = {}
    last: dict[int, str] = {}
    for data in told:
        for section in data.get("sections", ()):
            first.setdefault(section["office"], section["old"])
            last[section["office"]] = section["new"]
    changed = [office for office in first if first[office] != last[office]]
    rows = session.execute(select(Office.id, Office.name).where(Office.id.in_(changed)))
    names = {row.id: row.name for row in rows}
    return [SectionChange(names[office], first[office], last[office]) for office in changed]


def _evidence_since(session: Session, entry_id: int, at: datetime) -> Sequence[Evidence]:
    return session.scalars(
        select(Evidence)
        .where(Evidence.entry_id == entry_id, or_(Evidence.added_at >= at, Evidence.removed_at >= at))
        .order_by(Evidence.id)
    ).all()
