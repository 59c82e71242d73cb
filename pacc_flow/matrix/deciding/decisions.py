"""What a person decided about a proposal. Applying decisions is pure: the stored proposal never changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pacc_flow.matrix.deciding.corrections import corrected
from pacc_flow.matrix.findings import Code, Finding, Need
from pacc_flow.matrix.offices.office_readings import RowOffices
from pacc_flow.matrix.offices.offices import OfficeCatalogue
from pacc_flow.matrix.proposal import Proposal, Row


@dataclass(frozen=True, slots=True)
class Decisions:
    """`corrections`: {n: {field: value}}; `offices`: the catalogue as a person confirmed it, {name: [spellings]};
    `accepted`: rows whose doubts are right as read; `discarded`: rows that are no activity.
    """

    corrections: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    offices: OfficeCatalogue | None = None
    accepted: frozenset[int] = frozenset()
    discarded: frozenset[int] = frozenset()

    def to_json(self) -> dict[str, Any]:
        return {
            "corrections": {str(n): dict(values) for n, values in self.corrections.items()},
            "offices": None if self.offices is None else {name: list(texts) for name, texts in self.offices.items()},
            "accepted": sorted(self.accepted),
            "discarded": sorted(self.discarded),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Decisions":
        return cls(
            corrections={int(n): dict(values) for n, values in stored["corrections"].items()},
            offices=stored["offices"],
            accepted=frozenset(stored["accepted"]),
            discarded=frozenset(stored["discarded"]),
        )


@dataclass(frozen=True, slots=True)
class Pending:
    """A row that a person must still decide, and the sentences that say what."""

    n: int
    reasons: tuple[str, ...]


# Deciding a field settles what was said of it. A subcomponent belongs to its component: deciding one decides both.
_SETTLED_BY = {
    "component": ("component", "subcomponent"),
    "subcomponent": ("component", "subcomponent"),
    "due_text": ("due_dates",),
    "offices": ("offices", "office_text"),
}


def apply(proposal: Proposal, decisions: Decisions) -> Proposal:
    """The proposal with the decisions in it: rows corrected, settled findings gone, discarded rows left out.

    Raises BadCorrection, naming the row and the field, for a value that the row could not have.
    """
    known = _known_offices(proposal, decisions)
    rows: Iterator[Row] = (row for row in proposal.rows if row.n not in decisions.discarded)
    if decisions.offices is not None:
        rows = _with_offices(rows, decisions.offices)
    return replace(proposal, rows=tuple(_decided(row, decisions, known) for row in rows))


def pending(proposal: Proposal, decisions: Decisions) -> list[Pending]:
    """The rows that still wait for a person once the decisions are applied."""
    return [
        Pending(row.n, tuple(finding.message for finding in row.findings if finding.need is not Need.NOTHING))
        for row in apply(proposal, decisions).rows
        if row.needs_a_person
    ]


def _known_offices(proposal: Proposal, decisions: Decisions) -> frozenset[str]:
    if decisions.offices is not None:
        return frozenset(decisions.offices)
    return frozenset(name for row in proposal.rows for name in row.offices)


def _with_offices(rows: Iterator[Row], catalogue: OfficeCatalogue) -> Iterator[Row]:
    reader = RowOffices(catalogue)
    for row in rows:
        if not row.office_text:
            yield row
            continue
        names, findings = reader.read(row.office_text)
        yield replace(row, offices=names, findings=(*_not_about(row.findings, ("offices", "office_text")), *findings))


def _decided(row: Row, decisions: Decisions, known: frozenset[str]) -> Row:
    for name, value in decisions.corrections.get(row.n, {}).items():
        row = corrected(row, name, value, known)
        row = replace(row, findings=_not_about(row.findings, _SETTLED_BY.get(name, (name,))))
    if row.n in decisions.accepted:
        row = replace(row, findings=tuple(finding for finding in row.findings if finding.need is not Need.CONFIRM))
    return row


def _not_about(findings: Sequence[Finding], fields: Sequence[str]) -> tuple[Finding, ...]:
    """Findings about other fields, and those that are history: a row that was moved stays a row that was moved."""
    return tuple(finding for finding in findings if finding.field not in fields or finding.code is Code.SHIFTED)
