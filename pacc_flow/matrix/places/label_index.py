from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from pacc_flow.matrix.places.catalogue import Catalogue
from pacc_flow.matrix.places.place import ComponentLabel, Labels, SubcomponentLabel


class LabelIndex:
    """The labels of the document, each cell looked up in the catalogue once."""

    def __init__(self, rows: Sequence[Labels], catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._components = {text: catalogue.component(text) for text in {row.component for row in rows} if text}
        self._subcomponents = {text: catalogue.subcomponent(text) for text in {row.subcomponent for row in rows} if text}
        self._written: dict[int, list[int]] = defaultdict(list)
        self._rows = rows
        for at, row in enumerate(rows):
            known = self._components.get(row.component)
            if known:
                self._written[known.number].append(at)

    def component(self, at: int) -> ComponentLabel:
        label = self._rows[at].component
        return ComponentLabel(label, self._components[label], at)

    def subcomponent(self, at: int) -> SubcomponentLabel:
        label = self._rows[at].subcomponent
        return SubcomponentLabel(label, self._subcomponents[label], at)

    def nearest(self, number: int, at: int) -> ComponentLabel:
        """The document's label for a component of the catalogue: the next one written, else the last, else its name."""
        written = self._written[number]
        if not written:
            known = self.catalogue.numbered(number)
            return ComponentLabel(known.name if known else "", known, -1)
        return self.component(written[min(bisect_left(written, at), len(written) - 1)])
