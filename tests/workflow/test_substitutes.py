"""Who may take a step while a person is away, in whose name, and that nobody decides on their own work through another."""

from dataclasses import dataclass, field, replace
from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pacc_flow.workflow import Action, EntryFacts, PersonFacts, Standing, State, judge, not_theirs, offers, step, why_not
from pacc_flow.workflow.guards import own_hand
from pacc_flow.workflow.permission import Judged
from pacc_flow.workflow.publication import why_not_correct, why_not_open, why_not_publish

COMMERCIAL, SECRETARY = 1, 2
EVERYTHING = {"offices": frozenset({COMMERCIAL}), "in_planning": True, "in_control": True}
A = PersonFacts(1, name="Mateo Ríos", **EVERYTHING)
B = PersonFacts(2, name="Laura Cifuentes", **EVERYTHING)
C = PersonFacts(3, name="Andrés Rojas", **EVERYTHING)
A_FOR_B = replace(A, replaces=(B,))
IDS = {"A": A.id, "B": B.id, "C": C.id, "": None}
PEOPLE = {"A": A, "A for B": A_FOR_B, "B": B, "C": C}

# fmt: off
OTHERS = {  # (who took a step, in whose name): whether each of these may decide on it
    #                  A      A for B  B      C
    ("A", ""):        (False, False,   True,  True),
    ("B", ""):        (True,  False,   False, True),
    ("A", "B"):       (False, False,   False, True),
    ("C", ""):        (True,  True,    True,  False),
    ("C", "A"):       (False, False,   True,  False),
    ("C", "B"):       (True,  False,   False, False),
}
# fmt: on
ACTED = [pytest.param(step, id=" for ".join(filter(None, step))) for step in OTHERS]


def entry(state: State, sent: tuple[str, str], reviewed: tuple[str, str] = ("", "")) -> EntryFacts:
    return EntryFacts(
        state=state,
        office_ids=(COMMERCIAL, SECRETARY),
        lead_office="Oficina Comercial",
        percent=6500,
        has_narrative=True,
        submitted_by=IDS[sent[0]],
        submitted_for=IDS[sent[1]],
        reviewed_by=IDS[reviewed[0]],
        reviewed_for=IDS[reviewed[1]],
    )


@pytest.mark.parametrize("sent", ACTED)
def test_who_may_review_what_was_sent(sent: tuple[str, str]):
    facts = entry(State.SUBMITTED, sent)
    for action in (Action.REVIEW, Action.RETURN_TO_OFFICE):
        assert tuple(why_not(action, facts, person) is None for person in PEOPLE.values()) == OTHERS[sent]


@pytest.mark.parametrize(("sent", "reviewed"), list(product(OTHERS, OTHERS)))
def test_who_may_verify_what_was_sent_and_reviewed(sent: tuple[str, str], reviewed: tuple[str, str]):
    facts = entry(State.REVIEWED, sent, reviewed)
    may = tuple(one and other for one, other in zip(OTHERS[sent], OTHERS[reviewed], strict=True))
    for action in (Action.VERIFY, Action.RETURN_TO_OFFICE, Action.RETURN_TO_PLANNING):
        assert tuple(why_not(action, facts, person) is None for person in PEOPLE.values()) == may
    assert tuple(own_hand(facts, person) is None for person in PEOPLE.values()) == may  # once published, who may correct it


@pytest.mark.parametrize("author", "ABC")
def test_to_write_some_of_it_bars_both(author: str):
    facts = replace(entry(State.SUBMITTED, ("", "")), authors=frozenset({IDS[author]}))
    may = tuple(why_not(Action.REVIEW, facts, person) is None for person in PEOPLE.values())
    assert may == OTHERS[author, ""]


# fmt: off
SENTENCES = (  # sent, reviewed, who looks, the sentence
    (("A", ""),  ("", ""),  "A",       "La envió usted: la revisa otra persona."),
    (("B", ""),  ("", ""),  "A for B", "La envió Laura Cifuentes, a quien usted reemplaza: la revisa otra persona."),
    (("C", "B"), ("", ""),  "A for B", ("La enviaron en nombre de Laura Cifuentes, a quien usted reemplaza: "
                                        "la revisa otra persona.")),
    (("A", "B"), ("", ""),  "B",       "La enviaron en su nombre: la revisa otra persona."),
    (("C", ""),  ("A", ""), "A",       "La revisó usted: la verifica otra persona de Control Interno."),
    (("C", ""),  ("B", ""), "A for B", ("La revisó Laura Cifuentes, a quien usted reemplaza: "
                                        "la verifica otra persona de Control Interno.")),
    (("C", ""),  ("A", "B"), "B",      "La revisaron en su nombre: la verifica otra persona de Control Interno."),
)
# fmt: on


