"""`make bench`: every measure against its bare limit, as a table and as `var/bench.json`."""

import json
import os
import platform
import sys
from pathlib import Path

from bench import matrix_read
from bench.table import table

MEASURES = (matrix_read.measure,)
OUTPUT = Path("var") / "bench.json"


def main() -> int:
    ratios = [ratio for measure in MEASURES for ratio in measure()]
    machine = {"python": platform.python_version(), "processors": os.cpu_count(), "system": platform.platform()}
    OUTPUT.parent.mkdir(exist_ok=True)
    report = {"machine": machine, "ratios": [ratio.as_json() for ratio in ratios]}
    OUTPUT.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(table(ratios))
    return 0


if __name__ == "__main__":
    sys.exit(main())
