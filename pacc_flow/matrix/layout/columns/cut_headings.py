"""Headings that only name the cut: «30/04/2022», «Abr», «Corte 1», with its percentages below."""

from collections.abc import Iterator, Mapping, Sequence

from pacc_flow.matrix.cells.percent_guesses import says_state
from pacc_flow.matrix.cells.percents import is_percent_cell, read_percent
from pacc_flow.matrix.layout.columns.grouping import Titled
from pacc_flow.matrix.layout.columns.kinds import SAMPLE, fits, share
from pacc_flow.matrix.layout.columns.schedule import is_month

_MOST = 0.75
_LONG = 15  # characters of a text that is no mark of a schedule
_MONTHS_OF_YEAR = 12


def follow_ups_of(headings: Sequence[Titled], columns: Sequence[Sequence[str]], named: Mapping[int, str]) -> dict[int, str]:
    """{place: field} of the columns that a cut alone names, at least two of them; nothing where a column is `named` a
    percentage, {place: field}, for then months are a schedule and dates are due.
    """
    if "percent" in named.values():
        return {}
    bare = [
        (heading, values) for heading, values in zip(headings, columns, strict=True) if not heading.fields and heading.label
    ]
    are_counts = not any(_is_progress(number) for heading, values in bare for number in _numbers(values))
    found = {heading.place: field for heading, values in bare if (field := _kind(heading, values, are_counts=are_counts))}
    if "percent" in found.values():
        found |= {heading.place: "percent" for heading, values in bare if not any(values)}  # a cut that has not come yet
    elif "narrative" in named.values():
        return {}
    labels = {heading.label for heading, _ in bare if heading.place in found}
    return found if len(labels) > 1 else {}


def _kind(heading: Titled, values: Sequence[str], *, are_counts: bool) -> str:
    sample = [value for value in values if value][:SAMPLE]
    if share(sample, is_percent_cell) >= _MOST or share(sample, says_state) >= _MOST:
        return "percent"
    if not sample or is_month(heading.texts[-1]):
        return ""  # a schedule: its marks, or how many of something
    if share(sample, _is_long) >= _MOST:
        return "narrative"
    return "percent" if fits("percent", sample) and not are_counts else ""


def _numbers(values: Sequence[str]) -> Iterator[float]:
    return (float(read.number) for text in values[:SAMPLE] if (read := read_percent(text)))


def _is_progress(number: float) -> bool:
    """No such number counts how many of something are due."""
    return number > _MONTHS_OF_YEAR or 0 < number < 1


def _is_long(text: str) -> bool:
    return len(text) > _LONG
