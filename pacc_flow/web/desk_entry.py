"""An entry as whoever decides about it reads it."""

from dataclasses import dataclass
from datetime import datetime

from pacc_flow.calendar.words import long_date
from pacc_flow.models import Account, Entry
from pacc_flow.web.entry_steps import named
from pacc_flow.web.evidence_items import EvidenceItem, plain_items
from pacc_flow.workflow import State
from pacc_flow.workflow.names import listed


@dataclass(frozen=True)
class Section:
    """The part of one office; without a name when the activity has one office only, for then nobody notices sections."""

    office: str
    text: str


@dataclass(frozen=True)
class Returned:
    title: str
    comment: str
    by: Account | None
    at: datetime


@dataclass(frozen=True)
class DeskEntry:
    entry: Entry
    previous: Entry | None
    now: datetime

    @property
    def sent_by(self) -> str:
        return named(self.entry.submitted_by, self.entry.submitted_for)

    @property
    def reviewed_by(self) -> str:
        return named(self.entry.reviewed_by, self.entry.reviewed_for)

    @property
    def verified_by(self) -> str:
        return named(self.entry.verified_by, self.entry.verified_for)

    @property
    def offices(self) -> list[str]:
        return [responsibility.office.name for responsibility in self.entry.activity.responsibilities]

    @property
    def ends(self) -> str:
        """The dates in words; the literal cell where it names no date."""
        activity = self.entry.activity
        dates = [long_date(datetime.fromisoformat(text).date()) for text in activity.due_dates]
        return listed(dates) or activity.due_text

    @property
    def sections(self) -> list[Section]:
        return self._sections(self.entry)

    @property
    def previous_sections(self) -> list[Section]:
        return self._sections(self.previous) if self.previous else []

    @property
    def evidence(self) -> list[EvidenceItem]:
        return plain_items(self.entry.evidence, self.now)

    @property
    def previous_evidence(self) -> list[EvidenceItem]:
        return plain_items(self.previous.evidence, self.now) if self.previous else []

    @property
    def returned(self) -> Returned | None:
        """The comment of the last return, as long as it tells whoever decides now something."""
        entry = self.entry
        if entry.returned_at is None:
            return None
        after = {State.SUBMITTED: entry.submitted_at, State.REVIEWED: entry.reviewed_at}.get(State(entry.state))
        if State(entry.state) is State.VERIFIED:
            return None
        if after is None or entry.returned_at < after:
            title = "Lo que se pidió corregir" if entry.state != State.DRAFT else "Devuelta a la oficina"
        else:
            title = "Control Interno la devolvió" if entry.state == State.SUBMITTED else "Control Interno la reabrió"
        return Returned(title, entry.return_comment, entry.returned_by, entry.returned_at)

    def _sections(self, entry: Entry) -> list[Section]:
        names = {str(r.office_id): r.office.name for r in self.entry.activity.responsibilities}
        written = [(office, entry.sections[office]) for office in names if entry.sections.get(office)]
        return [Section(names[office] if len(names) > 1 else "", text) for office, text in written]
