"""Which column is which: the headings that documents use for each field of a row, as data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pacc_flow.matrix.words import fold


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A way of setting out the matrix. `headings` are folded patterns; a line with `enough` of them is its header.

    `titles` name the columns, in their order, in what is said to a person.
    """

    name: str
    headings: Mapping[str, str]
    enough: int
    titles: Mapping[str, str]


# fmt: off
EIGHT_COLUMNS = Layout(
    name="ocho-columnas",
    headings={
        # field           its heading, folded
        "component":    r"COMPONENTES?",
        "subcomponent": r"SUBCOMPONENTES?",
        "activity":     r"ACTIVIDAD(ES)?",
        "goal":         r"METAS?( O |/| Y )PRODUCTOS?",
        "due":          r"FECHAS? DE CULMINACION",
        "percent":      r"(%|PORCENTAJE) DE AVANCE.*",
        "narrative":    r"DESCRIPCION DEL AVANCE.*",
        "office":       r"DEPENDENCIAS? RESPONSABLES?",
    },
    enough=6,
    titles={
        "component":    "Componente",
        "subcomponent": "Subcomponente",
        "activity":     "Actividades",
        "goal":         "Meta o producto",
        "due":          "Fecha de culminación",
        "percent":      "% de avance",
        "narrative":    "Descripción",
        "office":       "Dependencia responsable",
    },
)
# fmt: on
LAYOUTS: Sequence[Layout] = (EIGHT_COLUMNS,)
_LONGEST_HEADING = 120  # characters: most rows are told from a header by their narrative alone


@dataclass(frozen=True, slots=True)
class Header:
    """A header line understood: the place (0-based) of each field, and the headings as written."""

    layout: Layout
    places: Mapping[str, int]
    headings: tuple[str, ...]

    def fields(self) -> tuple[tuple[str, str], ...]:
        """(heading, field or "") of each column, in the order of the file."""
        names = {place: name for name, place in self.places.items()}
        return tuple((heading, names.get(place, "")) for place, heading in enumerate(self.headings))


def recognise(cells: Sequence[str]) -> Header | None:
    """The header that a line is, or None."""
    if max(map(len, cells)) > _LONGEST_HEADING:
        return None
    for layout in LAYOUTS:
        places = _places(layout, cells)
        if len(places) >= layout.enough and "activity" in places:
            return Header(layout, places, tuple(cells))
    return None


def _places(layout: Layout, cells: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = _field(layout, cell) if cell else None
        if name is not None:
            places.setdefault(name, place)
    return places


@lru_cache(maxsize=4096)
def _field(layout: Layout, cell: str) -> str | None:
    folded = fold(cell)
    return next((name for name, pattern in layout.headings.items() if re.fullmatch(pattern, folded)), None)
