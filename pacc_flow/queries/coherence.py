"""What does not fit together in the entries of a cut: the facts are gathered here, the judging is a room of its own.

Only what was sent is judged or compared with: a draft is still being written. Two statements, whatever the number of
entries, over columns alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from pacc_flow.coherence import Finding, Reported, Wordings, findings_of
from pacc_flow.models import Activity, Cut, Entry, Evidence
from pacc_flow.workflow import State


@dataclass(frozen=True)
class Judged:
    """An entry of a cut with what was found in it."""

    entry_id: int
    number: int
    name: str
    findings: Sequence[Finding]


def findings_of_entry(session: Session, entry: Entry) -> Sequence[Finding]:
    """Beside what the others of its cut sent. Nothing of a draft."""
    return next((judged.findings for judged in _judged(session, entry.cut, Entry.id == entry.id)), ())


def findings_of_verified(session: Session, cut: Cut) -> list[Judged]:
    """Of each verified entry, in the order of the plan, found or not."""
    return list(_judged(session, cut, Entry.state == State.VERIFIED))


def _judged(session: Session, cut: Cut, which: ColumnElement[bool]) -> Iterator[Judged]:
    sent = Entry.cut_id == cut.id, Entry.state != State.DRAFT
    links, files = defaultdict[int, list[str]](list), defaultdict[int, int](int)
    pieces = select(Evidence.entry_id, Evidence.url).join(Evidence.entry).where(*sent, which, Evidence.removed_at.is_(None))
    for entry_id, url in session.execute(pieces):
        if url is None:
            files[entry_id] += 1
        else:
            links[entry_id].append(url)
    rows = session.execute(_rows_of(cut, which).where(*sent)).all()
    texts = Wordings({row.number: "\n".join(_texts(row.sections)) for row in rows})
    for row in rows:
        if row.is_asked:
            reported = _reported(row, cut.cut_on, links[row.id], files[row.id])
            yield Judged(row.id, row.number, row.name, findings_of(reported, texts))


def _rows_of(cut: Cut, which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    before, cut_before = aliased(Entry, name="before"), aliased(Cut, name="cut_before")
    return (
        select(
            Entry.id,
            Entry.state,
            Entry.percent,
            Entry.verified_percent,
            Entry.baseline_percent,
            Entry.sections,
            Activity.number,
            Activity.name,
            Activity.goal,
            Activity.due_dates,
            which.label("is_asked"),
            func.coalesce(before.verified_percent, before.percent).label("percent_before"),
            before.sections.label("sections_before"),
        )
        .join(Entry.activity)
        .outerjoin(cut_before, and_(cut_before.plan_id == cut.plan_id, cut_before.number == cut.number - 1))
        .outerjoin(before, and_(before.cut_id == cut_before.id, before.activity_id == Entry.activity_id))
        .order_by(Activity.number)
    )


def _reported(row: Row[*tuple[Any, ...]], cut_on: date, links: Iterable[str], files: int) -> Reported:
    """What Internal Control verified is what is published, so that it is what is judged where there is such a figure."""
    return Reported(
        number=row.number,
        cut_on=cut_on,
        percent=row.percent if row.verified_percent is None else row.verified_percent,
        goal=row.goal,
        due_dates=tuple(map(date.fromisoformat, row.due_dates)),
        texts=_texts(row.sections),
        links=tuple(links),
        files=files,
        before=row.percent_before if row.baseline_percent is None else row.baseline_percent,
        text_before="\n".join(_texts(row.sections_before or {})),
    )


def _texts(sections: Mapping[str, str]) -> tuple[str, ...]:
    """In the order of the offices' ids: the same for every entry, and no office is named."""
    return tuple(sections[office] for office in sorted(sections, key=int) if sections[office])
