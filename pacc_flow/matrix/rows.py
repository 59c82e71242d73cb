"""The rows of a proposal: each draft in its place, with what its cells say and what there is to say of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pacc_flow.matrix.between_cuts import about_progress
from pacc_flow.matrix.cells.cell_readings import Due, Percent, after_cut, read_due
from pacc_flow.matrix.drafting import Draft
from pacc_flow.matrix.due_columns import DueColumns
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.follow_ups import Cuts, Said
from pacc_flow.matrix.offices.office_readings import ComponentOffices, RowOffices
from pacc_flow.matrix.offices.offices import OfficeCatalogue
from pacc_flow.matrix.places.place import Placement
from pacc_flow.matrix.progress_columns import ProgressColumns
from pacc_flow.matrix.proposal import Entry, Metadata, Row

_UNSAID = frozenset({Code.PERCENT_MISSING, Code.PERCENT_NOT_APPLICABLE})


def rows_of(
    drafts: Sequence[Draft],
    placements: Sequence[Placement],
    cuts: Cuts,
    metadata: Metadata,
    known: OfficeCatalogue,
    *,
    due_columns: DueColumns,
) -> Iterator[Row]:
    offices = list(map(RowOffices(known).read, (draft.value.get("office", "") for draft in drafts)))
    suggestions = ComponentOffices((place.component, names) for place, (names, _) in zip(placements, offices, strict=True))
    progress = ProgressColumns(drafts)
    for n, (draft, place, (names, about_offices)) in enumerate(zip(drafts, placements, offices, strict=True), 1):
        value, own, said = draft.value, *_summed_up(draft, cuts)
        due = read_due(value.get("due", ""), metadata.year, due_columns.order_at(draft))
        percent = progress.read(draft, own)
        entries = [_entry(one, cuts, progress.read(draft, one)) for one in cuts.others(said)]
        yield Row(
            n=n,
            line=draft.source.line.number,
            component=place.component,
            subcomponent=place.subcomponent,
            activity=value["activity"],
            goal=value["goal"],
            due_dates=due.days,
            due_text=value.get("due", ""),
            percent=percent.value,
            narrative=own.narrative if cuts.are_several else value["narrative"],
            offices=names,
            office_text=value.get("office", ""),
            cells=draft.source.line.cells,
            findings=(
                *_about_line(draft, own, cuts),
                *place.findings,
                *due.findings,
                *_about_cut(due, percent, metadata),
                *about_progress([entry for entry, _ in entries], progress.planned(draft)),
                *percent.findings,
                *(finding for _, findings in entries[:-1] for finding in findings),
                *(about_offices if names else suggestions.suggest(place.component, about_offices)),
            ),
            shift=draft.shift,
            entries=tuple(entry for entry, _ in entries),
            block=draft.source.block,
        )


def _summed_up(draft: Draft, cuts: Cuts) -> tuple[Said, Sequence[Said]]:
    """What a row says at the document's own cut and at each: its column of the total prevails at its own."""
    own, total = cuts.own(draft.said), draft.value.get("percent", "")
    if draft.source.header.total is None or not total:
        return own, draft.said
    summed = replace(own, percent=total, planned=None, may_count=False)
    return summed, [summed if one.label == own.label else one for one in draft.said]


def _about_cut(due: Due, percent: Percent, metadata: Metadata) -> Iterator[Finding]:
    if after := after_cut(due.days, percent.value, metadata.follow_up_on):
        yield after


def _about_line(draft: Draft, own: Said, cuts: Cuts) -> Iterator[Finding]:
    yield from draft.findings
    yield from cuts.about_retold(draft.retold)
    if cuts.are_several and own.label is None and not own.is_blank:
        message = "El documento trae varios seguimientos y la fila no dice de cuál es; la leímos como del último."
        yield Finding(Code.CUT_GUESSED, "entries", message, Confidence.MEDIUM)


def _entry(said: Said, cuts: Cuts, read: Percent) -> tuple[Entry, list[Finding]]:
    """What a row says at an earlier cut: what is odd about it asks nothing, for the cut is over."""
    told = [
        Finding(Code.PERCENT_WITH_TEXT, "entries", f"{cuts.when(said.label)}: {finding.message}", Confidence.MEDIUM)
        for finding in read.findings
        if finding.code not in _UNSAID
    ]
    return Entry(cuts.of(said.label), read.value, said.narrative), told
