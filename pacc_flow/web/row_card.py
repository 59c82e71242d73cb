"""A row of a document opened on the page: what was found in it, what is asked, and the form that answers."""

from dataclasses import dataclass

from pacc_flow.matrix import Code, Finding, Row
from pacc_flow.web.formatting import percent
from pacc_flow.web.forms.proposal import AnswerForm, CorrectionForm
from pacc_flow.web.question import LEVELS, Question, told


@dataclass(frozen=True)
class Told:
    """A finding that asks nothing, as it is read."""

    title: str
    words: str
    icon: str
    confidence: str
    is_shift: bool


@dataclass
class RowCard:
    """A row opened on the page, with what is asked about it and the form that answers."""

    row: Row
    found: list[Told]
    questions: list[Question]
    also: list[int]
    form: AnswerForm
    correction: CorrectionForm | None = None
    says: str = ""  # the words that the rows of `also` have in common with this one

    @property
    def shown(self) -> list[Told]:
        """While something is asked, only what moved its cells; the rest is one fold away."""
        return [told for told in self.found if told.is_shift or not self.questions]

    @property
    def folded(self) -> list[Told]:
        return [told for told in self.found if told not in self.shown]

    @property
    def facts(self) -> list[tuple[str, str]]:
        row = self.row
        return [
            ("Componente", row.component),
            ("Subcomponente", row.subcomponent),
            ("Meta o producto", row.goal),
            ("Fecha de culminación", row.due_text),
            ("Avance en el documento", "" if row.percent is None else percent(row.percent)),
            ("Dependencia", ", ".join(row.offices)),
        ]


def told_of(finding: Finding) -> Told:
    title, words = told(finding)
    is_shift = finding.code is Code.SHIFTED
    return Told(title, words, "moved" if is_shift else "info", LEVELS[finding.confidence], is_shift)
