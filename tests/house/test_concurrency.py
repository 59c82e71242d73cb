"""Eight processes that act on the same entries at once: one success and one clear conflict, and nothing lost."""

from collections import Counter
from multiprocessing import get_context

from sqlalchemy import Engine, select

from pacc_flow.models import Entry, LedgerRecord
from pacc_flow.queries.ledger_integrity import verify_ledger
from tests.support.bulk import many_entries
from tests.support.cast import World
from tests.support.crowd import Acknowledged, Told, act_at_random

CROWD, STEPS, SECONDS = 8, 8, 120
MORE = 4  # entries beside the two that the cast has of the same office


def test_eight_processes_on_the_same_entries_lose_nothing(world: World):
    many_entries(world, MORE)
    began = _last_seq(world)
    told = _let_loose(world.url)
    acknowledged = [step for one in told for step in one.steps]
    assert len(acknowledged) == CROWD * STEPS
    assert sum(one.conflicts for one in told) > 0, "nobody met anybody: this proves nothing"
    _every_receipt_is_in_the_ledger(world, acknowledged)
    _nothing_was_done_that_nobody_was_told(world, acknowledged, began)
    _is_sound(world.engine)


def _let_loose(url: str) -> list[Told]:
    processes = get_context("forkserver")
    processes.set_forkserver_preload(["tests.support.crowd"])
    pipes = [processes.Pipe(duplex=False) for _ in range(CROWD)]
    crowd = [processes.Process(target=act_at_random, args=(url, seed, STEPS, mouth)) for seed, (_, mouth) in enumerate(pipes)]
    for one in crowd:
        one.start()
    heard = [ear.poll(SECONDS) and ear.recv() for ear, _ in pipes]
    for one in crowd:
        one.join(SECONDS)
    assert [one.exitcode for one in crowd] == [0] * CROWD
    return heard


def _every_receipt_is_in_the_ledger(world: World, acknowledged: list[Acknowledged]) -> None:
    records = {record.seq: record for record in world.session.scalars(select(LedgerRecord))}
    assert sorted(records) == list(range(len(records)))
    assert len({step.seq for step in acknowledged}) == len(acknowledged)
    for step in acknowledged:
        record = records[step.seq]
        found = (record.subject_type, record.subject_id, record.kind, record.entry_hash.hex())
        assert found == ("entry", step.entry_id, step.kind, step.entry_hash)


def _nothing_was_done_that_nobody_was_told(world: World, acknowledged: list[Acknowledged], began: int) -> None:
    """A record of an entry for each receipt and none beside; each entry stands at the revision that its steps gave it."""
    of_entries = select(LedgerRecord.seq).where(LedgerRecord.subject_type == "entry", LedgerRecord.seq > began)
    assert set(world.session.scalars(of_entries)) == {step.seq for step in acknowledged}
    steps = Counter(step.entry_id for step in acknowledged)
    revisions = dict(world.session.execute(select(Entry.id, Entry.rev)).all())
    assert revisions == {entry_id: 1 + steps[entry_id] for entry_id in revisions}


def _is_sound(engine: Engine) -> None:
    integrity = verify_ledger(engine)
    assert integrity.findings == []


def _last_seq(world: World) -> int:
    seq = world.session.scalars(select(LedgerRecord.seq).order_by(LedgerRecord.seq.desc()).limit(1)).one()
    world.session.rollback()
    return seq
