"""Activities that a document has twice and are no follow-ups of one: a line pasted again, or another plan beside it."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from pacc_flow.matrix.drafting import Draft
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.blocks import FoundBlock, FoundMatrices
from pacc_flow.matrix.layout.document.plan_year import years_named
from pacc_flow.matrix.places.place import Placement
from pacc_flow.matrix.words import words_of

_MOST = 0.5  # of the rows of a sheet


class Repeated:
    """`drafts` are those given, with a finding in each that repeats one above it."""

    def __init__(self, found: FoundMatrices, drafts: Sequence[Draft], placements: Sequence[Placement]) -> None:
        self._blocks = found.blocks
        self._rows = Counter(self._sheet(draft) for draft in drafts)
        self._shared: Counter[tuple[str, str]] = Counter()  # activities of two sheets
        self.drafts = [self._told(draft, first) for draft, first in zip(drafts, self._firsts(drafts, placements), strict=True)]

    def _firsts(self, drafts: Sequence[Draft], placements: Sequence[Placement]) -> Iterator[Draft | None]:
        """For each draft the one above that says the same: in another sheet the activity and its goal in their component,
        in its own also the date and who is responsible, for an activity may have its day in each quarter.
        """
        seen: dict[Hashable, tuple[Draft, Placement]] = {}
        whole: dict[Hashable, Draft] = {}
        for draft, placement in zip(drafts, placements, strict=True):
            plan = tuple(map(words_of, (placement.component, draft.value["activity"], draft.value["goal"])))
            first, its_placement = seen.setdefault(plan, (draft, placement))
            if first is draft or not draft.value["activity"]:
                yield None
                continue
            whole.setdefault((plan, self._rest(first, its_placement)), first)
            equal = whole.setdefault((plan, self._rest(draft, placement)), draft)
            is_elsewhere = self._sheet(first) != self._sheet(draft)
            yield equal if equal is not draft else first if is_elsewhere else None

    def _rest(self, draft: Draft, placement: Placement) -> Hashable:
        texts = (placement.subcomponent, draft.value.get("due", ""), draft.value.get("office", ""))
        return self._sheet(draft), *map(words_of, texts)

    def _told(self, draft: Draft, first: Draft | None) -> Draft:
        if first is None:
            return draft
        number, sheet = first.source.line.number, self._sheet(first)
        if sheet == self._sheet(draft):
            message = f"La actividad está repetida: la fila es igual a la del renglón {number}."
        else:
            self._shared[sheet, self._sheet(draft)] += 1
            message = f"La actividad ya está en la hoja «{sheet}», renglón {number}. Deje fuera una de las dos si son la misma."
        finding = Finding(Code.REPEATED_ACTIVITY, "activity", message, Confidence.MEDIUM, "")
        return replace(draft, findings=(*draft.findings, finding))

    def _sheet(self, draft: Draft) -> str:
        return self._blocks[draft.source.block].grid.sheet

    def findings(self) -> Iterator[Finding]:
        """Of the sheets that look like plans of other years, or like versions of one."""
        years = {sheet: _years_of(block) for block in reversed(self._blocks) if (sheet := block.grid.sheet) and not block.label}
        named = {sheet: found for sheet, found in years.items() if len(found) == 1}
        if len(set().union(*named.values())) > 1:
            listed = "; ".join(f"«{sheet}», {min(found)}" for sheet, found in reversed(named.items()))
            message = f"Hay hojas de vigencias distintas: {listed}. Si no son un solo plan, deje solo las filas de una."
            yield Finding(Code.PLAN_TWICE, "file", message, Confidence.MEDIUM)
            return
        for (first, second), count in self._shared.items():
            if count > _MOST * min(self._rows[first], self._rows[second]):
                message = f"La hoja «{second}» repite {count} de las actividades de «{first}»: parecen dos versiones del plan."
                yield Finding(Code.PLAN_TWICE, "file", message, Confidence.MEDIUM)


def _years_of(block: FoundBlock) -> set[int]:
    return years_named([block.grid.sheet]) or years_named(cell for line in block.above for cell in line.cells if cell)
