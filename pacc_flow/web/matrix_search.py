"""What the address of a published follow-up asks for among its activities: words, an office, a state, a component."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256

from pacc_flow.models import searchable
from pacc_flow.reports import Snapshot, Status
from pacc_flow.reports.snapshot import Row

LONGEST = 100  # characters of a search
_ECHOED = 60  # of what nobody can have chosen, told back to whoever typed it
STATUSES = {status.label.lower().replace(" ", "-"): status for status in Status}  # as they stand in the address
_TOO_LONG = f"La búsqueda tiene más de {LONGEST} caracteres: acórtela. Se muestran todas las actividades."


@dataclass(frozen=True)
class Field:
    """One of the lists to choose from. `options` are (value, words); `everything` is the choice of none of them."""

    name: str
    label: str
    everything: str
    unknown: str
    options: Sequence[tuple[str, str]]
    chosen: str = ""


@dataclass(frozen=True)
class Asked:
    """`refusals` say what the address holds that nobody could have chosen; with any of them nothing is narrowed."""

    words: str
    fields: Sequence[Field]
    refusals: Sequence[str]
    longest: int = LONGEST

    @classmethod
    def of(cls, args: Mapping[str, str], snapshot: Snapshot) -> "Asked":
        words = as_chosen(args.get("q", ""))
        fields, refusals = [], [_TOO_LONG] if len(words) > LONGEST else []
        for field in fields_of(snapshot):
            value = as_chosen(args.get(field.name, ""))
            is_known = value in dict(field.options)
            if value and not is_known:
                refusals.append(f"{field.unknown} «{value[:_ECHOED]}». Elija de la lista. Se muestran todas las actividades.")
            fields.append(replace(field, chosen=value if is_known else ""))
        return cls(words[:LONGEST], fields, refusals)

    @property
    def narrows(self) -> bool:
        return not self.refusals and bool(self.words or any(field.chosen for field in self.fields))

    @property
    def tag(self) -> str:
        """Names the search, in the validator of its page."""
        said = "\n".join([self.words, *(field.chosen for field in self.fields)])
        return sha256(said.encode()).hexdigest()[:16] if self.narrows else ""

    @property
    def told(self) -> str:
        """Such as «con «agua», dependencia «Planeación»»."""
        of_words = [f"con «{self.words}»"] if self.words else []
        chosen = [f"{field.label.lower()} «{dict(field.options)[field.chosen]}»" for field in self.fields if field.chosen]
        return ", ".join(of_words + chosen)

    @cached_property
    def chosen(self) -> dict[str, str]:
        return {field.name: field.chosen for field in self.fields}

    def among(self, snapshot: Snapshot, text: str) -> list[Row]:
        """The rows that answer to all that is asked, in their order; `text` is the canonical text of the snapshot."""
        if not self.narrows:
            return list(snapshot.rows)
        words = searchable(self.words).split()
        said = zip(snapshot.rows, searched_in(text), strict=True)
        return [row for row, texts in said if all(word in texts for word in words) and self._is_chosen(row)]

    def _is_chosen(self, row: Row) -> bool:
        office, status, component = (self.chosen[name] for name in ("dependencia", "estado", "componente"))
        return (
            (not office or office in map(as_chosen, row.offices))
            and (not status or row.status is STATUSES[status])
            and (not component or row.component == int(component))
        )


def fields_of(snapshot: Snapshot) -> tuple[Field, ...]:
    """Only what some activity of this follow-up has, but for the states, which are always the same."""
    offices = sorted({office for row in snapshot.rows for office in row.offices}, key=searchable)
    used = {row.component for row in snapshot.rows}
    components = [(str(one.number), f"{one.number}. {one.name}") for one in snapshot.components if one.number in used]
    states = [(slug, status.label) for slug, status in STATUSES.items()]
    by_name = [(as_chosen(office), office) for office in offices]
    return (
        Field("dependencia", "Dependencia", "Todas", "En este seguimiento no responde la dependencia", by_name),
        Field("estado", "Estado", "Todos", "No hay un estado", states),
        Field("componente", "Componente", "Todos", "En este seguimiento no hay actividades del componente", components),
    )


def as_chosen(text: str) -> str:
    """As it comes back in an address that somebody typed or a program mended."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


@lru_cache(maxsize=16)
def searched_in(text: str) -> tuple[str, ...]:
    """Of each row, all that can be found in it: worked out once for a follow-up, whoever searches it and however often."""
    snapshot = Snapshot.from_bytes(text.encode())
    names = {component.number: component.name for component in snapshot.components}
    return tuple(searchable(said_of(row, names[row.component])) for row in snapshot.rows)


def said_of(row: Row, component: str) -> str:
    told = (row.activity, row.subcomponent, row.goal, row.due_text, row.narrative, row.observation, row.unreported_reason)
    return "\n".join((str(row.n), component, *told, *row.offices, *(piece.name for piece in row.evidence)))
