"""The follow-up of a cut keeps the figures of those before it, from what was published and from nothing else."""

import pytest
from sqlalchemy import select

from pacc_flow.actions.cuts import open_cut_early
from pacc_flow.actions.publication import publish_cut, sign_off
from pacc_flow.actions.refusals import Refusal
from pacc_flow.models import Entry, Report
from pacc_flow.reports import Snapshot
from tests.support.alterations import alter_report
from tests.support.cast import NOW, World


def publish(world: World, number: int) -> Snapshot:
    cut = world.cut(number)
    reasons = dict.fromkeys(
        world.session.scalars(select(Entry.id).where(Entry.cut_id == cut.id, Entry.state != "verified")),
        "La oficina no reportó.",
    )
    report = publish_cut(world.session, cut.id, actor=world.person("Marta"), reasons=reasons, at=NOW).report
    world.session.commit()
    return Snapshot.from_bytes(report.snapshot.encode())


def first_then_second_open(world: World) -> Snapshot:
    world.submit(1)
    world.review(1)
    world.verify(1, percent=10_000)
    first = publish(world, 1)
    open_cut_early(world.session, world.cut(2).id, actor=world.person("Andrés"), at=NOW)
    world.session.commit()
    return first


def test_the_first_follow_up_of_a_plan_keeps_none(world: World):
    assert publish(world, 1).earlier == ()
    assert '"earlier"' not in world.session.scalars(select(Report.snapshot)).one()


def test_the_second_keeps_the_figures_of_the_first_and_names_its_content(world: World):
    first = first_then_second_open(world)
    second = publish(world, 2)
    (kept,) = second.earlier
    assert (kept.number, kept.name, kept.on, kept.revision, kept.sha256) == (1, "Primer corte", first.cut.on, 1, first.sha256)
    total = kept.total
    assert (total.programmed, total.fulfilled, total.fulfilment, total.average) == (4, 1, 2_500, 2_500)
    assert [(one.number, one.result.programmed, one.result.fulfilled) for one in kept.components] == [(1, 2, 1), (2, 2, 0)]


def test_a_cut_that_was_published_first_is_not_earlier_for_that(world: World):
    open_cut_early(world.session, world.cut(2).id, actor=world.person("Andrés"), at=NOW)
    world.session.commit()
    assert publish(world, 2).earlier == ()
    assert publish(world, 1).earlier == ()


def test_whoever_signs_sees_them_before_signing(world: World):
    first = first_then_second_open(world)
    shown = sign_off(world.session, world.cut(2).id, actor=world.person("Marta"), at=NOW)
    assert [one.sha256 for one in shown.snapshot.earlier] == [first.sha256]


@pytest.mark.parametrize("forge", ["other figures", "no snapshot"])
def test_nothing_is_signed_upon_an_earlier_cut_that_was_altered(world: World, forge: str):
    first_then_second_open(world)
    forged = (
        (lambda text: text.replace('"percent":10000', '"percent":10000,"x":1')) if forge == "no snapshot" else _other_figures
    )
    alter_report(world, forged)
    with pytest.raises(Refusal, match="Lo que está guardado del primer corte no coincide con la huella"):
        publish(world, 2)


def _other_figures(text: str) -> str:
    forged = text.replace("La oficina no reportó.", "No.")
    assert Snapshot.from_bytes(forged.encode()).sha256 != Snapshot.from_bytes(text.encode()).sha256
    return forged