@pytest.mark.parametrize(("sent", "reviewed", "who", "sentence"), SENTENCES)
def test_the_refusal_says_through_whom_it_is_ones_own(
    sent: tuple[str, str], reviewed: tuple[str, str], who: str, sentence: str
):
    state, action = (State.REVIEWED, Action.VERIFY) if reviewed[0] else (State.SUBMITTED, Action.REVIEW)
    assert why_not(action, entry(state, sent, reviewed), PEOPLE[who]) == sentence


def test_who_is_replaced_wrote_a_part_of_it():
    facts = replace(entry(State.SUBMITTED, ("C", "")), authors=frozenset({B.id}))
    said = "Laura Cifuentes, a quien usted reemplaza, escribió parte de esta entrada: la revisa otra persona."
    assert why_not(Action.REVIEW, facts, A_FOR_B) == said


def person(number: int, name: str, *offices: int, replaces: tuple[PersonFacts, ...] = (), **desks: bool) -> PersonFacts:
    return PersonFacts(number, offices=frozenset(offices), name=name, replaces=replaces, **desks)


def name_taken(judged: Judged) -> str | None:
    assert judged.refusal is None
    return judged.person.acting_for and judged.person.acting_for.name


LEAD, HELPER = person(11, "Lead", COMMERCIAL), person(12, "Helper", SECRETARY)
DRAFT = entry(State.DRAFT, ("", ""))


def test_what_a_person_may_do_themselves_is_done_in_their_own_name():
    assert name_taken(judge(Action.SUBMIT, DRAFT, person(9, "Mateo", COMMERCIAL, replaces=(LEAD,)))) is None


def test_what_only_another_may_do_is_done_in_that_name():
    assert name_taken(judge(Action.SUBMIT, DRAFT, person(9, "Mateo", replaces=(LEAD,)))) == "Lead"
    mixed = person(9, "Mateo", SECRETARY, replaces=(LEAD,))
    assert name_taken(judge(Action.SUBMIT, DRAFT, mixed)) == "Lead"
    assert name_taken(judge(Action.SAVE, DRAFT, mixed, section=SECRETARY)) is None
    assert name_taken(judge(Action.SAVE, DRAFT, mixed, section=COMMERCIAL)) == "Lead"


def test_of_several_the_one_of_the_first_office_is_taken():
    both = person(9, "Mateo", replaces=(HELPER, LEAD))
    assert name_taken(judge(Action.SAVE, DRAFT, both)) == "Lead"
    assert name_taken(judge(Action.SAVE, DRAFT, both, section=SECRETARY)) == "Helper"


def test_the_refusal_is_told_to_the_name_that_came_furthest():
    mixed = person(9, "Mateo", SECRETARY, replaces=(LEAD,))
    assert why_not(Action.SUBMIT, replace(DRAFT, percent=None), mixed) == "Todavía no se puede enviar: falta el porcentaje."
    assert why_not(Action.SUBMIT, DRAFT, mixed, section=SECRETARY) == (
        "La envía la Oficina Comercial, que lidera esta actividad."
    )


def test_nothing_is_lent_on():
    """Whoever replaces somebody lends what is their own; what they borrow stays with them."""
    middle = person(9, "Mateo", SECRETARY, replaces=(person(31, "Planner", in_planning=True),))
    last = person(10, "Paola", replaces=(middle,))
    sent = entry(State.SUBMITTED, ("C", ""))
    assert why_not(Action.REVIEW, sent, middle) is None
    assert why_not(Action.REVIEW, sent, last) == "Esto lo hace Planeación."


def test_a_desk_that_is_lent_is_offered():
    planner = person(31, "Planner", in_planning=True)
    mateo = person(9, "Mateo", COMMERCIAL, replaces=(planner,))
    sent = entry(State.SUBMITTED, ("C", ""))
    assert {offer.step.action: offer.refusal for offer in offers(sent, mateo)} == dict.fromkeys(
        (Action.WITHDRAW, Action.RETURN_TO_OFFICE, Action.REVIEW)
    )
    assert not_theirs(Action.REVIEW, sent, mateo) is None
    assert not_theirs(Action.VERIFY, sent, mateo) == "Esto lo hace Control Interno."


def test_a_cut_is_opened_and_published_by_whoever_replaces_those_who_do():
    planner, verifier = person(31, "Planner", in_planning=True), person(41, "Verifier", in_control=True)
    mateo = person(9, "Mateo", COMMERCIAL, replaces=(planner,))
    assert why_not_open(mateo, is_planned=True) is None
    assert why_not_correct(mateo, is_published=True) == "Lo publicado lo corrige Control Interno."
    assert why_not_correct(replace(mateo, replaces=(verifier,)), is_published=True) is None
    assert why_not_publish(mateo, is_open=True, unexplained=()) == "El seguimiento lo publica Control Interno."
    assert why_not_publish(replace(mateo, replaces=(verifier,)), is_open=True, unexplained=()) is None


