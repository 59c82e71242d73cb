"""Whatever the layout and the format, the same plan is read back: the same rows, whole, in their order."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.proposal import Entry
from pacc_flow.matrix.reading import read_here
from tests.matrix.drawn_plans import CUTS, Document, Planned, component_name, document
from tests.matrix.drawn_sheets import WRITERS


def read(made: Document) -> Proposal:
    name = made.layout.name
    return read_here(WRITERS[name](made.sheets), name)


def expected(made: Document, one: Planned) -> tuple[object, ...]:
    percent, narrative = one.reports[-1]
    entries = tuple(Entry(cut, *report) for cut, report in zip(CUTS, one.reports, strict=False))
    return (
        component_name(made.layout, one.component), one.subcomponent, one.activity, one.goal, (one.due,), percent, narrative,
        one.offices, entries if len(one.reports) > 1 else (),
    )  # fmt: skip


def said(proposal: Proposal) -> list[tuple[object, ...]]:
    return [
        (row.component, row.subcomponent, row.activity, row.goal, row.due_dates, row.percent, row.narrative, row.offices,
         row.entries) for row in proposal.rows
    ]  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_plan_is_read_back_from_any_layout_in_any_format(seed: int):
    made = document(Random(seed))  # noqa: S311 -- a layout, not a secret
    proposal = read(made)
    assert said(proposal) == [expected(made, one) for one in made.plan], made.layout
    unknown = [finding.message for finding in proposal.findings if finding.code is Code.UNKNOWN_COLUMN]
    assert len(unknown) == len(made.layout.unknown)
    for column in made.layout.unknown:
        place = made.layout.fields.index(column)
        assert all(row.cells[place].startswith("valor-") for row in proposal.rows)
