"""Fails unless every line and branch of the rooms that must not err is covered; reads coverage's JSON report."""

import json
import sys
from pathlib import Path

COMPLETE_ROOMS = ("workflow", "calendar", "ledger", "actions")


def shortfalls(report: dict[str, dict[str, dict[str, list[object]]]], room: str) -> list[str]:
    """One sentence a file of the room that is not complete, or one for a room that nothing measured."""
    prefix = f"pacc_flow/{room}/"
    files = {path: data for path, data in report["files"].items() if path.replace("\\", "/").startswith(prefix)}
    if not files:
        return [f"{prefix}: nothing was measured"]
    return [
        f"{path}: lines {data['missing_lines']}, branches {data['missing_branches']} were never run"
        for path, data in sorted(files.items())
        if data["missing_lines"] or data["missing_branches"]
    ]


def main(arguments: list[str]) -> int:
    report = json.loads(Path(arguments[0]).read_text("utf-8"))
    missing = [sentence for room in COMPLETE_ROOMS for sentence in shortfalls(report, room)]
    print(f"Coverage, lines and branches: {report['totals']['percent_covered']:.2f} % of {', '.join(COMPLETE_ROOMS)}")
    for sentence in missing:
        print(sentence, file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
