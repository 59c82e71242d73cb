"""How the document that a plan was read from is kept."""

import pytest

from pacc_flow.actions.source_types import ACCEPTED, source_type


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("Plan 2026.XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("plan.ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("plan.csv", "text/csv"),
        ("plan.pdf", "application/pdf"),
        ("plan", "text/tab-separated-values"),
    ],
)
def test_a_document_is_kept_as_what_its_name_says(name: str, media_type: str):
    assert source_type(name).media_type == media_type


def test_the_browser_offers_every_ending_that_is_read():
    assert ACCEPTED == ".xlsx,.xlsm,.xls,.xml,.ods,.csv,.tsv,.txt,.tab,.docx,.pdf"
