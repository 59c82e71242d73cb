"""A correction: the next revision of a published follow-up, made upon what was published and never upon the entries.

Only what Internal Control answers for can change: what was verified of an activity, and what is said of a component.
The plan, the calendar and who came late stay as they were published.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256

from pacc_flow.clock import bogota_date
from pacc_flow.reports import canonical
from pacc_flow.reports.record import SnapshotError, require
from pacc_flow.reports.snapshot import Component, Evidence, Row, Snapshot
from pacc_flow.reports.status import status_at


class NothingChangesError(SnapshotError):
    """What was asked for is already published."""


@dataclass(frozen=True)
class RowCorrection:
    """All that may change of one activity, as it shall read. `percent` in hundredths; None says that it was not reported,
    for `unreported_reason`, and then nothing else counts. `removed` are the keys of evidence to leave out.
    """

    percent: int | None
    narrative: str = ""
    observation: str = ""
    unreported_reason: str = ""
    removed: frozenset[str] = field(default_factory=frozenset)
    added: tuple[Evidence, ...] = ()


def correct(
    in_force: Snapshot,
    *,
    rows: Mapping[int, RowCorrection],
    observations: Mapping[int, str],
    office: str,
    at: datetime,
    remark: Callable[[Sequence[Row]], str],
) -> Snapshot:
    """The next revision, signed by `office` at `at`; `rows` by number of activity, `observations` by number of component.

    `remark` says what the figures of a component's rows say by themselves: where that was published, it follows the
    figures. Raises NothingChangesError, or SnapshotError for what a follow-up cannot hold.
    """
    _require_known(rows, {row.n for row in in_force.rows}, "La actividad {} no está en lo publicado.")
    _require_known(observations, {one.number for one in in_force.components}, "El componente {} no está en lo publicado.")
    corrected = tuple(_row(row, rows[row.n], in_force.cut.on) if row.n in rows else row for row in in_force.rows)

    def observed(component: Component) -> Component:
        before, after = (remark([row for row in of if row.component == component.number]) for of in (in_force.rows, corrected))
        said = observations.get(component.number, component.observation)
        return replace(component, observation=after if said == before else said)

    components = tuple(map(observed, in_force.components))
    if (corrected, components) == (in_force.rows, in_force.components):
        raise NothingChangesError("Nada cambia: lo que escribió es lo que ya está publicado.")
    return replace(
        in_force,
        revision=in_force.revision + 1,
        published_on=bogota_date(at),
        signed_at=at,
        signed_by_office=office,
        components=components,
        rows=corrected,
    )


def evidence_key(piece: Evidence) -> str:
    """A short name for exactly this piece, in hexadecimal; two that say the same are one."""
    return sha256(canonical.to_bytes(piece)).hexdigest()[:16]


def _row(row: Row, changes: RowCorrection, cut_on: date) -> Row:
    """What the office reported stays as a fact while its report is published; an activity without one has none."""
    is_reported = changes.percent is not None
    left = {evidence_key(piece) for piece in row.evidence}
    require(changes.removed <= left, f"Actividad {row.n}: la evidencia que se retira no está en lo publicado.")
    kept = tuple(piece for piece in row.evidence if evidence_key(piece) not in changes.removed)
    return replace(
        row,
        percent=changes.percent,
        reported_percent=row.reported_percent if is_reported else None,
        narrative=changes.narrative if is_reported else "",
        observation=changes.observation if is_reported else "",
        evidence=(*kept, *changes.added) if is_reported else (),
        status=status_at(changes.percent, row.due_dates, cut_on),
        days_late=row.days_late if is_reported else 0,
        unreported_reason="" if is_reported else changes.unreported_reason,
    )


def _require_known(given: Mapping[int, object], known: set[int], sentence: str) -> None:
    for number in sorted(given.keys() - known):
        require(holds=False, sentence=sentence.format(number))
