"""State × action × person, through the real write path, against the table of the design written out by hand.

What is expected is stated here a second time on purpose, and never read from the program's own table.
"""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.memberships import join_office
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.refusals import Forbidden, NotFound, Refusal
from pacc_flow.models import Entry, LedgerRecord
from pacc_flow.workflow import Action, State
from tests.support.bulk import many_entries
from tests.support.cast import NOW, SETUP, World

ACTIONS = (
    "save", "submit", "withdraw", "return_to_office", "review", "return_to_planning", "verify", "reopen",
)  # fmt: skip
STATES = ("draft", "submitted", "reviewed", "verified")

# fmt: off
TABLE = {  # (state, action): (the state after it, the role that takes it)
    ("draft",     "save"):               ("draft",     "office"),
    ("draft",     "submit"):             ("submitted", "office"),
    ("submitted", "withdraw"):           ("draft",     "office"),
    ("submitted", "return_to_office"):   ("draft",     "planning"),
    ("submitted", "review"):             ("reviewed",  "planning"),
    ("reviewed",  "return_to_planning"): ("submitted", "control"),
    ("reviewed",  "return_to_office"):   ("draft",     "control"),
    ("reviewed",  "verify"):             ("verified",  "control"),
    ("verified",  "reopen"):             ("reviewed",  "control"),
}
# The entry is led by the Oficina Comercial. Laura sent it, Andrés reviewed it, Marta verified it. Diana is of Planning and
# of the Oficina Comercial, Jorge of Internal Control and of the Oficina Comercial, Andrés of Planning and of Internal
# Control: two offices give two roles, and never both over one entry.
ROLES = {
    "Laura":   {"office"},
    "Mateo":   {"office"},
    "Paola":   set(),
    "Andrés":  {"planning", "control"},
    "Diana":   {"planning", "office"},
    "Marta":   {"control"},
    "Jorge":   {"control", "office"},
    "Ana":     set(),
    "Óscar":   set(),
}
OWN = {  # who may not take a step for which they hold the role, for having acted on the entry before
    ("Andrés", "return_to_planning"), ("Andrés", "return_to_office", "reviewed"), ("Andrés", "verify"),
}
# fmt: on


@dataclass(frozen=True)
class Case:
    state: str
    action: str

    def __str__(self) -> str:
        return f"{self.action} from {self.state}"

    def may(self, name: str) -> bool:
        if (self.state, self.action) not in TABLE:
            return False
        own = {(name, self.action), (name, self.action, self.state)}
        return TABLE[self.state, self.action][1] in ROLES[name] and own.isdisjoint(OWN)


CASES = [Case(state, action) for state in STATES for action in ACTIONS]


@pytest.fixture
def two_hats(world: World) -> World:
    """People in two offices: each office gives its role, and separation of duties holds all the same."""
    for name, office in (("Diana", "Oficina Comercial"), ("Jorge", "Oficina Comercial"), ("Andrés", "Control Interno")):
        join_office(world.session, world.person(name), world.office(office), actor=SETUP, at=NOW)
    world.session.commit()
    return world


def bring_to(world: World, entry_id: int, state: str) -> None:
    steps = [("Laura", Action.SUBMIT), ("Andrés", Action.REVIEW), ("Marta", Action.VERIFY)][: STATES.index(state)]
    for name, action in steps:
        take(world, entry_id, action, name)
        world.session.commit()


def take(world: World, entry_id: int, action: Action, name: str) -> None:
    """With everything that a step may need: a refusal is for who takes it and when, not for what it lacks."""
    content = None
    if action in (Action.SAVE, Action.SUBMIT) and name in ("Laura", "Mateo"):
        content = world.written(name)
    brings = Brings(comment="Porque sí.", verified_percent=5000, content=content)
    rev = world.session.scalars(select(Entry.rev).where(Entry.id == entry_id)).one()
    perform(world.session, entry_id, action, actor=world.person(name), seen_rev=rev, at=NOW, brings=brings)


