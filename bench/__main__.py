"""`make bench`: every measure against its bare limit, as a table and as `var/bench.json`."""

import json
import os
import platform
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import entry_list, matrix_read, step
from bench.ratio import Ratio
from bench.stores import stores
from bench.table import table

OUTPUT = Path("var") / "bench.json"


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that whatever was started is ended
    ratios = [_told(ratio) for ratio in _measured()]
    machine = {"python": platform.python_version(), "processors": os.cpu_count(), "system": platform.platform()}
    OUTPUT.parent.mkdir(exist_ok=True)
    report = {"machine": machine, "ratios": [ratio.as_json() for ratio in ratios]}
    OUTPUT.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(table(ratios))
    return 0


def _told(ratio: Ratio) -> Ratio:
    """A sign of life: the whole takes some minutes."""
    print(f"{ratio.name}: {ratio.value:.2f}", file=sys.stderr)
    return ratio


def _measured() -> Iterator[Ratio]:
    with stores() as both:
        for store in both:
            cast = store.with_cast()
            yield from entry_list.measure(store, cast)
            yield from step.measure(store, cast)
    yield from matrix_read.measure()


if __name__ == "__main__":
    sys.exit(main())
