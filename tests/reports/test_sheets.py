from collections.abc import Callable

import pytest

from pacc_flow.reports.sheets import document_title
from pacc_flow.reports.snapshot import Plan, Snapshot


@pytest.mark.parametrize("name", ["Programa de Transparencia", "Programa de Transparencia 2021"])
def test_the_title_says_the_year_once(make_snapshot: Callable[..., Snapshot], name: str) -> None:
    snapshot = make_snapshot(plan=Plan(kind="PTEP", year=2021, name=name))
    assert document_title(snapshot) == "SEGUIMIENTO PROGRAMA DE TRANSPARENCIA 2021, Tercer corte"
