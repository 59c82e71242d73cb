import csv
from pathlib import Path

import pytest

from pacc_flow.matrix import Proposal, read
from tests.matrix.matrices import Columns


@pytest.fixture(scope="session")
def columns() -> Columns:
    return Columns()


@pytest.fixture(scope="session")
def seed_rows(seed_dir: Path) -> list[dict[str, str]]:
    with (seed_dir / "icetex-2021-rows.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="session")
def seed_file(seed_dir: Path) -> Path:
    return seed_dir / "icetex-seguimiento-paac-2021-corte-3.txt"


@pytest.fixture(scope="session")
def seed(seed_file: Path) -> Proposal:
    return read(seed_file)
