"""What does not fit together in an entry, as those who sign read it: a word for each kind, its drawing, and the comparison."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pacc_flow.coherence import Finding, Kind
from pacc_flow.models import Cut, Entry
from pacc_flow.queries.coherence import Judged, findings_of_entry, findings_of_verified
from pacc_flow.web.database import db
from pacc_flow.web.markup_diff import changed_text

# fmt: off
KINDS = {  # drawing, and what is said of several entries
    Kind.UNFINISHED:       ("warning",  "Reportan 100\u00a0%, pero el texto dice que la tarea sigue"),
    Kind.GOAL:             ("warning",  "El texto cuenta menos de lo que dice la meta"),
    Kind.DUE_LATER:        ("calendar", "Reportan 100\u00a0%, pero la fecha de culminación es posterior al corte"),
    Kind.WENT_DOWN:        ("warning",  "El avance bajó"),
    Kind.SAME_AS_OTHER:    ("copy",     "El texto es igual o casi igual al de otra actividad"),
    Kind.SAME_AS_BEFORE:   ("copy",     "El texto es igual o casi igual al del corte anterior"),
    Kind.CUT_OFF:          ("warning",  "El texto parece cortado"),
    Kind.NO_EVIDENCE:      ("link-off", "No hay evidencia"),
    Kind.PERSONAL_ADDRESS: ("link-off", "Un enlace lleva a una unidad personal"),
    Kind.INNER_ADDRESS:    ("link-off", "Un enlace no abre desde fuera de la entidad"),
    Kind.BROKEN_ADDRESS:   ("link-off", "Un enlace está mal escrito"),
}
# fmt: on


@dataclass(frozen=True)
class Signal:
    """`compared` marks what only one of two texts says; nothing where both say the same."""

    title: str
    words: str
    icon: str
    compared: Markup | None


@dataclass(frozen=True)
class Group:
    """The entries of which one kind of thing is said."""

    title: str
    entries: Sequence[Judged]


@dataclass(frozen=True)
class Overview:
    judged: Sequence[Judged]

    @property
    def flagged(self) -> int:
        return sum(bool(entry.findings) for entry in self.judged)

    @property
    def groups(self) -> list[Group]:
        groups = [Group(title, list(_with(kind, self.judged))) for kind, (_, title) in KINDS.items()]
        return [group for group in groups if group.entries]


def signals_of(entry: Entry) -> list[Signal]:
    return [_signal(finding) for finding in findings_of_entry(db.session, entry)]


def overview_of(cut: Cut) -> Overview:
    return Overview(findings_of_verified(db.session, cut))


def _signal(finding: Finding) -> Signal:
    other, own = finding.compared or ("", "")
    compared = changed_text(other, own) if other.split() != own.split() else None
    return Signal(finding.title, finding.reason, KINDS[finding.kind][0], compared)


def _with(kind: Kind, judged: Iterable[Judged]) -> Iterable[Judged]:
    return (entry for entry in judged if any(finding.kind == kind for finding in entry.findings))
