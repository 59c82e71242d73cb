"""A follow-up to write reports from."""

from collections.abc import Callable

import pytest

from pacc_flow.reports.snapshot import Row, Snapshot
from tests.support.follow_ups import one_of_each, row_of, snapshot_of


@pytest.fixture
def make_row() -> Callable[..., Row]:
    return row_of


@pytest.fixture
def make_snapshot() -> Callable[..., Snapshot]:
    return snapshot_of


@pytest.fixture
def snapshot() -> Snapshot:
    return one_of_each()
