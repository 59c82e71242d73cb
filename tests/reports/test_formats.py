from collections.abc import Callable

import pytest

from pacc_flow.reports import FORMATS, UnknownFormatError, file_name
from pacc_flow.reports.snapshot import Entity, Snapshot
from tests.support.documents import render


@pytest.mark.parametrize("name", FORMATS)
def test_the_stored_bytes_alone_give_the_same_document_every_time(snapshot: Snapshot, name: str) -> None:
    stored = snapshot.to_canonical_bytes()
    assert render(Snapshot.from_bytes(stored), name) == render(snapshot, name)


@pytest.mark.parametrize(("name", "revision", "file"), [
    ("pdf",  1, "icetex-2021-corte-3.pdf"),
    ("docx", 1, "icetex-2021-corte-3.docx"),
    ("xlsx", 1, "icetex-2021-corte-3.xlsx"),
    ("ods",  1, "icetex-2021-corte-3.ods"),
    ("csv",  1, "icetex-2021-corte-3.csv"),
    ("json", 2, "icetex-2021-corte-3-revision-2.json"),
])  # fmt: skip
def test_a_file_is_named_by_entity_year_cut_and_revision(
    make_snapshot: Callable[..., Snapshot], name: str, revision: int, file: str
) -> None:
    assert file_name(make_snapshot(revision=revision), name) == file


def test_a_demonstration_cannot_be_taken_for_the_real_file_by_its_name(make_snapshot: Callable[..., Snapshot]) -> None:
    demo = make_snapshot(entity=Entity(name="ICETEX", slug="icetex", is_demo=True))
    assert file_name(demo, "csv") == "icetex-2021-corte-3-demostracion.csv"


def test_an_unknown_format_is_refused_with_the_list_of_those_there_are(snapshot: Snapshot) -> None:
    with pytest.raises(UnknownFormatError, match="«docm» no existe; los que hay son: pdf, docx, xlsx, ods, csv, json"):
        render(snapshot, "docm")
