"""The page of an entry: the form for who may write it now, the reading of it for everybody else."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from pacc_flow.calendar.words import MONTHS, deadline, long_date
from pacc_flow.clock import bogota_date
from pacc_flow.models import Account, Entry, Office, facts_of_entry
from pacc_flow.models.calendars import calendar_of
from pacc_flow.queries.desk import line_of
from pacc_flow.queries.entry import EntryPage
from pacc_flow.web.entry_steps import StepItem, entry_steps
from pacc_flow.web.evidence_items import EvidenceItem, plain_items, working_items
from pacc_flow.workflow import Action, EntryFacts, Offer, PersonFacts, Role, judge, offers, why_not


@dataclass(frozen=True)
class Section:
    """One office's part of the narrative; `is_mine` when the person may open it to write."""

    office: Office
    text: str
    is_open: bool
    is_mine: bool


@dataclass(frozen=True)
class EntryView:
    """Everything that the templates ask for, answered from the rows and from what the workflow says of this person."""

    page: EntryPage
    me: Account
    person: PersonFacts
    now: datetime
    asked_office: int | None = None

    @property
    def entry(self) -> Entry:
        return self.page.entry

    @cached_property
    def facts(self) -> EntryFacts:
        return facts_of_entry(self.entry)

    @property
    def may_write(self) -> bool:
        return why_not(Action.SAVE, self.facts, self.person) is None

    @property
    def submit_refusal(self) -> str | None:
        return why_not(Action.SUBMIT, self.facts, self.person, section=self.open_office)

    @property
    def replaced(self) -> str:
        """The name of whom the person writes for in the section that is open; nothing in their own name."""
        acting_for = judge(Action.SAVE, self.facts, self.person, section=self.open_office).person.acting_for
        return acting_for.name if acting_for else ""

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The steps that others than the form may take from here; none once it is published or for who only reads."""
        return tuple(offer for offer in offers(self.facts, self.person) if offer.step.by is not Role.OFFICE)

    @property
    def may_withdraw(self) -> bool:
        return why_not(Action.WITHDRAW, self.facts, self.person) is None

    @property
    def is_of_others(self) -> bool:
        """A member of an office that is not responsible, and that does not review or verify either."""
        reach = self.person.reach
        insider = reach.in_planning or reach.in_control or not reach.offices
        return not insider and not reach.acts_as(Role.OFFICE, self.facts)

    @property
    def open_office(self) -> int:
        """The section to write: the one asked for, else the lead's, else the first of the person's offices."""
        mine = [office for office in self.facts.office_ids if office in self.person.reach.offices]
        return self.asked_office if self.asked_office in mine and self.asked_office else next(iter(mine), 0)

    @property
    def leads(self) -> bool:
        return self.open_office == self.facts.office_ids[0]

    @property
    def sections(self) -> list[Section]:
        return [
            Section(
                row.office,
                self.entry.sections.get(str(row.office_id), ""),
                is_open=row.office_id == self.open_office,
                is_mine=row.office_id in self.person.reach.offices,
            )
            for row in self.entry.activity.responsibilities
        ]

    @property
    def heading_facts(self) -> list[tuple[str, str]]:
        activity, cut = self.entry.activity, self.entry.cut
        term = deadline(cut.offices_due_on, bogota_date(self.now), calendar_of(activity.plan.entity))
        names = [row.office.name for row in activity.responsibilities]
        return [
            ("Meta o producto", activity.goal),
            ("Fecha de culminación", _due(activity.due_dates) or activity.due_text),
            ("Responsable" if len(names) == 1 else "Responsables", "; ".join(names)),
            ("Plazo de este reporte", term[0].upper() + term[1:]),
        ]

    @property
    def returned_title(self) -> str:
        line = line_of(self.entry.returned_by)
        return f"{line} la devolvió para que la corrija" if line else "Devuelta para que la corrija"

    @property
    def came_back(self) -> bool:
        return self.entry.round > 1 and bool(self.entry.return_comment)

    @property
    def period(self) -> str:
        """«entre mayo y agosto», the months that this cut looks at."""
        first, last = MONTHS[self.page.since.month - 1], MONTHS[self.entry.cut.cut_on.month - 1]
        return f"en {first}" if first == last else f"entre {first} y {last}"

    @property
    def steps(self) -> list[StepItem]:
        return entry_steps(self.entry, me_id=self.me.id, now=self.now)

    @property
    def evidence(self) -> list[EvidenceItem]:
        return plain_items(self.entry.evidence, self.now)

    @property
    def working_evidence(self) -> list[EvidenceItem]:
        began_at = self.entry.returned_at or self.entry.cut.opened_at or self.now
        return working_items(self.entry.evidence, me_id=self.me.id, now=self.now, since=began_at, own_office=self.open_office)

    @property
    def previous_evidence(self) -> list[EvidenceItem]:
        return plain_items(self.page.previous.evidence, self.now) if self.page.previous else []

    @property
    def previous_text(self) -> list[tuple[str, str]]:
        """Each office's part of what was told at the cut before; the name only where there were several."""
        if self.page.previous is None:
            return []
        rows = self.entry.activity.responsibilities
        told = self.page.previous.sections
        return [
            (row.office.name if len(told) > 1 else "", told[str(row.office_id)]) for row in rows if str(row.office_id) in told
        ]

    def is_lower(self, percent: int | None) -> bool:
        """Less than at the cut before: a warning, never a refusal."""
        return percent is not None and self.page.baseline is not None and percent < self.page.baseline


def _due(dates: list[str]) -> str:
    """The days of an activity in full; only the last weighs on a deadline, and all of them are the document's."""
    return ", ".join(long_date(date.fromisoformat(day)) for day in dates)
