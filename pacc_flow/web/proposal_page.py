"""A proposal as a page: what was found and how much of it, the rows asked for, and whether the plan may be created."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask import url_for

from pacc_flow.actions.plan_imports import why_not_create
from pacc_flow.actions.source_types import source_type
from pacc_flow.calendar.words import long_date
from pacc_flow.matrix import KINDS, Code, Need, Row, original_cells
from pacc_flow.matrix.deciding.decision_log import Step
from pacc_flow.matrix.deciding.plan_draft import PlanDraft
from pacc_flow.matrix.findings import titles_of
from pacc_flow.matrix.layout.columns.headings import TITLES
from pacc_flow.matrix.offices.document_offices import DocumentOffice
from pacc_flow.matrix.words import content_words
from pacc_flow.models import Proposal, ProposalState
from pacc_flow.web.forms.proposal import AnswerForm, CorrectionForm
from pacc_flow.web.proposal_words import slug_of, step_words
from pacc_flow.web.question import told
from pacc_flow.web.row_card import RowCard, told_of
from pacc_flow.web.row_questions import questions_of
from pacc_flow.web.same_answers import literal, only_confirm, same_question

OPENED = 3  # waiting rows with their question before the eyes; the others are one line each
WAITING, TO_LOOK_AT, DECIDED, LEFT_OUT, PLAIN = "decidir", "mirar", "decididas", "fuera", "sin-dudas"
_ASKING = (Need.CONFIRM, Need.CORRECT)


@dataclass(frozen=True)
class Kind:
    """One line of what was found: how many rows, and the address that shows them."""

    slug: str
    name: str
    count: int
    state: str = ""  # of a main line, its colour in the bar

    @property
    def is_main(self) -> bool:
        return bool(self.state)


@dataclass
class ProposalPage:
    """`shows` is the kind of rows asked for; `asked` the row to open, with its correction form when `corrects`. `forms`
    hold what was typed and refused, by the number of its row.
    """

    proposal: Proposal
    draft: PlanDraft
    names: Mapping[int, str]
    shows: str = ""
    asked: int = 0
    corrects: bool = False
    forms: Mapping[int, AnswerForm] = field(default_factory=dict)
    correction: CorrectionForm | None = None

    @property
    def is_open(self) -> bool:
        return self.proposal.state == ProposalState.OPEN

    @cached_property
    def waiting(self) -> list[Row]:
        return self.draft.waiting

    @property
    def refusal(self) -> str | None:
        return why_not_create(self.draft)

    @property
    def heading(self) -> str:
        total, left = len(self.draft.reading.rows), len(self.waiting)
        read = f"Leímos {total} {'actividad' if total == 1 else 'actividades'}"
        if self.proposal.state == ProposalState.CREATED:
            return f"{read}; el plan ya existe"
        if self.guessed_headings:
            return f"Encontramos una tabla de {total} {'fila' if total == 1 else 'filas'}: diga qué trae cada columna"
        if not left:
            return f"{read}; todo está decidido"
        return f"{read}; {left} {'espera' if left == 1 else 'esperan'} su decisión"

    @property
    def facts(self) -> list[tuple[str, ...]]:
        of, digest = self.draft.reading.metadata, self.proposal.file_sha256
        return [
            ("Entidad", of.entity or "El documento no la dice"),
            ("Vigencia", str(of.year) if of.year else "El documento no la dice"),
            ("Corte", long_date(of.follow_up_on) if of.follow_up_on else ""),
            ("Forma", self._shape()),
            ("Huella", f"{digest[:4]} {digest[4:8]} … {digest[-4:]}", "mono"),
        ]

    def _shape(self) -> str:
        of, repeated = self.draft.reading.metadata, len(self.draft.reading.metadata.headers)
        what = source_type(self.proposal.file_name).words
        headers = f", {repeated} encabezados repetidos" if repeated > 1 else ""
        return f"{what} en {len(of.columns)} columnas{headers}"

    @property
    def other_entity(self) -> str:
        """The entity that the document names, when it seems to be another one."""
        written, own = self.draft.reading.metadata.entity or "", self.proposal.entity
        said, mine = set(content_words(written)), [set(content_words(text)) for text in (own.name, own.slug)]
        return "" if not said or any(said <= words or words <= said for words in mine) else written

    @property
    def guessed_headings(self) -> tuple[str, str] | None:
        """A title and its words, where the columns must be named before anything else."""
        found = (finding for finding in self.draft.reading.findings if finding.code is Code.HEADINGS_GUESSED)
        return next((told(finding) for finding in found), None)

    @property
    def notices(self) -> list[str]:
        """What the reader says of the whole document, but for what is shown elsewhere."""
        shown = {Code.REPEATED_HEADERS, Code.OFFICE_SPELLINGS}
        if self.guessed_headings:
            shown |= {Code.HEADINGS_GUESSED, Code.DOUBTFUL_COLUMN, Code.UNKNOWN_COLUMN}
        return [finding.message for finding in self.draft.reading.findings if finding.code not in shown]

    @cached_property
    def parts(self) -> dict[str, list[Row]]:
        """Every row of the document in exactly one part."""
        waits, log = {row.n for row in self.waiting}, self.draft.log
        out = log.discarded
        parts: dict[str, list[Row]] = {WAITING: [], TO_LOOK_AT: [], DECIDED: [], LEFT_OUT: [], PLAIN: []}
        for row in self.draft.decided.rows:
            if row.n in waits:
                parts[WAITING].append(row)
            elif row.n in log.decided:
                parts[DECIDED].append(row)
            else:
                parts[TO_LOOK_AT if row.findings else PLAIN].append(row)
        parts[LEFT_OUT] = [row for row in self.draft.reading.rows if row.n in out]
        return parts

    @property
    def segments(self) -> list[tuple[str, int]]:
        return [(kind.state, kind.count) for kind in self.kinds if kind.is_main]

    @cached_property
    def kinds(self) -> list[Kind]:
        asks = (title for row in self.waiting for title in titles_of(f for f in row.findings if f.need is not Need.NOTHING))
        seen = self.draft.decided.rows
        says = (title for row in seen for title in titles_of(f for f in row.findings if f.need is Need.NOTHING))
        # fmt: off
        main = [
            (Kind(WAITING,    "Por decidir",                len(self.parts[WAITING]),    "decide"),    _titles(Counter(asks))),
            (Kind(TO_LOOK_AT, "Corregidas, conviene mirar", len(self.parts[TO_LOOK_AT]), "submitted"), _titles(Counter(says))),
            (Kind(DECIDED,    "Decididas",                  len(self.parts[DECIDED]),    "reviewed"),  []),
            (Kind(LEFT_OUT,   "Dejadas fuera",              len(self.parts[LEFT_OUT]),   "draft"),     []),
            (Kind(PLAIN,      "Sin dudas",                  len(self.parts[PLAIN]),      "verified"),  []),
        ]
        # fmt: on
        shown = [(kind, titles) for kind, titles in main if kind.count or kind.slug not in (DECIDED, LEFT_OUT)]
        return [one for kind, titles in shown for one in (kind, *titles)]

    @property
    def current(self) -> str:
        """The kind that is shown: what waits, or what was decided once it is over, unless the address asks for another."""
        known = {kind.slug for kind in self.kinds}
        usual = WAITING if self.is_open else DECIDED if self.parts[DECIDED] else TO_LOOK_AT
        return self.shows if self.shows in known else usual

    @cached_property
    def rows(self) -> list[Row]:
        if self.current in self.parts:
            return self.parts[self.current]
        return [row for row in self.draft.decided.rows if self.current in {slug_of(f.title) for f in row.findings}]

    @cached_property
    def opened(self) -> list[RowCard]:
        """The row asked for, and while there is something to decide the first ones that wait."""
        asked = self._row(self.asked)
        waits = [row for row in self.rows if row is not asked and row.needs_a_person] if self._asks else []
        first = waits[: OPENED - bool(asked)]
        return [self._card(row) for row in ([asked] if asked else []) + first]

    @property
    def _asks(self) -> bool:
        """Whether what is shown is something to decide: all of it, or one kind of doubt."""
        return self.current == WAITING or self.current in {
            slug_of(kind.title) for kind in KINDS.values() if kind.need in _ASKING
        }

    @cached_property
    def confirmable(self) -> list[Row]:
        """The waiting rows of what is shown that may be taken as read, all at once; none when it would be a single one."""
        if not (self.is_open and self._asks):
            return []
        found = only_confirm(self.waiting, "" if self.current == WAITING else self.current)
        return found if len(found) > 1 else []

    @property
    def listed(self) -> list[Row]:
        opened = {card.row.n for card in self.opened}
        return [row for row in self.rows if row.n not in opened]

    def why(self, row: Row) -> str:
        """The line under a row that is not opened."""
        asked = [told(finding)[0] for finding in row.findings if finding.need is not Need.NOTHING]
        return " · ".join(dict.fromkeys(asked or [finding.title for finding in row.findings]))

    def address(self, n: int = 0, *, corrects: bool = False, shows: str = "") -> str:
        shown = shows or self.current
        return url_for(
            "proposal.show",
            proposal_id=self.proposal.id,
            ver=shown if shown != WAITING else None,
            fila=n or None,
            corregir=1 if corrects else None,
            _anchor=f"fila-{n}" if n else None,
        )

    @property
    def groups(self) -> list[DocumentOffice]:
        """Offices written in several ways that nobody has confirmed yet: one answer settles all their rows."""
        return [office for office in self.draft.offices if len(office.spellings) > 1 and not office.is_confirmed]

    @property
    def other_offices(self) -> list[DocumentOffice]:
        apart = [*self.groups, *self.guessed]
        return [office for office in self.draft.offices if office not in apart]

    @property
    def guessed(self) -> list[DocumentOffice]:
        """Offices that we took for one of the entity by what they do, not by their name."""
        named = {office.name: {office.name, *office.spellings} for office in self.draft.known}
        return [
            office
            for office in self.draft.offices
            if office.known
            and len(office.spellings) == 1
            and not office.is_confirmed
            and office.spellings[0].text not in named[office.name]
        ]

    def names_for(self, office: DocumentOffice) -> list[tuple[str, str]]:
        """What an office of the document may be: as it is written, another of the document, or one of the entity."""
        known = {found.name for found in self.draft.known if found.is_active}
        own = [office.name, *(spelling.text.rstrip(" .") for spelling in office.spellings)]
        others = [other.name for other in self.draft.offices]
        names = dict.fromkeys([*own, *sorted(known), *others])
        return [(name, f"{name} (ya existe)" if name in known else name) for name in names]

    def has_role(self, role: str) -> bool:
        return any(office.role == role for office in self.draft.known)

    def said(self, steps: Sequence[Step]) -> list[tuple[str, str, str]]:
        """Who decided, what, and the instant, newest first."""
        return [(self.names.get(step.by or 0, "El sistema"), step_words(step), step.at) for step in reversed(steps)]

    def cells(self, row: Row) -> list[tuple[str, str, str]]:
        return [
            (cell.heading, cell.text, TITLES.get(cell.read_as, ""))
            for cell in original_cells(self.draft.reading, row)
            if cell.heading or cell.text
        ]

    def place_of(self, row: Row) -> str:
        """Of which sheet its line is, where the file has several with rows."""
        blocks = self.draft.reading.metadata.blocks
        several = len({block.sheet for block in blocks}) > 1
        return f"de la hoja «{blocks[row.block].sheet}»" if several else "del archivo"

    def _row(self, n: int) -> Row | None:
        return self.draft.row(n) or next((row for row in self.parts[LEFT_OUT] if row.n == n), None)

    def _card(self, row: Row) -> RowCard:
        questions = questions_of(row, self.draft) if self.is_open else []
        form = self.forms.get(row.n) or AnswerForm.about(row, questions, self.draft.names, formdata=None)
        correction = None
        if self.is_open and self.corrects and row.n == self.asked:
            correction = self.correction or CorrectionForm.about(row, self.draft.names, formdata=None)
        found = [told_of(finding) for finding in row.findings if finding.need is Need.NOTHING or not self.is_open]
        also = same_question(row, self.draft) if questions else []
        return RowCard(row, found, questions, also, form, correction, literal(row, self.draft) if also else "")


def _titles(counts: Counter[str]) -> Iterator[Kind]:
    for title, count in counts.most_common():
        yield Kind(slug_of(title), title, count)
