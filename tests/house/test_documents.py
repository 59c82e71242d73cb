"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_of_a_document_leads_somewhere(name: str):
    links = re.findall(r"\]\(([^)#:]+)\)", (REPOSITORY / name).read_text("utf-8"))
    assert [link for link in links if not (REPOSITORY / link).exists()] == []
