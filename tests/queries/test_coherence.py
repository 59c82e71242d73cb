"""What is gathered of the entries of a cut to be judged: what was sent, of this cut and of the one before, and nothing else."""

from sqlalchemy import select

from pacc_flow.actions.content import Content, StoredFile
from pacc_flow.actions.cuts import open_cut
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.publication import publish_cut
from pacc_flow.models import Entry
from pacc_flow.queries.coherence import findings_of_entry, findings_of_verified
from pacc_flow.workflow import Action
from tests.support.cast import NOW, SETUP, World

LONG = "La oficina actualizó el mapa con los líderes de los procesos y lo presentó al comité con todos sus controles."


def send(world: World, number: int = 1, name: str = "Laura", **typed: object) -> None:
    content = world.written(name, **{"narrative": LONG, **typed})
    world.act(name, Action.SUBMIT, number, content=content)


def kinds(world: World, number: int = 1) -> list[str]:
    return [finding.kind.value for finding in findings_of_entry(world.session, world.entry(number))]


def in_second_cut(world: World, content: Content) -> Entry:
    """The entry of the first activity in the second cut, sent by Laura."""
    reasons = {world.entry(number).id: "No hubo reporte." for number in (2, 3, 4)}
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    second = world.cut(2)
    open_cut(world.session, second, actor=SETUP, at=NOW)
    world.session.commit()
    entry = world.session.scalars(select(Entry).where(Entry.cut_id == second.id, Entry.activity.has(number=1))).one()
    perform(
        world.session,
        entry.id,
        Action.SUBMIT,
        actor=world.person("Laura"),
        seen_rev=entry.rev,
        at=NOW,
        brings=Brings(content=content),
    )
    world.session.commit()
    world.session.refresh(entry)
    return entry


def test_nothing_is_said_of_a_draft(world: World):
    world.act("Laura", Action.SAVE, content=world.written("Laura", percent=10_000, narrative="Se continuará.", link=False))
    assert kinds(world) == []


def test_dates_figures_and_text_of_the_entry_are_judged(world: World):
    send(world, percent=10_000, narrative="Se continuará en mayo.")
    assert kinds(world) == ["unfinished", "due_later"]


def test_a_text_is_compared_with_those_that_were_sent_and_with_no_draft(world: World):
    send(world)
    world.act("Laura", Action.SAVE, 2, content=world.written("Laura", narrative=LONG))
    assert kinds(world) == []
    send(world, 2)
    assert kinds(world) == kinds(world, 2) == ["same_as_other"]


def test_each_section_of_an_activity_of_two_offices_is_read(world: World):
    world.act("Paola", Action.SAVE, 2, content=world.written("Paola", narrative="La Secretaría publicó el mapa de", link=False))
    send(world, 2)
    assert kinds(world, 2) == ["cut_off"]


def test_evidence_that_was_taken_away_is_none(world: World):
    world.act("Laura", Action.SAVE, content=world.written("Laura"))
    piece = world.entry().evidence[0]
    drive = "https://drive.google.com/d/1"
    office = piece.office_id
    world.act("Laura", Action.SUBMIT, content=Content(office, LONG, 6500, links=(drive,), removed=frozenset([piece.id])))
    assert kinds(world) == ["personal_address"]
    world.act("Laura", Action.WITHDRAW)
    file = StoredFile("acta.pdf", "ab" * 32, 10, "application/pdf")
    left = frozenset(one.id for one in world.entry().evidence if one.url == drive)
    world.act("Laura", Action.SUBMIT, content=Content(office, LONG, 6500, files=(file,), removed=left))
    assert kinds(world) == []


def test_the_cut_before_is_compared_with_what_internal_control_verified_of_it(world: World):
    send(world, percent=8000)
    world.review()
    world.verify(percent=6000)
    entry = in_second_cut(world, world.written("Laura", percent=5000, narrative=LONG))
    went_down, same = findings_of_entry(world.session, entry)
    assert (went_down.kind, went_down.reason[:4]) == ("went_down", "60\u00a0%")
    assert (same.kind, same.reason) == ("same_as_before", "El porcentaje pasó de 60\u00a0% a 50\u00a0%.")


def test_what_internal_control_verified_is_what_is_judged(world: World):
    send(world, percent=10_000)
    world.review()
    assert kinds(world) == ["due_later"]
    world.verify(percent=9000)
    assert kinds(world) == []


def test_of_a_cut_the_verified_entries_are_told_found_or_not(world: World):
    for number in (1, 2):
        send(world, number, narrative=LONG if number == 1 else "Se publicó el mapa.", percent=10_000)
        world.review(number)
    send(world, 4, name="Jorge", narrative=LONG)
    world.verify(2, percent=10_000)
    world.verify(1, percent=6000)
    told = findings_of_verified(world.session, world.cut())
    assert [(one.number, one.name, [finding.kind for finding in one.findings]) for one in told] == [
        (1, "Actualizar el mapa de riesgos", ["same_as_other"]),
        (2, "Publicar el mapa de riesgos", ["due_later"]),
    ]
    assert told[0].entry_id == world.entry(1).id
