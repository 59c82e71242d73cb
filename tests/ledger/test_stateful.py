"""Whatever people do, in whatever order, with refusals, restarts and signatures in between: the trail ends verified."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.refusals import Refusal
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.trail import Receipt, make_session_factory
from pacc_flow.ledger.merkle import root_of
from pacc_flow.models import LedgerRecord
from pacc_flow.models.engine import create_engine
from pacc_flow.queries.ledger_integrity import Against, verify_ledger
from pacc_flow.workflow import PROCESS, Action, Role
from tests.ledger.story import HOST
from tests.support.cast import NOW, World
from tests.support.databases import copied_file

PEOPLE = ("Laura", "Paola", "Andrés", "Marta")
WHO = {Role.OFFICE: "Laura", Role.PLANNING: "Andrés", Role.CONTROL: "Marta"}
NUMBERS = st.sampled_from((1, 2))


class PeopleAtWork(RuleBasedStateMachine):
    """The cast's world on SQLite; `told` is every receipt that somebody was given, `steps` what all the stories did."""

    template: Path
    steps: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.place = TemporaryDirectory(prefix="pacc-stateful-", dir=self.template.parent)
        self.url = copied_file(self.template, Path(self.place.name))
        self.folder = SignerFolder(Path(self.place.name) / "signer", HOST)
        self.told: dict[int, str] = {}
        self.kinds: list[str] = []
        self.open()

    def open(self) -> None:
        self.engine = create_engine(self.url)
        self.session = make_session_factory(self.engine)()
        self.world = World(self.url, self.engine, self.session)

    def close(self) -> None:
        self.session.close()
        self.engine.dispose()

    @rule(number=NUMBERS, choice=st.integers(0, 9), percent=st.integers(0, 10_000))
    def go_on(self, number: int, choice: int, percent: int) -> None:
        """One of the steps that the process has from here, by whoever takes it."""
        steps = [row for row in PROCESS if row.source == self.world.entry(number).state]
        self.session.rollback()
        step = steps[choice % len(steps)]
        self.act(WHO[step.by], step.action, number, percent)

    @rule(who=st.sampled_from(PEOPLE), action=st.sampled_from(Action), number=NUMBERS, percent=st.integers(0, 10_000))
    def try_anything(self, who: str, action: Action, number: int, percent: int) -> None:
        """Most of what is tried at random is refused."""
        self.act(who, action, number, percent)

    def act(self, who: str, action: Action, number: int, percent: int) -> None:
        try:
            receipt = self.attempt(who, action, number, percent)
            self.session.commit()
        except Refusal:
            self.session.rollback()
        else:
            self.told[receipt.seq] = receipt.entry_hash
            self.kinds.append(receipt.kind)

    @rule(who=st.sampled_from(PEOPLE[:2]), number=NUMBERS, percent=st.integers(0, 10_000))
    def change_ones_mind(self, who: str, number: int, percent: int) -> None:
        """Rolled back when everything but the commit was done."""
        try:
            receipt = self.attempt(who, Action.SAVE, number, percent)
            self.session.flush()
            assert receipt.seq is None
        except Refusal:
            pass
        finally:
            self.session.rollback()

    def attempt(self, who: str, action: Action, number: int, percent: int) -> Receipt:
        entry, person = self.world.entry(number), self.world.person(who)
        writes = action in (Action.SAVE, Action.SUBMIT)
        content = self.world.written(who, percent=percent if who == "Laura" else None) if writes else None
        brings = Brings(content=content, comment="Porque sí.", verified_percent=percent if action is Action.VERIFY else None)
        return perform(self.session, entry.id, action, actor=person, seen_rev=entry.rev, at=NOW, brings=brings)

    @rule()
    def restart(self) -> None:
        self.close()
        self.open()

    @rule()
    def sign(self) -> None:
        made = sign(make_session_factory(self.engine), self.folder, at=NOW)
        leaves = self.session.scalars(select(LedgerRecord.entry_hash).order_by(LedgerRecord.seq)).all()
        self.session.rollback()
        assert (made.size, made.root) == (len(leaves), root_of(leaves))

    @invariant()
    def every_receipt_is_kept(self) -> None:
        rows = self.session.execute(select(LedgerRecord.seq, LedgerRecord.entry_hash)).all()
        self.session.rollback()
        kept = {row.seq: row.entry_hash.hex() for row in rows}
        assert self.told.items() <= kept.items()

    def teardown(self) -> None:
        self.sign()
        integrity = verify_ledger(self.engine, Against(keys=self.folder.verifiers()))
        signed = self.folder.last().root
        self.close()
        self.place.cleanup()
        self.steps.update(self.kinds)
        assert integrity.findings == []
        assert integrity.root == signed


@pytest.fixture
def people_at_work(sqlite_world: Path) -> type[PeopleAtWork]:
    return type("PeopleAtWork", (PeopleAtWork,), {"template": sqlite_world, "steps": Counter()})


def test_whatever_people_do_the_trail_ends_verified(people_at_work: type[PeopleAtWork]):
    few = settings(
        max_examples=20,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(people_at_work, settings=few)
    assert people_at_work.steps.keys() >= {"entry:save", "entry:submit", "entry:review", "entry:verify"}, people_at_work.steps
