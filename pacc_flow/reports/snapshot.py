"""What a published follow-up says, frozen: the bytes of this record are what is stored, hashed and signed.

Every document format is written from it alone. It names offices and never people: it has no field for a person, and
refuses unknown ones. Percentages are hundredths of a percent (88,24 % = 8824); an absent text is "".
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Self

from pacc_flow.reports import canonical
from pacc_flow.reports.earlier import EarlierCut, is_sha256
from pacc_flow.reports.record import Record, require
from pacc_flow.reports.status import COMPLETE, Status, status_at

FORMAT = "pacc-follow-up/v1"


@dataclass(frozen=True, kw_only=True)
class Entity(Record):
    name: str
    slug: str
    is_demo: bool = False

    def check(self) -> None:
        require_words(entity=self.name, slug=self.slug)


@dataclass(frozen=True, kw_only=True)
class Plan(Record):
    """`kind` is the short name of the instrument (PAAC, PTEP), `name` the long one in the entity's words."""

    kind: str
    year: int
    name: str

    def check(self) -> None:
        require_words(kind=self.kind, name=self.name)


@dataclass(frozen=True, kw_only=True)
class Cut(Record):
    """`on` is the cut date in Bogotá: progress is cumulative up to its end."""

    number: int
    name: str
    on: date

    def check(self) -> None:
        require(self.number >= 1, "El primer corte es el 1.")
        require_words(cut=self.name)


@dataclass(frozen=True, kw_only=True)
class Thresholds(Record):
    """Traffic light: low below `low_below`, middle below `mid_below`, high from there on."""

    low_below: int = 6000
    mid_below: int = 8000

    def check(self) -> None:
        require(0 < self.low_below <= self.mid_below <= COMPLETE, "Los umbrales no están en orden entre 0 y 100 %.")


@dataclass(frozen=True, kw_only=True)
class Component(Record):
    """A component in the entity's words; `observation` is Internal Control's, for the summary."""

    number: int
    name: str
    observation: str = ""

    def check(self) -> None:
        require_words(component=self.name)


class EvidenceKind(StrEnum):
    FILE = "file"
    LINK = "link"


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """A file (`sha256` in hexadecimal, `size` in bytes) or a web address (`url`), each with its own fields only."""

    kind: EvidenceKind
    name: str
    url: str | None = None
    sha256: str | None = None
    size: int | None = None

    def check(self) -> None:
        require_words(evidence=self.name)
        if self.kind is EvidenceKind.LINK:
            require(self.sha256 is None and self.size is None, f"El enlace «{self.name}» no puede llevar huella.")
            require((self.url or "").startswith(("https://", "http://")), f"«{self.url}» no es una dirección web.")
        else:
            require(self.url is None, f"El archivo «{self.name}» no puede llevar dirección.")
            require(is_sha256(self.sha256), f"Al archivo «{self.name}» le falta su huella SHA-256.")
            require(self.size is not None and self.size >= 0, f"Al archivo «{self.name}» le falta su tamaño.")
            # A folder of somebody's computer often carries that person's name.
            require(not {"/", "\\"} & set(self.name), f"El archivo «{self.name}» no puede llevar su carpeta.")


@dataclass(frozen=True, kw_only=True)
class Row(Record):
    """One activity. `component` is the component's number; `percent` the verified one, null when nothing was verified.

    `due_text` keeps the plan's words and `due_dates` their meaning, in its order. The first of `offices` leads.
    `days_late` counts business days from the offices' milestone to the first submission; 0 is on time.
    """

    n: int
    component: int
    subcomponent: str
    activity: str
    goal: str
    due_text: str
    due_dates: tuple[date, ...]
    percent: int | None
    reported_percent: int | None
    narrative: str
    observation: str
    offices: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    status: Status
    days_late: int = 0
    unreported_reason: str = ""

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    def check(self) -> None:
        at = f"Actividad {self.n}"
        require_words(activity=self.activity)
        for percent in (self.percent, self.reported_percent):
            require(percent is None or 0 <= percent <= COMPLETE, f"{at}: el porcentaje no está entre 0 y 100.")
        require(bool(self.offices), f"{at}: falta la dependencia responsable.")
        for office in self.offices:
            require_office(office)
        require(self.days_late >= 0, f"{at}: los días de retraso no pueden ser negativos.")
        is_explained = bool(self.unreported_reason.strip())
        require(is_explained == (self.percent is None), f"{at}: el motivo va si, y solo si, no fue reportada.")


@dataclass(frozen=True, kw_only=True)
class Snapshot(Record):
    """`revision` starts at 1; a correction is the next one. `calendar_version` names the list of holidays used. `earlier`
    are the cuts of the plan that were published before, in their order.
    """

    ADDED_LATER = frozenset({"earlier"})

    entity: Entity
    plan: Plan
    cut: Cut
    revision: int
    published_on: date
    signed_at: datetime
    signed_by_office: str
    calendar_version: str
    thresholds: Thresholds
    components: tuple[Component, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    earlier: tuple[EarlierCut, ...] = ()
    format: str = FORMAT

    def check(self) -> None:
        require(self.format == FORMAT, f"El formato «{self.format}» no es {FORMAT}.")
        require(self.revision >= 1, "La primera revisión es la 1.")
        require_office(self.signed_by_office)
        require_ascending([component.number for component in self.components], "Los componentes no están en orden.")
        require_ascending([row.n for row in self.rows], "Las actividades no están en orden.")
        require_ascending([*(one.number for one in self.earlier), self.cut.number], "Los cortes no están en orden.")
        numbers = {component.number for component in self.components}
        for row in self.rows:
            require(row.component in numbers, f"Actividad {row.n}: el componente {row.component} no existe.")
            status = status_at(row.percent, row.due_dates, self.cut.on)
            require(row.status is status, f"Actividad {row.n}: su estado es «{status.label}», no «{row.status.label}».")

    def to_canonical_bytes(self) -> bytes:
        return canonical.to_bytes(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises SnapshotError unless `data` is exactly what `to_canonical_bytes` gives for a valid snapshot."""
        return canonical.from_bytes(cls, data)

    @classmethod
    def from_signed(cls, text: str, sha256: str) -> Self:
        """The snapshot of a stored text; raises SnapshotError unless it has the fingerprint that was signed."""
        snapshot = cls.from_bytes(text.encode())
        require(snapshot.sha256 == sha256, "El contenido no tiene la huella que se firmó.")
        return snapshot

    @property
    def sha256(self) -> str:
        """Of the canonical bytes, in hexadecimal."""
        return hashlib.sha256(self.to_canonical_bytes()).hexdigest()

    def component_of(self, row: Row) -> Component:
        return next(component for component in self.components if component.number == row.component)


def require_words(**texts: str) -> None:
    for field, text in texts.items():
        require(bool(text.strip()), f"{field}: el texto está vacío.")


def require_office(name: str) -> None:
    """An e-mail address where an office is expected would publish a person."""
    require_words(office=name)
    require("@" not in name, f"«{name}» no es una dependencia: parece un correo.")


def require_ascending(values: Sequence[int], sentence: str) -> None:
    require(all(earlier < later for earlier, later in pairwise(values)), sentence)
