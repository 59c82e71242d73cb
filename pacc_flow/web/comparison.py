"""An import of a year that already has its plan: what would be different, said and left as it is."""

from dataclasses import dataclass

from pacc_flow.matrix import Row
from pacc_flow.matrix.deciding.difference import Change, Difference, Statement, differ
from pacc_flow.queries.plan_statements import statements_of
from pacc_flow.web.database import db
from pacc_flow.web.proposal_page import ProposalPage

_NAMES = {
    "component": "Componente",
    "subcomponent": "Subcomponente",
    "activity": "Actividad",
    "goal": "Meta o producto",
    "due": "Fecha de culminación",
    "offices": "Dependencias",
}


@dataclass(frozen=True)
class Comparison:
    year: int
    difference: Difference

    @property
    def why_not(self) -> str:
        """The sentence beside the button that is not offered."""
        return f"Ya hay un plan de {self.year}: con este documento no se crea otro de la misma vigencia."

    @staticmethod
    def name_of(change: Change) -> str:
        return _NAMES[change.field]


def compared(page: ProposalPage, taken: frozenset[int]) -> Comparison | None:
    """None when the document is of a year that has no plan, or does not say its year."""
    year = page.draft.reading.metadata.year
    if not page.is_open or year is None or year not in taken:
        return None
    plan = statements_of(db.session, page.proposal.entity_id, year)
    return Comparison(year, differ(plan, [_statement(row) for row in page.draft.decided.rows]))


def _statement(row: Row) -> Statement:
    return Statement(
        n=row.n,
        component=row.component,
        subcomponent=row.subcomponent,
        activity=row.activity,
        goal=row.goal,
        due=row.due_text,
        offices=frozenset(row.offices),
    )
