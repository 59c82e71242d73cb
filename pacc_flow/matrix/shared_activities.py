"""One activity merged over several lines, each with an office of its own, is one row with all of them."""

from collections.abc import Sequence
from dataclasses import replace

from pacc_flow.matrix.drafting import Draft
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.blocks import FoundMatrices
from pacc_flow.matrix.layout.header import Header
from pacc_flow.matrix.readers.grid import Grid


def join_offices(found: FoundMatrices, drafts: Sequence[Draft]) -> Sequence[Draft]:
    """The drafts with those lines in the first of them. What else a line says apart, such as its progress, keeps it one."""
    runs: list[list[Draft]] = []
    for draft in drafts:
        grid = found.blocks[draft.source.block].grid
        if runs and grid.fallen and _goes_on(grid, runs[-1], draft):
            runs[-1].append(draft)
        else:
            runs.append([draft])
    return drafts if len(runs) == len(drafts) else [_whole(run) for run in runs]


def _goes_on(grid: Grid, run: Sequence[Draft], draft: Draft) -> bool:
    first, above, source = run[0], run[-1].source, draft.source
    number, header = source.line.number, source.header
    is_next = above.block == source.block and above.line.number + 1 == number and not (first.shift or draft.shift)
    if not is_next or header.cut is not None or (number, header.places["activity"]) not in grid.fallen:
        return False
    own = {
        place
        for place, (text, before) in enumerate(zip(source.line.cells, first.source.line.cells, strict=False))
        if text and text != before and (number, place) not in grid.fallen
    }
    office = header.places.get("office")
    return office in own and own <= {office, *_dates(grid, number, header)}


def _dates(grid: Grid, number: int, header: Header) -> set[int]:
    """The column of dates, which may be of each office, where the progress is told of all of them together."""
    due, percent = header.places.get("due"), header.places.get("percent")
    return {due} if due is not None and percent is not None and (number, percent) in grid.fallen else set()


def _whole(run: Sequence[Draft]) -> Draft:
    first, *others = run
    if not others:
        return first
    source, value, cells = first.source, dict(first.value), list(first.source.line.cells)
    for name in ("office", "due"):
        texts = list(dict.fromkeys(text for draft in run if (text := draft.value.get(name, ""))))
        place = source.header.places.get(name)
        if place is not None and len(texts) > 1:
            value[name] = cells[place] = "\n".join(texts)
    last = others[-1].source.line.number
    lines = f"los renglones {source.line.number} {'y' if len(run) == 2 else 'a'} {last}"  # noqa: PLR2004 -- a pair
    message = f"La actividad está combinada sobre {lines}, cada uno con su dependencia: la leímos como una fila con todas."
    finding = Finding(Code.JOINED_OFFICES, "offices", message, Confidence.MEDIUM)
    line = source.line._replace(cells=tuple(cells))
    return replace(first, source=replace(source, line=line), value=value, findings=(*first.findings, finding))
