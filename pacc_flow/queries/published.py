"""What anyone may see: the published follow-ups of an entity, and nothing that is not published.

That a follow-up is due, and by when, the law already says; of what has not been published nothing else is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from pacc_flow.ledger.note import VerifierKey
from pacc_flow.models import Cut, Entity, LedgerCheckpoint, LedgerRecord, Office, Plan, PublishedFile, Report
from pacc_flow.queries.proofs import inclusion
from pacc_flow.reports import Registration


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One revision of a follow-up, by what identifies it; `receipt` is (number, hash in hexadecimal), `reason` why it was
    corrected, None for the first revision.
    """

    report_id: int
    cut_id: int
    year: int
    plan_name: str
    number: int
    name: str
    cut_on: date
    revision: int
    published_at: datetime
    first_published_at: datetime
    sha256: str
    office: str
    statement: str
    reason: str | None
    receipt: tuple[int, str]


@dataclass(frozen=True, slots=True)
class PublishedReport(PublishedLine):
    """The same with its whole content: the canonical text of the snapshot, and how its documents look (`reports.Look`).

    `cover` is the size of the first checkpoint that covers its publication, of `covered_at`; None while none does.
    `written_at` is when its documents were kept.
    """

    snapshot: str
    look: dict[str, Any] | None
    cover: int | None
    covered_at: datetime | None
    written_at: datetime | None


@dataclass(frozen=True, slots=True)
class Revisions:
    """Every revision of a follow-up, the one in force first, and one of them whole, if there is such a one."""

    lines: Sequence[PublishedLine]
    report: PublishedReport | None

    @property
    def in_force(self) -> PublishedLine:
        return self.lines[0]

    @property
    def is_superseded(self) -> bool:
        """Whether the one that is whole is no longer in force."""
        return self.report is not None and self.report.revision < self.in_force.revision


@dataclass(frozen=True, slots=True)
class Expected:
    """A follow-up that is planned and not published."""

    entity: Entity
    year: int
    number: int
    name: str
    due_on: date


def revisions_of(session: Session, slug: str, year: int, number: int, revision: int | None = None) -> Revisions | None:
    """The follow-up of one cut with one revision whole, the one in force unless another is named; None while it is not
    published.
    """
    one = {"slug": slug, "year": year, "number": number}
    rows = session.execute(*((_IN_FORCE, one) if revision is None else (_NAMED, one | {"revision": revision}))).all()
    return _revisions(rows) if rows else None


def revisions_around(session: Session, report_id: int) -> Revisions:
    """The same, by the revision that is to be whole."""
    it = aliased(Report)
    its_cut = select(it.cut_id).where(it.id == report_id).scalar_subquery()
    snapshot = case((Report.id == report_id, Report.snapshot)).label("snapshot")
    lines = _whole(snapshot).where(Report.cut_id == its_cut)
    return _revisions(session.execute(lines.order_by(Report.revision.desc())).all())


def whole_revisions(session: Session, slug: str, year: int, number: int) -> list[PublishedReport]:
    """The same, each with its content."""
    rows = session.execute(_EACH, {"slug": slug, "year": year, "number": number})
    return [PublishedReport(**_fields(row)) for row in rows]


def revisions_of_cut(session: Session, cut_id: int) -> list[PublishedLine]:
    """The newest first."""
    rows = session.execute(_lines().where(Report.cut_id == cut_id).order_by(Report.revision.desc()))
    return [PublishedLine(**_fields(row)) for row in rows]


def publications_of(session: Session, entity_id: int) -> list[PublishedLine]:
    """Every revision of every follow-up of an entity, the last one published first."""
    rows = session.execute(_lines().where(Plan.entity_id == entity_id).order_by(Report.published_at.desc(), Report.id.desc()))
    return [PublishedLine(**_fields(row)) for row in rows]


def report_by_id(session: Session, report_id: int) -> PublishedReport:
    """One revision, in force or not."""
    row = session.execute(_whole(Report.snapshot).where(Report.id == report_id)).one()
    return PublishedReport(**_fields(row))


def reports_of(session: Session, entity_id: int) -> list[PublishedLine]:
    """The revision in force of every published follow-up of an entity, the newest cut first."""
    rows = session.execute(_in_force().where(Plan.entity_id == entity_id))
    return [PublishedLine(**_fields(row)) for row in rows]


def report_of(session: Session, cut_id: int, revision: int) -> PublishedLine:
    """One revision of a follow-up that was published, in force or not."""
    return PublishedLine(**_fields(session.execute(_lines().where(Report.cut_id == cut_id, Report.revision == revision)).one()))


