"""A long log signed and verified, against the floor of the same run: a million records, or PACC_BENCH_RECORDS."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ledger_floor import floor
from bench.long_log import RECORDS, lengthen
from bench.ratio import Ratio, Unit
from bench.stopwatch import seconds_in_turns, seconds_of
from bench.stores import Store
from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.models.engine import create_engine
from pacc_flow.queries.ledger_integrity import Against, verify_ledger
from pacc_flow.workflow import State
from tests.support.cast import NOW

TURNS = 3
AIM = 2.0


def measure(store: Store, cast: str) -> Iterator[Ratio]:
    url = store.grown(cast, State.DRAFT)
    lengthen(url, RECORDS)
    about = f"{RECORDS:,} records, {store.name}"
    with ExitStack() as kept:
        folder = SignerFolder(Path(kept.enter_context(TemporaryDirectory(prefix="pacc-bench-"))), "bench.example")
        engine = create_engine(url)
        kept.callback(engine.dispose)
        sessions = make_session_factory(engine)

        def verify(*, contents: bool) -> None:
            integrity = verify_ledger(engine, Against(keys=folder.verifiers(), contents=contents))
            assert integrity.is_sound, integrity.findings[0]
            assert (integrity.records, integrity.checkpoints, integrity.root) == (RECORDS, 1, floor_root)

        floor_root = floor(url).hex()
        first = seconds_of(lambda: sign(sessions, folder, at=NOW))
        works = (lambda: floor(url), lambda: verify(contents=False), lambda: sign(sessions, folder, at=NOW))
        least, integrity, signing = seconds_in_turns(works, TURNS)
        full = seconds_of(lambda: verify(contents=True))
        middle = [sorted(least)[TURNS // 2]]
        yield Ratio(f"verify {about}: integrity / floor", integrity, least, Unit.SECONDS, AIM)
        yield Ratio(f"verify {about}: in full / floor", [full], middle, Unit.SECONDS)
        yield Ratio(f"first checkpoint of {about} / floor", [first], middle, Unit.SECONDS, detail="its tiles included")
        yield Ratio(f"next checkpoint of {about} / floor", signing, least, Unit.SECONDS)
