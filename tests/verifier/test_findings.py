"""What the verifier finds: each good thing passes, and each bad one gives exactly its own findings."""

from pathlib import Path

import pytest

from pacc_flow.verifier import pacc_verify
from tests.verifier.bundle_cases import bundle_cases
from tests.verifier.cases import Case, outcome
from tests.verifier.paper_cases import paper_cases

CASES = [*bundle_cases(), *paper_cases()]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_it_finds_exactly(case: Case, tmp_path: Path):
    case.write(tmp_path)
    codes, said = outcome(pacc_verify, case, tmp_path)
    assert codes == list(case.codes), said


def test_every_finding_that_exists_has_its_case():
    assert {code for case in CASES for code in case.codes} - {"usage"} == set(pacc_verify.FINDINGS)


def test_no_two_cases_share_a_name():
    assert len({case.name for case in CASES}) == len(CASES)
