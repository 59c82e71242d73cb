"""The measures as a table for the terminal."""

from collections.abc import Sequence
from statistics import median

from bench.ratio import Ratio

HEADINGS = ("measure", "ours", "bare", "ratio", "aim", "", "")


def table(ratios: Sequence[Ratio]) -> str:
    rows = [HEADINGS, *(_cells(ratio) for ratio in ratios)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _cells(ratio: Ratio) -> tuple[str, ...]:
    sign = "≥" if ratio.unit.is_speed else "≤"
    return (
        ratio.name,
        f"{_figure(median(ratio.ours))} {ratio.unit}",
        f"{_figure(median(ratio.bare))} {ratio.unit}",
        f"{ratio.value:.2f}",
        "–" if ratio.aim is None else f"{sign} {ratio.aim}",
        {True: "reached", False: "NOT reached", None: ""}[ratio.is_reached],
        ratio.detail,
    )


def _figure(value: float) -> str:
    """Three digits that count, without an exponent."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  # from here on there are no decimals
