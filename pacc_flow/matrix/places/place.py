from dataclasses import dataclass, field

from pacc_flow.matrix.findings import Finding
from pacc_flow.matrix.places.catalogue import Component, Subcomponent


@dataclass(frozen=True, slots=True)
class Labels:
    """What a row says of its place: its own two label cells, the page that it is on, and what it is about."""

    component: str
    subcomponent: str
    page: int
    activity: str
    goal: str


@dataclass(frozen=True, slots=True)
class Placement:
    """`has_none`: the row itself says that it is of no subcomponent."""

    component: str
    subcomponent: str
    findings: tuple[Finding, ...]
    has_none: bool = False


@dataclass(frozen=True, slots=True)
class ComponentLabel:
    label: str
    known: Component | None
    row: int  # where its label is written; -1 when it is nowhere in the document

    @property
    def number(self) -> int | None:
        return self.known.number if self.known else None

    def is_same(self, other: "ComponentLabel") -> bool:
        return self.label == other.label or (self.known is not None and self.known is other.known)


@dataclass(frozen=True, slots=True)
class SubcomponentLabel:
    label: str
    known: Subcomponent | None
    row: int


NO_COMPONENT = ComponentLabel("", None, -1)
NO_SUBCOMPONENT = SubcomponentLabel("", None, -1)


@dataclass(slots=True)
class Place:
    """The state of one row while it is being placed."""

    component: ComponentLabel
    subcomponent: SubcomponentLabel
    is_anchor: bool = False
    is_misplaced: bool = False  # its subcomponent cell holds the activity
    findings: list[Finding] = field(default_factory=list)
