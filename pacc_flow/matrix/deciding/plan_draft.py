"""A proposal with everything decided so far in it: the plan as it would be created now, and what still keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pacc_flow.matrix.deciding.corrections import BadCorrection
from pacc_flow.matrix.deciding.decision_log import DecisionLog
from pacc_flow.matrix.deciding.decisions import Decisions, apply
from pacc_flow.matrix.findings import Confidence
from pacc_flow.matrix.offices.document_offices import (
    DocumentOffice,
    KnownOffice,
    catalogue,
    document_offices,
    role_of,
    same_name,
)
from pacc_flow.matrix.offices.offices import key_of
from pacc_flow.matrix.proposal import Proposal, Row


@dataclass(frozen=True)
class PlanDraft:
    """`decided` is `reading` with the decisions applied. `unsound`: corrections that no longer fit and were left out, such
    as an office that the entity renamed meanwhile; their rows wait again.
    """

    reading: Proposal
    decided: Proposal
    log: DecisionLog
    offices: Sequence[DocumentOffice]
    known: Sequence[KnownOffice]
    names: Sequence[str]
    unsound: Sequence[BadCorrection]

    @classmethod
    def of(cls, reading: Proposal, log: DecisionLog, known: Sequence[KnownOffice]) -> Self:
        offices = document_offices([row.office_text for row in reading.rows], known, log.offices)
        names = catalogue(offices, known)
        corrections = _renamed(log.corrections, same_name(names))
        unsound: list[BadCorrection] = []
        while True:
            decisions = Decisions(corrections, names, log.accepted, log.discarded)
            try:
                decided = apply(reading, decisions)
            except BadCorrection as bad:
                unsound.append(bad)
                del corrections[bad.row][bad.field]
            else:
                return cls(reading, decided, log, offices, known, sorted(names), unsound)

    @cached_property
    def waiting(self) -> list[Row]:
        return [row for row in self.decided.rows if row.needs_a_person]

    @cached_property
    def used(self) -> list[DocumentOffice]:
        """The offices that the plan needs, those that a correction named included."""
        wanted = {name for row in self.decided.rows for name in row.offices}
        by_name = {office.name: office for office in self.offices}
        others = [known for known in self.known if known.name in wanted and known.name not in by_name]
        return [office for office in self.offices if office.name in wanted] + [_only_known(known) for known in others]

    @property
    def new_offices(self) -> list[DocumentOffice]:
        return [office for office in self.used if office.known is None]

    def proposed(self, role: str) -> str:
        """The office whose name says that it has a role that no office of the entity has yet, or nothing."""
        if any(office.role == role for office in self.known):
            return ""
        return next((office.name for office in self.used if role_of(office.name) == role), "")

    def row(self, n: int) -> Row | None:
        """As decided; None when there is no such row, or it was left out."""
        return next((row for row in self.decided.rows if row.n == n), None)

    def name_of(self, written: str) -> str:
        """The office that a spelling stands for by now, or the spelling itself."""
        return self._by_spelling.get(key_of(written), written)

    @cached_property
    def _by_spelling(self) -> dict[tuple[str, ...], str]:
        return same_name({office.name: [spelling.text for spelling in office.spellings] for office in self.offices})


def _renamed(
    corrections: Mapping[int, Mapping[str, object]], names: Mapping[tuple[str, ...], str]
) -> dict[int, dict[str, object]]:
    """Offices were named as they were called then; what the document's spelling was decided to be since then prevails."""

    def name_of(value: object) -> object:
        return names.get(key_of(value), value) if isinstance(value, str) else value

    renamed = {n: dict(values) for n, values in corrections.items()}
    for values in renamed.values():
        named = values.get("offices")
        if isinstance(named, (list, tuple)):
            values["offices"] = [name_of(name) for name in named]
        elif named is not None:
            values["offices"] = name_of(named)
    return renamed


def _only_known(known: KnownOffice) -> DocumentOffice:
    return DocumentOffice(known.name, (), Confidence.HIGH, known, is_confirmed=True)