def standing(world: World, entry_id: int) -> tuple[str, int, int]:
    """State and revision of the entry, and how many acts the ledger holds."""
    row = world.session.execute(select(Entry.state, Entry.rev).where(Entry.id == entry_id)).one()
    return row.state, row.rev, world.session.scalar(select(func.count()).select_from(LedgerRecord))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_step_is_taken_by_whom_the_table_names_and_by_nobody_else(case: Case, two_hats: World):
    world = two_hats
    allowed = [name for name in ROLES if case.may(name)]
    entries = many_entries(world, len(allowed) + 1)
    for entry_id in entries:
        bring_to(world, entry_id, case.state)
        if (case.state, case.action) == ("draft", "submit"):  # complete already, so that who takes it is all that matters
            take(world, entry_id, Action.SAVE, "Laura")
            world.session.commit()
    for name in ROLES.keys() - set(allowed):
        before = standing(world, entries[-1])
        with pytest.raises(Refusal) as refused:
            take(world, entries[-1], Action(case.action), name)
        world.session.rollback()
        assert standing(world, entries[-1]) == before, name
        assert refused.value.sentence.endswith((".", "?")), name
    for name, entry_id in zip(allowed, entries, strict=False):
        _, rev, acts = standing(world, entry_id)
        evidence = 1 if case.action in ("save", "submit") and name in ("Laura", "Mateo") else 0
        take(world, entry_id, Action(case.action), name)
        world.session.commit()
        assert standing(world, entry_id) == (TABLE[case.state, case.action][0], rev + 1, acts + 1 + evidence), name


@pytest.mark.parametrize("action", ACTIONS)
def test_a_person_of_another_entity_finds_no_entry_to_act_on(action: str, world: World):
    entry = world.entry()
    with pytest.raises(NotFound):
        perform(world.session, entry.id, Action(action), actor=world.outsider, seen_rev=entry.rev, at=NOW)


# fmt: off
SENTENCES = (  # state, action, who, the sentence
    ("draft",     "submit",           "Paola", "La envía la Oficina Comercial, que lidera esta actividad."),
    ("draft",     "save",             "Ana",   "El administrador no mueve entradas."),
    ("submitted", "review",           "Óscar", "Su cuenta solo permite leer."),
    ("draft",     "save",             "Marta", "Esta entrada es de otra oficina."),
    ("submitted", "review",           "Laura", "Esto lo hace Planeación."),
    ("reviewed",  "verify",           "Andrés", "Esto lo hace Control Interno."),
    ("submitted", "save",             "Laura", "Ya no está en borrador: la envió Laura Cifuentes."),
    ("reviewed",  "withdraw",         "Laura", "Ya no está por revisar: la aprobó Andrés Rojas."),
)
# fmt: on


@pytest.mark.parametrize(("state", "action", "name", "sentence"), SENTENCES)
def test_a_refusal_says_why_in_the_words_of_the_screen(state: str, action: str, name: str, sentence: str, world: World):
    entry_id = world.entry(2).id
    bring_to(world, entry_id, state)
    with pytest.raises(Refusal) as refused:
        take(world, entry_id, Action(action), name)
    assert refused.value.sentence == sentence
    assert refused.value.about == f"entry:{action} {entry_id}"


@pytest.mark.parametrize(
    ("state", "action", "name", "sentence"),
    [
        ("submitted", "review", "Diana", "La envió usted: la revisa otra persona."),
        ("submitted", "return_to_office", "Diana", "La envió usted: la revisa otra persona."),
        ("reviewed", "verify", "Jorge", "La envió usted: la verifica otra persona de Control Interno."),
        ("reviewed", "return_to_planning", "Andrés", "La revisó usted: la verifica otra persona de Control Interno."),
    ],
)
def test_two_offices_never_give_one_person_two_duties_over_an_entry(
    state: str, action: str, name: str, sentence: str, two_hats: World
):
    world = two_hats
    sender = name if name in ("Diana", "Jorge") else "Laura"
    office = world.office("Oficina Comercial").id
    content = world.written("Laura")
    assert content.office_id == office
    world.act(sender, Action.SUBMIT, content=content)
    if state == "reviewed":
        world.act("Andrés", Action.REVIEW)
    with pytest.raises(Forbidden, match=sentence):
        take(world, world.entry().id, Action(action), name)


def test_who_wrote_any_of_it_does_not_review_it_though_another_sent_it(two_hats: World):
    world = two_hats
    world.act("Diana", Action.SAVE, content=world.written("Laura"))
    world.act("Laura", Action.SUBMIT)
    with pytest.raises(Forbidden, match=r"Usted escribió parte de esta entrada: la revisa otra persona\."):
        take(world, world.entry().id, Action.REVIEW, "Diana")


def test_a_published_entry_takes_no_step_at_all(world: World):
    world.submit()
    world.review()
    world.verify()
    reasons = {world.entry(number).id: "No se reportó." for number in (2, 3, 4)}
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()
    for number, name, action in ((1, "Jorge", Action.REOPEN), (2, "Laura", Action.SAVE)):
        with pytest.raises(Forbidden, match="El corte ya se publicó"):
            take(world, world.entry(number).id, action, name)
        world.session.rollback()
    assert world.entry().state == State.VERIFIED
