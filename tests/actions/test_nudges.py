"""Asking people to move what is late: once a day each, recorded, and never for what moved meanwhile."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from pacc_flow.actions import nudges as nudges_module
from pacc_flow.actions.accounts import deactivate_account
from pacc_flow.actions.nudges import MESSAGE_CHARS, Late, Nudged, nudge
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.refusals import Forbidden, Invalid, Refusal
from pacc_flow.actions.trail import make_session_factory
from pacc_flow.ledger.kinds import Kind
from pacc_flow.models import Entry, Notice
from pacc_flow.queries.register import Sought, known, register_page
from pacc_flow.web.register_acts import told
from pacc_flow.workflow import Action, State
from tests.support.cast import NOW, SETUP, World

LATE = NOW + timedelta(days=8)  # Tuesday 12 May: the offices' term ended on Friday 8


def late(world: World, *numbers: int) -> list[Late]:
    entries = [world.entry(number) for number in numbers]
    return [Late(entry.id, entry.cut_id, State(entry.state), entry.round) for entry in entries]


def ask(world: World, *names: str, by: str = "Andrés", at: datetime = LATE, message: str = "") -> Nudged:
    asked = {world.person(name).id: late(world, 1, 2) for name in names}
    nudged = nudge(world.session, asked, actor=world.person(by), at=at, message=message)
    world.session.commit()
    return nudged


def nudges(world: World) -> list[Notice]:
    return list(world.session.scalars(select(Notice).where(Notice.kind == "nudge").order_by(Notice.id)))


def test_each_person_gets_one_row_that_leaves_now_and_says_who_asks_for_what(world: World):
    nudged = ask(world, "Laura", "Mateo", message="  Mañana\r\nhay comité. ")
    assert [name for name, _ in nudged.asked] == ["Laura Cifuentes", "Mateo Ríos"]
    first, second = nudges(world)
    assert (first.recipient_id, second.recipient_id) == (world.person("Laura").id, world.person("Mateo").id)
    assert (first.cut_id, first.step, first.round) == (world.cut().id, "2026-05-12", 1)
    assert (first.at_once, first.next_try_at, first.state) == (True, LATE, "pending")
    assert first.content == {
        "entries": [[world.entry(1).id, 1], [world.entry(2).id, 1]],
        "states": {str(world.entry(1).id): "draft", str(world.entry(2).id): "draft"},
        "by": "Andrés Rojas",
        "message": "Mañana\nhay comité.",
    }


def test_each_is_told_in_the_trail_without_any_name_in_it(world: World):
    nudged = ask(world, "Laura", "Mateo", message="Hay comité.")
    rows = register_page(world.session, world.entity.id, Sought(family="reminder"))
    assert [row.kind for row in rows] == [Kind.REMINDER_NUDGE] * 2
    assert {row.seq for row in rows} == {receipt.seq for _, receipt in nudged.asked}
    assert rows[1].data == {
        "account": world.person("Laura").id,
        "comment": "Hay comité.",
        "cut": world.cut().id,
        "entries": [world.entry(1).id, world.entry(2).id],
        "of": 2,
    }
    assert "Laura" not in rows[1].body
    act = told(rows[1], known(world.session, rows))
    assert (act.who, act.office, act.did) == ("Andrés Rojas", "Oficina de Planeación", "pidió avanzar a: Laura Cifuentes")
    assert act.quote == "Hay comité."


@pytest.mark.parametrize("again", ["Andrés", "Diana", "Marta"])
def test_a_second_one_on_the_same_day_is_refused_and_says_who_asked_and_when(world: World, again: str):
    ask(world, "Laura")
    sentence = r"A Laura Cifuentes ya se lo pidió Andrés Rojas \(hoy, 9:00\sa\.\sm\.\): una vez al día\."
    with pytest.raises(Refusal, match=sentence):
        ask(world, "Laura", by=again, at=LATE + timedelta(hours=3))
    world.session.rollback()
    assert len(nudges(world)) == 1


def test_the_day_is_that_of_bogota(world: World):
    ask(world, "Laura", at=LATE)
    midnight = LATE.replace(hour=5, minute=0) + timedelta(days=1)
    with pytest.raises(Refusal, match="ya se lo pidió"):
        ask(world, "Laura", at=midnight - timedelta(seconds=1))
    world.session.rollback()
    ask(world, "Laura", at=midnight)
    assert [one.step for one in nudges(world)] == ["2026-05-12", "2026-05-13"]


def test_whoever_was_not_asked_yet_is_asked_and_the_other_is_told_of(world: World):
    ask(world, "Laura")
    nudged = ask(world, "Laura", "Mateo", by="Diana")
    assert [name for name, _ in nudged.asked] == ["Mateo Ríos"]
    assert [sentence.partition("(")[0] for sentence in nudged.not_asked] == ["A Laura Cifuentes ya se lo pidió Andrés Rojas "]


def test_nobody_asks_themself(world: World):
    with pytest.raises(Refusal, match="A usted mismo no se lo puede pedir"):
        ask(world, "Andrés")
    world.session.rollback()
    assert [name for name, _ in ask(world, "Andrés", "Diana").asked] == ["Diana Torres"]


def test_a_closed_account_is_not_asked(world: World):
    deactivate_account(world.session, world.person("Laura"), actor=SETUP, at=NOW)
    world.session.commit()
    with pytest.raises(Refusal, match="La cuenta de Laura Cifuentes está desactivada"):
        ask(world, "Laura")


def test_a_person_of_another_entity_is_not_asked(world: World):
    with pytest.raises(Refusal, match="No hay a quién pedírselo"):
        ask(world, "Charlie")


@pytest.mark.parametrize("name", ["Laura", "Ana", "Óscar"])
def test_only_planning_and_internal_control_ask(world: World, name: str):
    with pytest.raises(Forbidden, match="Solo Planeación y Control Interno"):
        ask(world, "Mateo", by=name)


def test_what_moved_meanwhile_is_not_asked_for(world: World):
    seen = {world.person("Laura").id: late(world, 1, 2)}
    world.submit(1)
    nudge(world.session, seen, actor=world.person("Andrés"), at=LATE)
    world.session.commit()
    assert nudges(world)[0].content["entries"] == [[world.entry(2).id, 1]]


def test_when_everything_moved_nobody_is_asked(world: World):
    seen = {world.person("Laura").id: late(world, 1)}
    world.submit(1)
    with pytest.raises(Refusal, match="avanzó mientras usted leía"):
        nudge(world.session, seen, actor=world.person("Andrés"), at=LATE)
    world.session.rollback()
    world.act("Andrés", Action.RETURN_TO_OFFICE, comment="Falta el acta.")  # a draft again, in another round
    with pytest.raises(Refusal, match="avanzó mientras usted leía"):
        nudge(world.session, seen, actor=world.person("Andrés"), at=LATE)


def test_of_a_cut_that_was_published_meanwhile_nobody_is_asked(world: World):
    seen = {world.person("Laura").id: late(world, 1, 2)}
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id)), "No llegó.")
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=LATE)
    world.session.commit()
    with pytest.raises(Refusal, match="avanzó mientras usted leía"):
        nudge(world.session, seen, actor=world.person("Andrés"), at=LATE)


def test_a_message_is_short(world: World):
    with pytest.raises(Invalid) as refusal:
        ask(world, "Laura", message="a" * (MESSAGE_CHARS + 1))
    assert refusal.value.errors == {"message": "El mensaje tiene 301 caracteres y el máximo es 300."}
    world.session.rollback()
    ask(world, "Laura", message="a" * MESSAGE_CHARS)


def test_somebody_has_to_be_chosen(world: World):
    with pytest.raises(Invalid, match="Elija a quién pedírselo"):
        ask(world)


def test_a_record_tells_only_so_many_entries_and_how_many_they_were(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(nudges_module, "_TOLD", 1)
    ask(world, "Laura")
    (row,) = register_page(world.session, world.entity.id, Sought(family="reminder"))
    assert (row.data["entries"], row.data["of"]) == ([world.entry(1).id], 2)
    assert len(nudges(world)[0].content["entries"]) == 2


def test_two_who_ask_at_the_same_time_ask_once(world: World):
    seen, start, answers = late(world, 1, 2), Barrier(4), []
    laura = world.person("Laura").id
    world.session.rollback()

    def ask_apart(name: str) -> None:
        with make_session_factory(world.engine)() as session:
            actor = World(world.url, world.engine, session).person(name)
            session.rollback()
            start.wait()
            try:
                nudge(session, {laura: seen}, actor=actor, at=LATE)
                session.commit()
                answers.append("asked")
            except Refusal as refusal:
                answers.append(refusal.sentence[:27])

    threads = [Thread(target=ask_apart, args=(name,)) for name in ("Andrés", "Diana", "Marta", "Jorge")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["A Laura Cifuentes ya se lo "] * 3 + ["asked"]
    assert len(nudges(world)) == 1
