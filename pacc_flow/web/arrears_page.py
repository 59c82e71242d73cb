"""The board of what is late as it is read: one block for each office that holds something up, the longest first."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from flask import url_for

from pacc_flow.calendar import BusinessCalendar
from pacc_flow.calendar.words import arrears, business_days, deadline, moment, near_day, overdue
from pacc_flow.clock import bogota_date
from pacc_flow.queries.arrears import Arrears, Member, Owed
from pacc_flow.queries.board import CutRow
from pacc_flow.workflow import State
from pacc_flow.workflow.names import listed

Key = TypeVar("Key", bound=Hashable)
FIRST, ROWS_A_PAGE, SOON = 5, 50, 3
_LARGEST = 10**6
# fmt: off
STEPS = {  # in the address: (the state, its word in the filter, what is to be done with so many)
    "reportar":  (State.DRAFT,     "Sin enviar",    "por enviar"),
    "revisar":   (State.SUBMITTED, "Por revisar",   "por revisar"),
    "verificar": (State.REVIEWED,  "Por verificar", "por verificar"),
}
# fmt: on
_OWED = {state: owed for state, _, owed in STEPS.values()}


@dataclass(frozen=True)
class ArrearsAsked:
    """What the address asks for; whatever nobody could have asked for is left out."""

    office_id: int | None = None
    step: str | None = None
    page: int = 1

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "ArrearsAsked":
        step = args.get("paso", "")
        return cls(_figure(args.get("oficina")), step if step in STEPS else None, _figure(args.get("pagina")) or 1)

    @property
    def parts(self) -> dict[str, object]:
        return {"oficina": self.office_id, "paso": self.step}

    def address(self, **changes: object) -> str:
        return url_for("arrears.show", **{**self.parts, **changes})  # type: ignore[arg-type]  # None leaves a part out

    def admits(self, one: Owed) -> bool:
        return self.office_id in (None, one.office_id) and (self.step is None or STEPS[self.step][0] is one.state)


@dataclass(frozen=True)
class Line:
    """One entry; `note` where the office owes only a section, or it came back."""

    owed: Owed
    held: str
    note: str


@dataclass(frozen=True)
class Part:
    """What an office has to do in one cut with one step, and since when it should be done."""

    todo: str
    cut: str
    overdue: str
    lines: list[Line]


@dataclass(frozen=True)
class Person:
    """`told` says who asked them today, or why nobody may; empty where they may be asked."""

    id: int
    name: str
    told: str
    is_asked: bool


@dataclass(frozen=True)
class Block:
    """`due_on` is when the first of its entries was due, and `late` how long ago; `hidden` entries are not drawn here."""

    office_id: int
    office: str
    total: int
    due_on: date
    late: str
    parts: list[Part]
    hidden: int
    people: list[Person]

    @property
    def askable(self) -> list[Person]:
        return [person for person in self.people if not person.told]


@dataclass(frozen=True)
class ArrearsPage:
    """The page whole. `today` is the Bogotá date of `now`; `me` is the account that reads."""

    found: Arrears
    asked: ArrearsAsked
    calendar: BusinessCalendar
    now: datetime
    me: int
    steps: Mapping[str, tuple[State, str, str]] = field(default_factory=lambda: STEPS)

    @property
    def today(self) -> date:
        return bogota_date(self.now)

    @property
    def late(self) -> list[Owed]:
        """All of it, whatever the filters."""
        return [one for one in self.found.owed if one.due_on < self.today]

    @property
    def count(self) -> int:
        """Entries that are late: one that two offices hold up is one."""
        return len({one.id for one in self.late})

    @property
    def offices(self) -> list[tuple[int, str]]:
        """Those that the filter offers: whoever holds something up."""
        holding = {one.office_id for one in self.late}
        return [(office_id, name) for office_id, name in self.found.offices.items() if office_id in holding]

    @property
    def blocks(self) -> list[Block]:
        by_office = _grouped((one for one in self.late if self.asked.admits(one)), key=lambda one: one.office_id)
        found = [self._block(office_id, owed) for office_id, owed in by_office.items()]
        return sorted(found, key=lambda block: (block.due_on, -block.total, block.office))

    @property
    def soon(self) -> list[tuple[str, str, str]]:
        """Office, what it has to do, and the deadline in words: due within so many business days, the nearest first."""
        due = [one for one in self.found.owed if self._is_soon(one.due_on)]
        groups = _grouped(due, key=lambda one: (one.due_on, one.cut.cut_on, one.office_id, one.state))
        return [
            (self.found.offices[owed[0].office_id], _owed(owed), deadline(owed[0].due_on, self.today, self.calendar))
            for _, owed in sorted(groups.items())
        ]

    @property
    def pages(self) -> int:
        """Of the one office that was asked for."""
        total = sum(self.asked.admits(one) for one in self.late)
        return max(1, -(-total // ROWS_A_PAGE)) if self.asked.office_id else 1

    def _is_soon(self, due_on: date) -> bool:
        return due_on >= self.today and self.calendar.between(self.today, due_on) <= SOON

    def _block(self, office_id: int, owed: Sequence[Owed]) -> Block:
        start, count = ((self.asked.page - 1) * ROWS_A_PAGE, ROWS_A_PAGE) if self.asked.office_id else (0, FIRST)
        owed = sorted(owed, key=lambda one: (one.due_on, one.cut.id, one.state, one.number))
        drawn = owed[start : start + count]
        groups = [(key, list(group)) for key, group in groupby(drawn, key=_part_key)]
        of_part = _grouped(owed, key=_part_key)
        return Block(
            office_id=office_id,
            office=self.found.offices[office_id],
            total=len(owed),
            due_on=owed[0].due_on,
            late=arrears(owed[0].due_on, self.today, self.calendar),
            parts=[self._part(group, of_part[key]) for key, group in groups],
            hidden=0 if self.asked.office_id else len(owed) - len(drawn),
            people=[self._person(member, office_id) for member in self.found.members_of(office_id)],
        )

    def _part(self, drawn: Sequence[Owed], whole: Sequence[Owed]) -> Part:
        first = whole[0]
        return Part(
            todo=_owed(whole),
            cut=_cut_words(first.cut),
            overdue=overdue(first.due_on, self.today, self.calendar),
            lines=[Line(one, self._held(one.held_from), _note(one)) for one in drawn],
        )

    def _held(self, since: date) -> str:
        """«desde ayer», «desde el lunes 4 de mayo, hace 6 días hábiles»."""
        near, count = near_day(since, self.today), self.calendar.between(since, self.today)
        if " " not in near:
            return f"desde {near}"
        return f"desde el {near}, hace {business_days(count)}" if count else f"desde el {near}"

    def _person(self, member: Member, office_id: int) -> Person:
        told, asking = "", self.found.asked.get(member.id)
        if asking:
            told = f"se lo pidió {asking.by} {moment(asking.at, self.now)}"
        elif member.id == self.me:
            told = "es usted"
        elif not self.found.late_of(member, self.today):
            theirs = "son suyas o de quien reemplaza" if member.facts.replaces else "las envió"
            told = f"{theirs}: las revisa otra persona"
        lent = member.replaces.get(office_id, ())
        name = f"{member.name}, en reemplazo de {listed(lent)}" if lent else member.name
        return Person(member.id, name, told, is_asked=asking is not None)


def _grouped(owed: Iterable[Owed], key: Callable[[Owed], Key]) -> dict[Key, list[Owed]]:
    found: dict[Key, list[Owed]] = {}
    for one in owed:
        found.setdefault(key(one), []).append(one)
    return found


def _part_key(one: Owed) -> tuple[int, State]:
    return one.cut.id, one.state


def _owed(owed: Sequence[Owed]) -> str:
    """«12 por revisar», «2 por enviar y 1 sección por escribir»: as the mails tell them apart."""
    sections = sum(one.is_section for one in owed)
    whole = len(owed) - sections
    parts = [f"{whole} {_OWED[owed[0].state]}"] if whole else []
    if sections:
        parts.append(f"{sections} {'sección' if sections == 1 else 'secciones'} por escribir")
    return " y ".join(parts)


def _cut_words(cut: CutRow) -> str:
    return f"{cut.name} de {cut.year}"


def _note(one: Owed) -> str:
    if one.is_section:
        return "falta su sección"
    return "devuelta" if one.state is State.DRAFT and one.round > 1 else ""


def _figure(text: str | None) -> int | None:
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(_LARGEST)):
        return None
    return int(text) or None
