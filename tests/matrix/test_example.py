"""The demonstration's matrix: the facts and oddities of the original document, its narratives written anew."""

import re
from dataclasses import replace
from pathlib import Path

from pacc_flow.matrix import Proposal, read

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "icetex-2021.tsv"
FACTS = ("n", "line", "component", "subcomponent", "activity", "goal", "due_dates", "due_text", "percent", "offices")


def test_the_example_reads_to_the_same_structure_as_the_original(seed: Proposal):
    example = read(EXAMPLE)
    assert example.metadata == seed.metadata
    assert example.findings == seed.findings
    for mine, original in zip(example.rows, seed.rows, strict=True):
        assert [getattr(mine, name) for name in FACTS] == [getattr(original, name) for name in FACTS]
        assert (mine.office_text, mine.shift) == (original.office_text, original.shift)
        assert [replace(found, alternative=None) for found in mine.findings if found.field == "narrative"] == [
            replace(found, alternative=None) for found in original.findings if found.field == "narrative"
        ]
        assert [f for f in mine.findings if f.field != "narrative"] == [f for f in original.findings if f.field != "narrative"]
        assert ("https://" in mine.narrative) == ("https://" in original.narrative)


def test_no_sentence_of_a_narrative_is_copied(seed: Proposal):
    def sentences(proposal: Proposal) -> set[str]:
        parts = (part for row in proposal.rows for part in re.split(r"[.\n:;]\s|[.\n]|https?://\S+", row.narrative))
        return {" ".join(part.lower().split()) for part in parts if len(part.split()) > 4}

    assert sentences(read(EXAMPLE)) & sentences(seed) == set()


def test_the_example_shows_no_personal_drive():
    text = EXAMPLE.read_text(encoding="utf-8")
    assert "/personal/" not in text
    assert set(re.findall(r"https?://([^/\s]+)", text)) == {"portal.icetex.gov.co"}
