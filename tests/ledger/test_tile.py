"""The tiles that a log fills, and what verification says of one that somebody spoiled."""

from hashlib import sha256

import pytest
from sqlalchemy import Engine, insert

from pacc_flow.ledger.chain import Code
from pacc_flow.ledger.merkle import root_of
from pacc_flow.ledger.tile import TILE_HASHES, Tile, Tiles
from pacc_flow.models import LedgerTile
from pacc_flow.queries.ledger_integrity import _tile

LEAVES = [sha256(bytes([n % 251])).digest() for n in range(TILE_HASHES * TILE_HASHES)]


def test_each_tile_comes_once_it_is_full_and_its_root_goes_up():
    tiles = Tiles()
    filled = [tile for leaf in LEAVES for tile in tiles.feed(leaf)]
    low, (high,) = [one for one in filled if one.level == 0], [one for one in filled if one.level == 1]
    assert [one.index for one in low] == list(range(TILE_HASHES))
    assert low[3].hashes == b"".join(LEAVES[768:1024])
    assert high == Tile(1, 0, b"".join(root_of(LEAVES[n : n + TILE_HASHES]) for n in range(0, len(LEAVES), TILE_HASHES)))
    assert list(Tiles().feed(LEAVES[0])) == []


@pytest.mark.parametrize(("stored", "codes"), [(None, []), (bytes(8192), [Code.TILE]), (b"".join(LEAVES[:256]), [])])
def test_a_stored_tile_must_be_the_one_that_the_records_give(engine: Engine, stored: bytes | None, codes: list[Code]):
    tile = Tile(0, 0, b"".join(LEAVES[:256]))
    with engine.connect() as connection:
        if stored is not None:
            for name in _guards(connection):
                connection.exec_driver_sql(name)
            connection.execute(insert(LedgerTile).values(level=0, index=0, hashes=stored))
        assert [finding.code for finding in _tile(connection, tile)] == codes


def _guards(connection: object) -> list[str]:
    if connection.dialect.name == "postgresql":
        return ["ALTER TABLE ledger_tile DISABLE TRIGGER ALL"]
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    return [f'DROP TRIGGER "{name}"' for name in names]
