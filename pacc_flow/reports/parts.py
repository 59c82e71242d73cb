"""What a document may show of a follow-up: all of it, one of its two tables, one component, or what one office answers for.

A part changes nothing of what was signed: its document says of which whole it is, by the fingerprint of the whole.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from pacc_flow.reports.snapshot import Row, Snapshot

NAME_CHARS = 60


class UnknownPartError(LookupError):
    """The follow-up has no such part."""


@dataclass(frozen=True)
class Part:
    """`name` is how addresses call it, `label` how people do. `component` is a number, `office` a name: of what it is,
    when it is of one.
    """

    name: str = ""
    label: str = "Completo"
    kind: Literal["whole", "matrix", "summary", "component", "office"] = "whole"
    component: int | None = None
    office: str | None = None

    @property
    def has_matrix(self) -> bool:
        return self.kind != "summary"

    @property
    def has_summary(self) -> bool:
        return self.kind != "matrix"

    def of(self, snapshot: Snapshot) -> Snapshot:
        """The rows that it shows and the components that they belong to, of which it is written."""
        if self.component is None and self.office is None:
            return snapshot
        rows = tuple(row for row in snapshot.rows if self._shows(row))
        numbers = {row.component for row in rows} | {self.component}
        return replace(snapshot, rows=rows, components=tuple(one for one in snapshot.components if one.number in numbers))

    def _shows(self, row: Row) -> bool:
        return row.component == self.component or self.office in row.offices


WHOLE = Part()
MATRIX = Part("matriz", "Solo la matriz de seguimiento", "matrix")
SUMMARY = Part("resumen", "Solo el resumen de Control Interno", "summary")


def parts_of(snapshot: Snapshot) -> tuple[Part, ...]:
    """All that there are, the whole first; an office goes by its name, and by a number too when two names look alike."""
    components = (
        Part(f"componente-{one.number}", f"Componente {one.number}. {one.name}", "component", component=one.number)
        for one in snapshot.components
    )
    return (WHOLE, MATRIX, SUMMARY, *components, *_offices(snapshot))


def part_named(snapshot: Snapshot, name: str) -> Part:
    """Raises UnknownPartError."""
    found = next((part for part in parts_of(snapshot) if part.name == name), None)
    if found is None:
        raise UnknownPartError(name)
    return found


def _offices(snapshot: Snapshot) -> Iterator[Part]:
    taken: set[str] = set()
    for office in sorted({office for row in snapshot.rows for office in row.offices}, key=_plain):
        stem = f"dependencia-{_plain(office)}"
        names = (f"{stem[: NAME_CHARS - 4]}-{n}" if n > 1 else stem[:NAME_CHARS] for n in count(1))
        name = next(name.strip("-") for name in names if name.strip("-") not in taken)
        taken.add(name)
        yield Part(name, office, "office", office=office)


def _plain(text: str) -> str:
    """In letters and figures of an address: «Oficina de Riesgos» is oficina-de-riesgos."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")
