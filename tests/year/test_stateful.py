"""Whatever people do between whatever sweeps: two cuts that overlap, and the oracle beside each step.

The clock moves on, people send, return, move terms, go away and change how they want their mail; some sweeps only decide,
some are killed. Each letter is one that the oracle foretold, and some things hold whatever the oracle says.
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from pacc_flow import jobs
from pacc_flow.actions.refusals import Refusal
from pacc_flow.models import Notice, NoticeState
from pacc_flow.models.engine import create_engine
from pacc_flow.notifications.letter import Letter
from pacc_flow.notifications.mail import Outcome, Sent
from tests.support.databases import copied_file
from tests.support.mail import PostOffice
from tests.year.house import House, build
from tests.year.killer import Killed, Killer, WatchedTransport
from tests.year.oracle import ASKED, Act, Oracle
from tests.year.run import Run
from tests.year.story import at
from tests.year.year_2026 import YEAR

APRIL, MAY = date(2026, 4, 30), date(2026, 5, 8)
STORY = replace(YEAR, cuts=(APRIL, MAY), begins_at=at(date(2026, 4, 14), 10), acts=())
NAMES = [person.name for person in STORY.people if person.office]
PLANNING, CONTROL = ("Andrés", "Diana"), ("Marta", "Jorge")
WHO = {"return": PLANNING + CONTROL, "review": PLANNING, "back": CONTROL, "verify": CONTROL, "reopen": CONTROL}
FROM = {  # state: what is done next, the usual first
    "draft": ("submit", "submit", "save"),
    "submitted": ("review", "return", "review", "withdraw"),
    "reviewed": ("verify", "return", "verify", "back"),
    "verified": ("reopen",),
}
TURNS = st.tuples(st.integers(1, 6), st.integers(0, 11), st.integers(0, 3))
AGAIN = timedelta(minutes=6)


@dataclass
class Box:
    """A way out that only keeps what it is given."""

    messages: list[EmailMessage] = field(default_factory=list)

    @contextmanager
    def open(self) -> "Iterator[Box]":
        yield self

    def send(self, letter: Letter) -> dict[str, Outcome]:
        self.messages.append(message_from_bytes(letter.content, policy=SMTP))
        return dict.fromkeys(letter.recipients, Sent())


class Entity(RuleBasedStateMachine):
    template: Path
    told: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory(prefix="pacc-year-", dir=self.template.parent)
        self.engine = create_engine(copied_file(self.template, Path(self.place.name)))
        server = PostOffice("127.0.0.1", 0)  # only its messages are of use here
        self.run = Run(House(self.engine, STORY), server, Oracle(STORY))
        self.box = Box(server.messages)
        self.post = jobs.Post(self.box, "pacc@entidad.gov.co", "https://pacc.entidad.gov.co")
        self.now = STORY.begins_at
        self.run.begins()
        self.sweep()

    def sweep(self, steps: int | None = None) -> None:
        """Killed after so many steps, and whole a few minutes later."""
        jobs.open_due_cuts(self.run.house.sessions, self.now)
        if steps is not None:
            self.is_killed(steps)
            self.now += AGAIN
        jobs.enqueue_due_reminders(self.run.house.sessions, self.now)
        jobs.deliver_mail(self.run.house.sessions, self.post, self.now)
        self.run.expects(self.now)
        self.run.forgets_second_copies()
        self.looks_into_the_letters()

    def is_killed(self, steps: int) -> None:
        killer = Killer(steps)
        sessions = killer.watched(self.run.house.sessions)
        try:
            jobs.enqueue_due_reminders(sessions, self.now)
            jobs.deliver_mail(sessions, replace(self.post, transport=WatchedTransport(self.box, killer)), self.now)
        except Killed:
            pass

    @initialize(far=st.lists(st.integers(0, 3), min_size=6, max_size=6))
    def some_are_ahead(self, far: list[int]) -> None:
        """The first cut is open, and its entries stand where the story finds them."""
        self.time_passes(24, "sweep", 0)
        for number, steps in enumerate(far, start=1):
            self.go_on(APRIL, [(number, 0, 0)] * steps)

    @rule(
        hours=st.integers(1, 60), way=st.sampled_from(("sweep", "sweep", "sweep", "decide", "killed")), steps=st.integers(0, 9)
    )
    def time_passes(self, hours: int, way: str, steps: int) -> None:
        self.now = self.now.replace(minute=0) + timedelta(hours=hours)
        if way == "decide":
            jobs.open_due_cuts(self.run.house.sessions, self.now)
            jobs.enqueue_due_reminders(self.run.house.sessions, self.now)
            self.run.oracle.opens(self.now)
            self.run.oracle.decides(self.now)
        else:
            self.sweep(steps if way == "killed" else None)

    @rule(days=st.integers(1, 6))
    def stands_still(self, days: int) -> None:
        self.time_passes(24 * days, "sweep", 0)

    @rule(cut=st.sampled_from((APRIL, MAY)), turns=st.lists(TURNS, min_size=1, max_size=6))
    def go_on(self, cut: date, turns: list[tuple[int, int, int]]) -> None:
        """Steps that the entries have from where they are, each by the first who may take it, asked in turn."""
        for number, choice, who in turns:
            paper = self.run.oracle.papers.get((cut, number))
            if paper and self.run.oracle.cuts[cut].state == "open":
                steps = FROM[paper.state]
                what = steps[choice % len(steps)]
                offices = paper.activity.offices if what == "save" else paper.activity.offices[:1]
                names = WHO.get(what) or [person.name for person in STORY.people if person.office in offices]
                any(self.does(names[(who + n) % len(names)], what, cut, number) for n in range(len(names)))

    @rule(cut=st.sampled_from((APRIL, MAY)), numbers=st.sets(st.integers(1, 6), min_size=2), who=st.integers(0, 3))
    def the_usual(self, cut: date, numbers: set[int], who: int) -> None:
        """Each of these entries goes one step on."""
        self.go_on(cut, [(number, 0, who) for number in sorted(numbers)])

    @rule(cut=st.sampled_from((APRIL, MAY)), days=st.integers(-3, 6))
    def move_a_term(self, cut: date, days: int) -> None:
        due = self.run.oracle.cuts[cut].due
        moved = {name: on + timedelta(days=days) for name, on in due.items()}
        self.does("Diana", "move", cut, 0, **moved)

    @rule(who=st.sampled_from(NAMES), hour=st.integers(0, 23), muted=st.booleans())
    def wants(self, who: str, hour: int, *, muted: bool) -> None:
        self.does(who, "wants", APRIL, 0, hour=hour, muted=muted)

    @rule(who=st.sampled_from(NAMES), by=st.sampled_from(NAMES), days=st.integers(0, 8))
    def goes_away(self, who: str, by: str, days: int) -> None:
        today = self.now.date()
        self.does(who, "away", APRIL, 0, by=by, first=today, last=today + timedelta(days=days))

    @rule(cut=st.sampled_from((APRIL, MAY)), who=st.sampled_from(CONTROL), day=st.integers(0, 5))
    def publish(self, cut: date, who: str, day: int) -> None:
        """Seldom, or there would be nothing left to remind of."""
        if day == 0 and self.run.oracle.cuts[cut].state == "open":
            self.does(who, "publish", cut, 0)

    def does(self, who: str, what: str, cut: date, number: int, **more: object) -> bool:
        """False when they may not."""
        act = Act(self.now, who, what, cut, number, more)
        try:
            self.run.house.does(act)
        except Refusal:
            return False
        self.run.oracle.sees(act)
        return True

    def looks_into_the_letters(self) -> None:
        """Of what just left: it was foretold, it is as things stand, and whoever muted is told of what is late alone."""
        assert self.run.complaints() == []
        people, papers = self.run.oracle.people, self.run.oracle.papers
        for letter in self.run.got():
            for fact in letter.facts:
                if state := self.asked_of(fact.what):
                    assert papers[fact.cut, fact.number].state == state
                    assert not people[letter.to].muted or fact.by < letter.on
        self.told.update(fact.what for letter in self.run.expected for fact in letter.facts)
        self.run.server.messages.clear()
        self.run.expected.clear()

    @staticmethod
    def asked_of(what: str) -> str | None:
        return "draft" if what == "correct" else ASKED.get(what, (None,))[0]

    @invariant()
    def nobody_is_told_twice_a_day_and_nothing_twice(self) -> None:
        days: defaultdict[tuple[int, date], set[object]] = defaultdict(set)
        keys: Counter[object] = Counter()
        with self.run.house.sessions() as session:
            for one in session.scalars(select(Notice).where(Notice.kind.in_(ASKED), Notice.state != NoticeState.DROPPED)):
                days[one.recipient_id, one.created_at.astimezone(self.now.tzinfo).date()].add(one.created_at)
                keys[one.recipient_id, one.cut_id, one.kind, one.step, one.round] += 1
        assert all(len(decisions) == 1 for decisions in days.values())
        assert all(times == 1 for times in keys.values())

    def teardown(self) -> None:
        self.engine.dispose()
        self.place.cleanup()


def test_no_story_loses_or_doubles_a_letter(sqlite_template: Path, tmp_path: Path):
    Entity.template, Entity.told = tmp_path / "template.sqlite3", Counter()
    shutil.copyfile(sqlite_template, Entity.template)
    engine = create_engine(f"sqlite:///{Entity.template}")
    build(engine, STORY)
    engine.dispose()  # whoever closes the file last leaves it whole, without a log beside it
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Entity,
        settings=settings(max_examples=15, stateful_step_count=40, deadline=None, suppress_health_check=checks),
    )
    assert set(Entity.told) >= {*ASKED, "correct", "reviewed", "moved", "assigned", "did submit"}
