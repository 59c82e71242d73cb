"""Which tests of pages run on which engine: each on one, for what the engines do otherwise lies below the pages.

A width goes with an engine; any other test draws one by its name, so that every page, and every query that only pages ask,
meets both.
"""

from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

import pytest

from tests.support.databases import ENGINES

ROOMS = {Path("tests/web"), Path("tests/browser")}
OF_A_WIDTH = {"wide": "sqlite", "narrow": "postgresql"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    collected = {item.nodeid for item in items}
    twins = [item for item in items if _is_told_by_its_twin(item, collected)]
    if twins:
        config.hook.pytest_deselected(items=twins)
        items[:] = [item for item in items if item not in twins]


def _is_told_by_its_twin(item: pytest.Item, collected: set[str]) -> bool:
    """A test that was asked for on one engine alone runs there."""
    given: list[object] = list(item.callspec.params.values()) if hasattr(item, "callspec") else []
    engine = next((value for value in ENGINES if value in given), None)
    if engine is None or item.path.relative_to(item.config.rootpath).parent not in ROOMS:
        return False
    chosen = _engine_of(item.nodeid.replace(engine, ""), given)
    return engine != chosen and item.nodeid.replace(engine, chosen) in collected


def _engine_of(test: str, given: Iterable[object]) -> str:
    widths = [engine for width, engine in OF_A_WIDTH.items() if width in given]
    return widths[0] if widths else ENGINES[crc32(test.encode()) % len(ENGINES)]