@pytest.mark.parametrize("standing", [Standing.ADMIN, Standing.AUDITOR])
def test_whoever_moves_no_entry_moves_none_in_another_name(standing: Standing):
    assert why_not(Action.SUBMIT, DRAFT, replace(person(9, "Ana", replaces=(LEAD,)), standing=standing))


ROLES = st.fixed_dictionaries({"in_planning": st.booleans(), "in_control": st.booleans()})
NUMBERS = st.integers(1, 4)


@dataclass
class Acted:
    """Everybody who had a hand in each duty over the entry as it stands, whoever they replaced at that moment too."""

    wrote: set[int] = field(default_factory=set)
    reviewed: set[int] = field(default_factory=set)
    verified: set[int] = field(default_factory=set)


class AnOfficeOnHoliday(RuleBasedStateMachine):
    """Four people who replace one another in any way push one entry back and forth; duties stay apart all the while."""

    def __init__(self) -> None:
        super().__init__()
        self.facts, self.acted = DRAFT, Acted()
        self.people = {n: person(n, str(n), COMMERCIAL, in_planning=True, in_control=True) for n in range(1, 5)}
        self.away: dict[int, int] = {}

    @rule(number=NUMBERS, roles=ROLES, in_office=st.booleans())
    def move(self, number: int, roles: dict[str, bool], *, in_office: bool) -> None:
        self.people[number] = person(number, str(number), *([COMMERCIAL] if in_office else []), **roles)

    @rule(who=NUMBERS, by=NUMBERS)
    def go_away(self, who: int, by: int) -> None:
        if who != by:
            self.away[who] = by

    @rule(who=NUMBERS)
    def come_back(self, who: int) -> None:
        self.away.pop(who, None)

    @rule(number=NUMBERS, action=st.sampled_from(Action))
    def act(self, number: int, action: Action) -> None:
        lent = tuple(self.people[away] for away, by in self.away.items() if by == number)
        judged = judge(action, self.facts, replace(self.people[number], replaces=lent))
        if judged.refusal:
            return
        name = judged.person.acting_for.id if judged.person.acting_for else None
        self._take(action, number, name, {number, *(one.id for one in lent)})

    def _take(self, action: Action, by: int, name: int | None, hands: set[int]) -> None:
        row = step(action, self.facts.state)
        assert row
        wrote = frozenset({by, name} - {None})
        self.facts = replace(self.facts, state=row.target)
        match action:
            case Action.SAVE:
                self.facts = replace(self.facts, authors=self.facts.authors | wrote)
                self.acted.wrote |= wrote
            case Action.SUBMIT:
                self.facts = replace(self.facts, submitted_by=by, submitted_for=name)
                self.acted.wrote |= wrote
            case Action.REVIEW:
                self.facts = replace(self.facts, reviewed_by=by, reviewed_for=name)
                self.acted.reviewed = hands
            case Action.VERIFY:
                self.acted.verified = hands
            case Action.REOPEN:
                self.acted.verified = set()
            case Action.RETURN_TO_PLANNING:
                self.facts = replace(self.facts, reviewed_by=None, reviewed_for=None)
                self.acted.reviewed = set()
            case Action.RETURN_TO_OFFICE:
                self.facts, self.acted = DRAFT, Acted()
            case Action.WITHDRAW:
                self.facts = replace(self.facts, submitted_by=None, submitted_for=None)
                self.acted.wrote = set(self.facts.authors)

    @invariant()
    def nobody_decides_on_their_own(self) -> None:
        """Not by themselves, nor through whom they replace, nor by whom they are replaced."""
        reviewed = {self.facts.reviewed_by, self.facts.reviewed_for} - {None}
        assert self.acted.wrote.isdisjoint(self.acted.reviewed)
        assert self.acted.wrote.isdisjoint(self.acted.verified)
        assert reviewed.isdisjoint(self.acted.verified)


AnOfficeOnHoliday.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnOfficeOnHoliday = AnOfficeOnHoliday.TestCase


def test_over_an_office_a_person_acts_in_their_own_name_when_it_is_theirs_and_else_in_that_of_whom_they_replace():
    away = PersonFacts(4, name="Paola Guerrero", offices=frozenset({SECRETARY}))
    mateo = replace(A, replaces=(away,))
    assert mateo.name_over((COMMERCIAL,)) is None
    assert mateo.name_over((SECRETARY,)) == away
    assert mateo.name_over((COMMERCIAL, SECRETARY)) is None
    assert mateo.name_over((99,)) is None
