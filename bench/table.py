"""The measures as a table for the terminal."""

from collections.abc import Sequence
from statistics import median

from bench.ratio import Ratio, figure

HEADINGS = ("measure", "ours", "bare", "ratio", "aim", "", "")


def table(ratios: Sequence[Ratio]) -> str:
    rows = [HEADINGS, *(_cells(ratio) for ratio in ratios)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _cells(ratio: Ratio) -> tuple[str, ...]:
    sign = "≥" if ratio.unit.is_speed else "≤"
    return (
        ratio.name,
        f"{figure(median(ratio.ours))} {ratio.unit}",
        f"{figure(median(ratio.bare))} {ratio.unit}",
        f"{ratio.value:.2f}",
        "–" if ratio.aim is None else f"{sign} {ratio.aim}",
        {True: "reached", False: "NOT reached", None: ""}[ratio.is_reached],
        ratio.detail,
    )
