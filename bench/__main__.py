"""`make bench`: every measure against its bare limit, as a table and as `var/bench.json`.

Given parts (`python -m bench trail`), it measures those alone and leaves the file as it is.
"""

import argparse
import json
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import append, delivery, entry_list, follow_ups, long_read, matrix_read, public_page, step, step_with_ledger, sweep
from bench.ratio import Ratio
from bench.stores import Store, stores
from bench.table import table

OUTPUT = Path("var") / "bench.json"

# fmt: off
ON_A_STORE: tuple[tuple[str, Callable[[Store, str], Iterator[Ratio]]], ...] = (
    # part     measure
    ("list",   entry_list.measure),
    ("step",   step.measure),
    ("trail",  step_with_ledger.measure),
    ("append", append.measure),
    ("long",   long_read.measure),
    ("public", public_page.measure),
    ("sweep",  sweep.measure),
    ("mail",   delivery.measure),
)
ALONE: tuple[tuple[str, Callable[[], Iterator[Ratio]]], ...] = (
    ("append", append.measure_seal),
    ("matrix", matrix_read.measure),
    ("documents", follow_ups.measure),
)
# fmt: on
PARTS = list(dict.fromkeys(part for part, _ in (*ON_A_STORE, *ALONE)))


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that whatever was started is ended
    asked = argparse.ArgumentParser(prog="python -m bench")
    asked.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parts = asked.parse_args(arguments).parts
    if unknown := set(parts) - set(PARTS):
        asked.error(f"no such part: {', '.join(sorted(unknown))}")
    ratios = [_told(ratio) for ratio in _measured(parts or PARTS)]
    if not parts:
        _write(ratios)
    print(table(ratios))
    return 0


def _told(ratio: Ratio) -> Ratio:
    """A sign of life: the whole takes some minutes."""
    print(f"{ratio.name}: {ratio.value:.2f}", file=sys.stderr)
    return ratio


def _measured(parts: Sequence[str]) -> Iterator[Ratio]:
    on_a_store = [measure for part, measure in ON_A_STORE if part in parts]
    if on_a_store:
        with stores() as both:
            for store in both:
                cast = store.with_cast()
                for measure in on_a_store:
                    yield from measure(store, cast)
    for part, alone in ALONE:
        if part in parts:
            yield from alone()


def _write(ratios: Sequence[Ratio]) -> None:
    machine = {"python": platform.python_version(), "processors": os.cpu_count(), "system": platform.platform()}
    OUTPUT.parent.mkdir(exist_ok=True)
    report = {"machine": machine, "ratios": [ratio.as_json() for ratio in ratios]}
    OUTPUT.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
