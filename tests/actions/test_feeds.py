"""The private addresses of calendars: told once, kept as a fingerprint, closed for good."""

import pytest
from sqlalchemy import select

from pacc_flow.actions import feeds
from pacc_flow.actions.refusals import Refusal
from pacc_flow.models import Feed, LedgerRecord
from tests.support.cast import NOW, SETUP, World


def opened(world: World, office: str | None = None) -> str:
    place = world.office(office) if office else None
    token = feeds.open_feed(world.session, world.person("Laura"), place, actor=SETUP, at=NOW)
    world.session.commit()
    return token


def test_an_address_is_told_once_and_only_its_fingerprint_is_kept(world: World):
    token = opened(world, "Oficina Comercial")
    feed = world.session.scalars(select(Feed)).one()
    assert feed.address_sha256 == feeds.fingerprint(token)
    assert feed.office_id == world.office("Oficina Comercial").id
    assert token not in "".join(world.session.scalars(select(LedgerRecord.body)))


def test_two_addresses_are_never_alike(world: World):
    assert opened(world) != opened(world)


def test_an_address_is_closed_once_and_for_all(world: World):
    opened(world)
    feed = world.session.scalars(select(Feed)).one()
    assert feeds.revoke_feed(world.session, feed, actor=SETUP, at=NOW) is not None
    world.session.commit()
    assert feed.revoked_at == NOW
    assert feeds.revoke_feed(world.session, feed, actor=SETUP, at=NOW) is None


def test_a_person_has_so_many_addresses_and_no_more_until_one_is_closed(world: World):
    for _ in range(feeds.MOST):
        opened(world)
    with pytest.raises(Refusal, match="Cierre las que no use"):
        opened(world)
    world.session.rollback()
    feeds.revoke_feed(world.session, world.session.scalars(select(Feed).limit(1)).one(), actor=SETUP, at=NOW)
    world.session.commit()
    assert opened(world)