def entity_named(session: Session, slug: str) -> Entity | None:
    return session.scalar(select(Entity).where(Entity.slug == slug))


def expected(session: Session, slug: str, year: int, number: int) -> Expected | None:
    row = session.execute(
        select(Entity, Cut.name, Cut.control_due_on)
        .select_from(Cut)
        .join(Cut.plan)
        .join(Plan.entity)
        .where(Entity.slug == slug, Plan.year == year, Cut.number == number)
    ).first()
    return Expected(row.Entity, year, number, row.name, row.control_due_on) if row else None


def registration(session: Session, seq: int, keys: Sequence[VerifierKey]) -> Registration | None:
    """What proves that a publication is in the log: its record, an inclusion proof under the first checkpoint that covers
    it, and the key to check it with. None while no checkpoint does.
    """
    proof = inclusion(session, seq)
    if proof is None:
        return None
    found = session.get_one(LedgerRecord, seq)
    origin = proof.note.partition("\n")[0]
    return Registration(
        seq=found.seq,
        body=found.body,
        prev_hash=found.prev_hash.hex(),
        entry_hash=found.entry_hash.hex(),
        proof=proof.text(),
        note=proof.note,
        key=next((str(key) for key in keys if key.name == origin), ""),
    )


def _whole(snapshot: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    """With the content of each, how its documents look, and the first checkpoint that covers it."""
    covering = aliased(LedgerCheckpoint)
    first = select(func.min(covering.size)).where(covering.size > LedgerRecord.seq).scalar_subquery()
    cover = LedgerCheckpoint.size.label("cover"), LedgerCheckpoint.created_at.label("covered_at")
    written = select(func.max(PublishedFile.made_at)).where(PublishedFile.report_id == Report.id).scalar_subquery()
    lines = _lines(snapshot, Report.look, *cover, written.label("written_at"))
    return lines.outerjoin(LedgerCheckpoint, LedgerCheckpoint.size == first)


def _of_one(snapshot: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    """Of one follow-up, by `slug`, `year` and `number`; the newest revision first."""
    is_it = (Entity.slug == bindparam("slug"), Plan.year == bindparam("year"), Cut.number == bindparam("number"))
    return _whole(snapshot).join(Plan.entity).where(*is_it).order_by(Report.revision.desc())


def _in_force(*more: InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    """The newest cut first."""
    return _lines(*more).where(~_superseded()).order_by(Cut.cut_on.desc(), Report.id.desc())


def _superseded() -> ColumnElement[bool]:
    later = aliased(Report)
    return select(later.id).where(later.cut_id == Report.cut_id, later.revision > Report.revision).exists()


def _lines(*more: InstrumentedAttribute[Any] | ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Columns named as the fields of `PublishedLine`, and the two halves of its receipt."""
    columns = (
        Report.id.label("report_id"),
        Report.cut_id,
        Plan.year,
        Plan.name.label("plan_name"),
        Cut.number,
        Cut.name,
        Cut.cut_on,
        Report.revision,
        Report.published_at,
        Cut.published_at.label("first_published_at"),
        Report.snapshot_sha256.label("sha256"),
        Office.name.label("office"),
        Report.statement,
        Report.reason,
        LedgerRecord.seq,
        LedgerRecord.entry_hash,
    )
    is_its_record = (
        (LedgerRecord.subject_type == Report.subject_type)
        & (LedgerRecord.subject_id == Report.id)
        & (LedgerRecord.subject_rev == Report.rev)
    )
    found: Select[*tuple[Any, ...]] = select(*columns, *more).select_from(Report).join(Report.cut).join(Cut.plan)
    return found.join(Report.signed_by_office).join(LedgerRecord, is_its_record)


def _revisions(rows: Sequence[Row[Any]]) -> Revisions:
    found = [PublishedReport(**_fields(row)) for row in rows]
    return Revisions(found, next((one for one in found if one.snapshot is not None), None))


def _fields(row: Row[Any]) -> dict[str, Any]:
    fields = dict(row._mapping)  # noqa: SLF001 - the public name of a row's columns by name
    seq, entry_hash = fields.pop("seq"), fields.pop("entry_hash")
    return {**fields, "receipt": (seq, entry_hash.hex())}


# Composed once: that takes longer than to ask, and a follow-up that is in the news is asked for often.
_IN_FORCE = _of_one(case((~_superseded(), Report.snapshot)).label("snapshot"))
_NAMED = _of_one(case((Report.revision == bindparam("revision"), Report.snapshot)).label("snapshot"))
_EACH = _of_one(Report.snapshot)
