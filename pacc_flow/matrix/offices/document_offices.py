"""The offices that a document names, against those that the entity has: which one each is, or that it is new."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pacc_flow.matrix.findings import Confidence
from pacc_flow.matrix.offices.office_proposal import OfficeProposal, Spelling, propose_offices
from pacc_flow.matrix.offices.offices import ANY_OFFICE, key_of

# fmt: off
# What the offices that review and verify are called in entities, less the words that any office has.
_ROLES = {
    ("PLANEACION",):                     "planning",
    ("PLANEACION", "INSTITUCIONAL"):     "planning",
    ("PLANEACION", "ESTRATEGICA"):       "planning",
    ("CONTROL", "INTERNO"):              "control",
    ("CONTROL", "INTERNO", "GESTION"):   "control",
    ("EVALUACION", "CONTROL", "INTERNO"): "control",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """An office of the entity. `role` is planning, control or, for every other, office."""

    name: str
    spellings: tuple[str, ...] = ()
    role: str = "office"
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class DocumentOffice:
    """An office that the document names in one way or several: the `known` one of the entity, or one to be created."""

    name: str
    spellings: tuple[Spelling, ...]
    confidence: Confidence
    known: KnownOffice | None
    is_confirmed: bool

    @property
    def rows(self) -> list[int]:
        return sorted({n for spelling in self.spellings for n in spelling.rows})

    @property
    def role(self) -> str:
        """What its name says that it is: proposed, for a person to confirm."""
        return self.known.role if self.known else role_of(self.name)

    @property
    def new_spellings(self) -> tuple[str, ...]:
        """The ways to write it that are worth remembering."""
        remembered = {self.name, *(self.known.spellings if self.known else ())}
        return tuple(spelling.text for spelling in self.spellings if spelling.text not in remembered)


def role_of(name: str) -> str:
    return _ROLES.get(tuple(word for word in key_of(name) if word not in ANY_OFFICE), "office")


def document_offices(
    office_texts: Sequence[str], known: Sequence[KnownOffice], settled: Mapping[str, str]
) -> list[DocumentOffice]:
    """The offices of the office cells of a document, in its order. `settled`: {spelling: name} that a person decided."""
    groups = propose_offices(office_texts)
    proposed = _proposed_names(groups, known)
    spellings: dict[str, list[Spelling]] = defaultdict(list)
    confidence: dict[str, Confidence] = {}
    for group in groups:
        for spelling in group.spellings:
            name = settled.get(spelling.text, proposed[group.name])
            spellings[name].append(spelling)
            confidence.setdefault(name, group.confidence)
    by_name = {office.name: office for office in known}
    return [
        DocumentOffice(
            name=name,
            spellings=tuple(written),
            confidence=confidence[name],
            known=by_name.get(name),
            is_confirmed=all(spelling.text in settled for spelling in written),
        )
        for name, written in spellings.items()
    ]


def catalogue(offices: Iterable[DocumentOffice], known: Iterable[KnownOffice]) -> dict[str, list[str]]:
    """What rows are read against: the document's offices, whose spellings prevail, and the others of the entity."""
    names = {office.name: [spelling.text for spelling in office.spellings] for office in offices}
    for office in known:
        if office.is_active or office.name in names:
            names.setdefault(office.name, []).extend(office.spellings)
    return names


def same_name(offices: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], str]:
    """The name of each office by what its spellings share, to find an office by any of them."""
    found: dict[tuple[str, ...], str] = {}
    for name, spellings in offices.items():
        for text in (name, *spellings):
            found.setdefault(key_of(text), name)
    return found


def _proposed_names(groups: Iterable[OfficeProposal], known: Sequence[KnownOffice]) -> dict[str, str]:
    """Group → the office of the entity that is written so, or that has its role; else its own name."""
    written = {key: name for office in known for key, name in same_name({office.name: office.spellings}).items()}
    by_role = {office.role: office.name for office in known if office.role != "office"}
    return dict(_matches(list(groups), written, by_role))


def _matches(
    groups: Sequence[OfficeProposal], written: Mapping[tuple[str, ...], str], by_role: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    exact = {group.name: _written_so(group, written) for group in groups}
    taken = set(exact.values())
    for group in groups:
        name = exact[group.name] or by_role.get(role_of(group.name), "")
        if exact[group.name] or (name and name not in taken):
            taken.add(name)
            yield group.name, name
        else:
            yield group.name, group.name


def _written_so(group: OfficeProposal, written: Mapping[tuple[str, ...], str]) -> str:
    return next((name for spelling in group.spellings if (name := written.get(key_of(spelling.text)))), "")
