"""Who is to be told what, worked out day by day from the words of the design. It imports nothing of the program.

It keeps books of its own: what each entry went through, which bells rang, who heard them, and what lies in the mail bag.
The program decides by rungs and keys; here bells ring on days, and whoever owes something and did not hear the last one is
told. Both must come to the same letters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tests.year.story import Act, Activity, Person, Story

# Ley 51 de 1983 and Ley 2578 de 2026, read off a printed calendar.
HOLIDAYS = {
    date(2026, month, day)
    for month, days in {
        1: (1, 12), 3: (23,), 4: (2, 3), 5: (1, 18), 6: (8, 15, 29), 7: (13, 20), 8: (7, 17), 10: (12,),
        11: (2, 16), 12: (8, 25),
    }.items()
    for day in days
} | {date(2027, 1, 1), date(2027, 1, 11)}  # fmt: skip
DAY = timedelta(days=1)
BEFORE_THE_CUT, BEFORE_THE_TERM, COPIED_FROM = (15, 7, 3, 1, 0), (3, 1, 0), 2
# What each is asked, of entries in which state, by which of the terms of the cut.
ASKED = {
    "submit": ("draft", "offices"),
    "write": ("draft", "offices"),
    "copy": ("draft", "offices"),
    "review": ("submitted", "planning"),
    "verify": ("reviewed", "control"),
}
STEPS = {  # step: (from, to)
    "submit": ("draft", "submitted"),
    "withdraw": ("submitted", "draft"),
    "review": ("submitted", "reviewed"),
    "back": ("reviewed", "submitted"),
    "return": (None, "draft"),
    "verify": ("reviewed", "verified"),
    "reopen": ("verified", "reviewed"),
}
ALWAYS_TOLD = {"moved", "receipt", "substitute"}
USUALLY_IN_THE_DIGEST = {"reviewed", "verified"}
STILL_TRUE = {"reviewed": ("reviewed", "verified"), "verified": ("verified",)}


class Fact(NamedTuple):
    """One thing that a letter says: what, of which activity of which cut (by its date), and by when it is asked."""

    what: str
    cut: date | None
    number: int
    by: date | None = None


class Letter(NamedTuple):
    """One message: to whom, on which day, and all that it says."""

    to: str
    on: date
    facts: tuple[Fact, ...]


@dataclass(eq=False)
class Paper:
    """An entry. `hands` are the people by whom, or in whose name, it was written, sent or reviewed in this round."""

    cut: date
    activity: Activity
    state: str = "draft"
    round: int = 1
    written: set[str] = field(default_factory=set)
    hands: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def key(self) -> tuple[int, int]:
        return self.activity.number, self.round


@dataclass
class Term:
    """A cut with its days, and whether it is planned, open or published."""

    on: date
    opens: date
    due: dict[str, date]
    state: str = "planned"


@dataclass(eq=False)
class Item:
    """What waits in the bag for a person: a bell with its papers, or an event. `at_once` has a letter of its own."""

    to: str
    kind: str
    cut: date
    ready_at: datetime
    papers: tuple[Paper, ...] = ()
    rounds: dict[int, int] = field(default_factory=dict)
    bell: tuple[object, ...] = ()
    said: object = None
    at_once: bool = False


class Oracle:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.people: dict[str, Person] = {person.name: person for person in story.people}
        self.away: list[tuple[str, str, date, date]] = []
        self.cuts = {on: self._term(on) for on in story.cuts}
        self.papers: dict[tuple[date, int], Paper] = {}
        self.bag: list[Item] = []
        self.heard: dict[tuple[object, ...], set[tuple[int, int]]] = {}
        self.decided: defaultdict[tuple[str, date], list[Item]] = defaultdict(list)
        self.unheard: set[tuple[str, date]] = set()
        self.looked: dict[date, int] = {}
        self.undone = False

    # -- days --------------------------------------------------------------------------------------------------------

    def works(self, on: date) -> bool:
        holiday = on in HOLIDAYS and on not in self.story.days_worked
        return on.isoweekday() <= 5 and not holiday and on not in self.story.days_off

    def count(self, on: date, working_days: int, step: timedelta = DAY) -> date:
        while working_days:
            on += step
            working_days -= self.works(on)
        return on

    def _term(self, on: date) -> Term:
        due = {"offices": self.count(on, 5), "planning": self.count(on, 7), "control": self.count(on, 10)}
        return Term(on, on - 15 * DAY, due)

    def bell(self, what: str, cut: Term, today: date) -> tuple[object, ...] | None:
        """The last one that rang: its day, and what it rang for."""
        due, on = cut.due[ASKED[what][1]], today
        while on > min(cut.opens, cut.on - 15 * DAY) - DAY:
            if rang := self._rings(what, cut, due, on):
                return (on, *rang)
            on -= DAY
        return None

    def _rings(self, what: str, cut: Term, due: date, on: date) -> tuple[str, int] | None:
        if on > due:
            late = sum(self.works(due + n * DAY) for n in range(1, (on - due).days + 1))
            return ("late", late) if self.works(on) and (what != "copy" or late >= COPIED_FROM) else None
        if what in ("submit", "write"):
            left = (cut.on - on).days
            return ("before the cut", left) if left in BEFORE_THE_CUT else None
        rings = {self.count(due, n, -DAY): n for n in BEFORE_THE_TERM} if what != "copy" else {}
        return ("before the term", rings[on]) if on in rings else None

    # -- who answers for what ----------------------------------------------------------------------------------------

    def stand_in(self, name: str, today: date) -> str:
        return next((by for who, by, first, last in self.away if who == name and first <= today <= last), name)

    def seats(self, name: str, today: date) -> list[Person]:
        """The person and those whom they replace, each as a seat that is theirs today; nobody who is away."""
        return [person for person in self.people.values() if person.office and self.stand_in(person.name, today) == name]

    def asks(self, name: str, paper: Paper, what: str, today: date) -> bool:
        seats = self.seats(name, today)
        staffed = {person.office for person in self.people.values() if not person.is_head}
        works_in = {seat.office for seat in seats if not seat.is_head or seat.office not in staffed}
        lead, missing = paper.activity.offices[0], set(paper.activity.offices[1:]) - paper.written
        if what == "submit":
            return lead in works_in
        if what == "write":
            return bool(missing & works_in)
        if what == "copy":
            heads = {seat.office for seat in seats if seat.is_head} - works_in
            return self._sits(seats, "planning") or bool(heads & {lead, *missing})
        own = {name, *(seat.name for seat in seats)} & set().union(*paper.hands.values())
        return self._sits(seats, {"review": "planning", "verify": "control"}[what]) and not own

    def _sits(self, seats: list[Person], kind: str) -> bool:
        return any(self.story.kinds.get(seat.office) == kind for seat in seats)

    # -- what the scheduler does -------------------------------------------------------------------------------------

    def opens(self, at: datetime) -> None:
        for cut in self.cuts.values():
            if cut.state == "planned" and cut.opens <= at.date():
                self._open(cut)

    def decides(self, at: datetime) -> None:
        """`at` is of Bogotá, like every instant here. A day is decided for a person when their hour has come, and once:
        again only when that said nothing in the end.
        """
        today, cuts = at.date(), [cut for cut in self.cuts.values() if cut.state == "open"]
        looked = self.looked.get(today, -1)
        reached = {person.name for person in self.people.values() if looked < person.hour <= at.hour}
        if not cuts or not (reached or self.undone):
            return
        self.looked[today], self.undone = at.hour, False
        for person in list(self.people.values()):
            is_next = person.name in reached or (person.name, today) in self.unheard
            if is_next and not self.decided[person.name, today]:
                found = [item for cut in cuts for item in self._owed(person, cut, at)]
                self.bag += found
                self.decided[person.name, today] += found

    def _owed(self, person: Person, cut: Term, at: datetime) -> Iterator[Item]:
        told: set[int] = set()
        for what, (state, _) in ASKED.items():
            bell = self.bell(what, cut, at.date())
            if bell is None or (person.muted and bell[1] != "late"):
                continue
            waiting = [
                paper
                for paper in self._of(cut)
                if paper.state == state and paper.activity.number not in told and self.asks(person.name, paper, what, at.date())
            ]
            told |= {paper.activity.number for paper in waiting}
            key = (person.name, cut.on, what, bell)
            heard = self.heard.get(key)
            came = [paper for paper in waiting if paper.state == "draft" or paper.round > 1]
            if waiting and (heard is None or any(paper.key not in heard for paper in came)):
                self.heard[key] = (heard or set()) | {paper.key for paper in waiting}
                yield Item(person.name, what, cut.on, at, tuple(waiting), bell=key)

    def delivers(self, at: datetime) -> list[Letter]:
        letters: list[Letter] = []
        for name in self.people:
            mine = [item for item in self.bag if item.to == name]
            ready = [item for item in mine if item.ready_at <= at]
            if any(item.kind in ASKED for item in ready):
                ready += [item for item in mine if item not in ready and item.kind != "receipt" and not item.at_once]
            self.bag = [item for item in self.bag if not any(item is one for one in ready)]
            envelopes: dict[object, list[Item]] = defaultdict(list)
            for item in ready:
                about = (item.cut, item.papers[0].activity.number) if item.papers else item.kind
                envelopes[about if item.at_once else item.kind == "receipt"].append(item)
            letters += [Letter(name, at.date(), told) for items in envelopes.values() if (told := self._told(items, at.date()))]
            for item in ready:
                if item.kind in ASKED and not self._standing(item, at.date()):
                    self._unhears(item)
        return letters

    def _unhears(self, item: Item) -> None:
        """What was decided and then had nothing left to say was never told: it may still ring today."""
        self.heard.pop(item.bell, None)
        today = self.decided[item.to, item.ready_at.date()]
        today[:] = [one for one in today if one is not item]
        self.unheard.add((item.to, item.ready_at.date()))
        self.undone = True

    def _told(self, items: list[Item], today: date) -> tuple[Fact, ...]:
        facts: list[Fact] = []
        asked: set[tuple[date, int]] = set()
        for item in sorted(items, key=lambda item: item.kind != "returned"):
            for what, paper in self._standing(item, today):
                if (paper.cut, paper.activity.number) not in asked:
                    asked.add((paper.cut, paper.activity.number))
                    term = {"review": "planning", "verify": "control"}.get(what, "offices")
                    facts.append(Fact(what, paper.cut, paper.activity.number, self.cuts[paper.cut].due[term]))
            facts += self._news(item, today)
        return tuple(sorted(facts, key=repr))

    def _standing(self, item: Item, today: date) -> list[tuple[str, Paper]]:
        """What is still asked of the papers of an item, of whoever still answers for them."""
        if item.kind == "returned":
            (paper,) = item.papers
            still = (paper.state, paper.round, paper.activity.number) == item.said and self._is_open(paper)
            offices = paper.activity.offices[:1] if paper.state == "draft" else self._offices("planning")
            told = still and self._answers_for(item.to, offices, today)
            return [("correct" if paper.state == "draft" else "review", paper)] if told else []
        if item.kind not in ASKED:
            return []
        named = {"submit": lambda paper: "correct" if paper.round > 1 else "submit"}.get(item.kind, lambda _: item.kind)
        state = ASKED[item.kind][0]
        return [
            (named(paper), paper)
            for paper in item.papers
            if paper.state == state and self._is_open(paper) and self.asks(item.to, paper, item.kind, today)
        ]

    def _answers_for(self, name: str, offices: Iterable[str], today: date) -> bool:
        """Away or not, and for whoever they replace."""
        seats = {self.people[name].office, *(seat.office for seat in self.seats(name, today))}
        return bool(seats & set(offices))

    def _hears_of_return(self, paper: Paper) -> set[str]:
        offices = paper.activity.offices if paper.state == "draft" else self._offices("planning")
        return {person.name for person in self.people.values() if person.office in offices}

    def _is_open(self, paper: Paper) -> bool:
        return self.cuts[paper.cut].state == "open"

    def _is_true(self, item: Item) -> bool:
        """Whether what was decided was not taken back since: news of it are then over for good."""
        (paper,) = item.papers
        return paper.state in STILL_TRUE[item.kind] and paper.round == item.said

    def _news(self, item: Item, today: date) -> Iterator[Fact]:
        if item.kind in STILL_TRUE:
            yield Fact(item.kind, item.cut, item.papers[0].activity.number)
        elif item.kind == "returned":
            (paper,) = item.papers
            still = (paper.state, paper.round, paper.activity.number) == item.said and self._is_open(paper)
            lead, *helpers = paper.activity.offices
            helps = self._answers_for(item.to, helpers, today) and not self._answers_for(item.to, [lead], today)
            if still and paper.state == "draft" and helps:
                yield Fact("returned", item.cut, paper.activity.number)
        elif item.kind == "moved":
            stands = [name for name, on in item.said.items() if self.cuts[item.cut].due[name] == on]
            yield from [Fact("moved", item.cut, 0)] if stands else []
        elif item.kind == "published":
            yield Fact("published", item.cut, 0)
        elif item.kind == "receipt":
            yield Fact(f"did {item.said}", None, item.papers[0].activity.number)
        elif item.kind == "assigned":
            yield from (Fact("assigned", None, number) for number in item.said)
        elif item.kind == "substitute":
            yield Fact("replaces", None, 0)

    # -- what people do ----------------------------------------------------------------------------------------------

    def begins(self, at: datetime) -> None:
        """The plan is there: each office hears which activities are its own."""
        for person in self.people.values():
            mine = [activity.number for activity in self.story.activities if person.office in activity.offices]
            if mine:
                self._tell([person.name], "assigned", min(self.cuts), at, said=mine)

    def sees(self, act: Act) -> None:
        {
            "publish": self._publish,
            "move": self._move,
            "away": self._goes_away,
            "wants": self._wants,
            "save": self._save,
            "open": lambda act: self._open(self.cuts[act.cut]),
        }.get(act.what, self._step)(act)

    def _open(self, cut: Term) -> None:
        cut.state = "open"
        self.papers |= {(cut.on, one.number): Paper(cut.on, one) for one in self.story.activities}

    def _of(self, cut: Term) -> list[Paper]:
        return [paper for (on, _), paper in self.papers.items() if on == cut.on]

    def _save(self, act: Act) -> None:
        paper = self.papers[act.cut, act.number]
        name = self._in_whose_name(act, paper)
        paper.written.add(self.people[name].office)
        paper.hands["wrote"] |= {act.who, name}

    def _in_whose_name(self, act: Act, paper: Paper) -> str:
        """Their own where they may; else that of whom they replace, of the lead office first."""
        mine = [seat for seat in self._may_act_as(act) if seat.office in paper.activity.offices]
        own = [
            seat for seat in mine if seat.name == act.who and (act.what == "save" or seat.office == paper.activity.offices[0])
        ]
        lead = [seat for seat in mine if seat.office == paper.activity.offices[0]]
        return (own or lead or mine)[0].name

    def _step(self, act: Act) -> None:
        paper = self.papers[act.cut, act.number]
        before, after = STEPS[act.what]
        assert before in (None, paper.state), f"the story is wrong: {act}"
        if act.what == "submit":
            self._save(act)
            paper.hands["sent"] = {act.who, self._in_whose_name(act, paper)}
        elif act.what == "withdraw":
            paper.hands.pop("sent")
        elif act.what == "review":
            paper.hands["reviewed"] = {act.who, self._at_the_desk(act, "planning")}
        elif act.what == "back":
            paper.hands.pop("reviewed")
        elif act.what == "return":
            paper.hands.clear()
            paper.round += 1
        paper.state = after
        self.bag = [item for item in self.bag if item.kind not in STILL_TRUE or item.papers != (paper,) or self._is_true(item)]
        quarter = timedelta(minutes=act.at.minute % 15, seconds=act.at.second)
        receipt = Item(act.who, "receipt", paper.cut, act.at - quarter + timedelta(minutes=15), (paper,), said=act.what)
        self.bag.append(receipt)
        self._echo(act, paper)

    def _may_act_as(self, act: Act) -> list[Person]:
        """Themselves, away or not, and those whom they replace."""
        return [self.people[act.who], *(seat for seat in self.seats(act.who, act.at.date()) if seat.name != act.who)]

    def _at_the_desk(self, act: Act, kind: str) -> str:
        return next(seat.name for seat in self._may_act_as(act) if self.story.kinds.get(seat.office) == kind)

    def _echo(self, act: Act, paper: Paper) -> None:
        """Whom a step concerns hears of it; never whoever took it."""
        if act.what in ("return", "back"):
            concerned = self._and_stand_ins(self._hears_of_return(paper), act.at.date())
            said = (paper.state, paper.round, paper.activity.number)
            self._tell(concerned - {act.who}, "returned", paper.cut, act.at, paper=paper, said=said)
        elif act.what == "review":
            self._tell(paper.hands["sent"] - {act.who}, "reviewed", paper.cut, act.at, paper=paper, said=paper.round)
        elif act.what == "verify":
            whose = paper.hands["sent"] | paper.hands["reviewed"]
            self._tell(whose - {act.who}, "verified", paper.cut, act.at, paper=paper, said=paper.round)

    def _and_stand_ins(self, names: Iterable[str], today: date) -> set[str]:
        return {*names, *(self.stand_in(name, today) for name in names)}

    def _offices(self, *kinds: str) -> set[str]:
        return {office for office, kind in self.story.kinds.items() if kind in kinds}

    def _publish(self, act: Act) -> None:
        self.cuts[act.cut].state = "published"
        central = self._offices("planning", "control")
        told = {one.name for one in self.people.values() if one.office in central or one.is_head or one.is_auditor}
        self._tell(self._and_stand_ins(told, act.at.date()), "published", act.cut, act.at)

    def _move(self, act: Act) -> None:
        cut = self.cuts[act.cut]
        moved = {name: on for name, on in act.more.items() if cut.due[name] != on}
        cut.due |= moved
        unfinished = {office for paper in self._of(cut) if paper.state != "verified" for office in paper.activity.offices}
        if cut.state == "planned":
            unfinished = {office for activity in self.story.activities for office in activity.offices}
        offices = unfinished | self._offices("planning", "control")
        told = self._and_stand_ins({one.name for one in self.people.values() if one.office in offices}, act.at.date())
        self._tell(told - {act.who}, "moved", act.cut, act.at, said=moved)
        for item in [item for item in self.bag if item.kind in ASKED and item.cut == act.cut]:
            _, _, what, bell = item.bell
            if bell[1] != "before the cut" and ASKED[what][1] in moved:
                self.bag.remove(item)
                self._unhears(item)

    def _goes_away(self, act: Act) -> None:
        self.away.append((act.who, act.more["by"], act.more["first"], act.more["last"]))
        self._tell([act.more["by"]], "substitute", min(self.cuts), act.at)

    @staticmethod
    def _next_morning(person: Person, at: datetime) -> datetime:
        """Ten minutes after the digest that comes next."""
        hour = at.replace(hour=person.hour, minute=0, second=0)
        return (hour if at < hour else hour + DAY) + timedelta(minutes=10)

    def _wants(self, act: Act) -> None:
        before, now = self.people[act.who], self.people[act.who]._replace(**act.more)
        self.people[act.who] = now
        if before.hour != now.hour:
            for item in self.bag:
                if item.to == now.name and not (item.at_once or item.kind in ASKED or item.kind == "receipt"):
                    item.ready_at = self._next_morning(now, act.at)
        for item in [item for item in self.bag if item.to == now.name and now.muted and not before.muted]:
            if item.kind not in ALWAYS_TOLD and not (item.bell and item.bell[3][1] == "late"):
                self.bag.remove(item)
                self._unhears(item)

    def _tell(
        self, names: Iterable[str], kind: str, cut: date, at: datetime, *, paper: Paper | None = None, said: object = None
    ) -> None:
        for name in sorted(names):
            person = self.people[name]
            if person.muted and kind not in ALWAYS_TOLD:
                continue
            usual = kind not in USUALLY_IN_THE_DIGEST
            at_once = usual if person.at_once is None else person.at_once
            ready_at = at if at_once else self._next_morning(person, at)
            papers = (paper,) if paper else ()
            self.bag.append(Item(name, kind, cut, ready_at, papers, said=said, at_once=at_once))
