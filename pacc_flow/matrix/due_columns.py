"""What the dates of a whole column tell of each of its cells: whether the day or the month stands first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pacc_flow.matrix.cells.day_order import DayOrder, order_of
from pacc_flow.matrix.drafting import Draft
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.blocks import FoundMatrices

_TOLD = {
    DayOrder.MONTH_FIRST: "Las fechas{where} traen primero el mes, como 12/31/2022; así las leímos.",
    DayOrder.MIXED: "Unas fechas{where} traen primero el día y otras el mes; las dudosas las leímos con el día primero.",
}


class DueColumns:
    """The order of the dates of each sheet: one program filled it in, whatever the blocks that it is drawn in."""

    def __init__(self, found: FoundMatrices, drafts: Sequence[Draft]) -> None:
        self._sheets = [block.grid.sheet for block in found.blocks]
        texts: dict[str, list[str]] = defaultdict(list)
        for draft in drafts:
            texts[self._sheets[draft.source.block]].append(draft.value.get("due", ""))
        self._orders = {sheet: order_of(written) for sheet, written in texts.items()}

    def order_at(self, draft: Draft) -> DayOrder:
        return self._orders[self._sheets[draft.source.block]]

    def findings(self) -> Iterator[Finding]:
        for sheet, order in self._orders.items():
            if order in _TOLD:
                where = f" de la hoja «{sheet}»" if len(self._orders) > 1 else ""
                yield Finding(Code.MONTH_FIRST, "due_dates", _TOLD[order].format(where=where), Confidence.MEDIUM)
