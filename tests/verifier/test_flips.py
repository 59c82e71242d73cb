"""Nothing in a bundle may change unnoticed, not even a bit that no reader of ZIP files looks at."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from pacc_flow.verifier import pacc_verify
from tests.verifier.bundles import FILE, FILE_REF, Bundle, body, entry_row, subject_of
from tests.verifier.forgery import forged, members_of

ROW = entry_row(1, 1, 8824)
TINY = Bundle([], [], [ROW], [(FILE_REF.sha256, FILE)]).with_bodies([body(0, subject_of(ROW), [FILE_REF])], [1])
NOBODY = pacc_verify.Given([], [], None)


@pytest.fixture(autouse=True)
def _signatures_verified_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most flips leave the signatures as they were."""
    monkeypatch.setattr(pacc_verify, "is_signed", lru_cache(maxsize=None)(pacc_verify.is_signed))


def is_sound(packed: bytes, path: Path) -> bool:
    path.write_bytes(packed)
    report = pacc_verify.Report()
    pacc_verify.attempt(report, pacc_verify.check_bundle, pacc_verify.file_part(str(path)), NOBODY, report)
    return not report.findings


def flips(content: bytes) -> Iterator[bytes]:
    """One bit of each byte, a different one each time, and then all the bits of each byte."""
    for position, byte in enumerate(content):
        for mask in (1 << position % 8, 0xFF):
            yield content[:position] + bytes([byte ^ mask]) + content[position + 1 :]


def test_every_flip_of_a_byte_is_found(tmp_path: Path):
    packed, path = TINY.packed(), tmp_path / "b.zip"
    assert is_sound(packed, path)
    assert [number for number, flipped in enumerate(flips(packed)) if is_sound(flipped, path)] == []


def test_every_byte_lost_or_doubled_is_found(tmp_path: Path):
    packed, path = TINY.packed(), tmp_path / "b.zip"
    for position in range(len(packed)):
        assert not is_sound(packed[:position] + packed[position + 1 :], path), position
        assert not is_sound(packed[:position] + packed[position : position + 1] + packed[position:], path), position
        assert not is_sound(packed[:position], path), position


@pytest.mark.parametrize("number", range(1, 6))
def test_every_flip_that_mends_the_zip_is_found_by_what_the_content_says(number: int, tmp_path: Path):
    """All but the manifest's, which nobody signs: whoever makes a bundle says when, and of whom."""
    members, path = members_of(TINY.packed()), tmp_path / "b.zip"
    name, content = members[number]
    for flipped in flips(content):
        changed = [*members[:number], (name, flipped), *members[number + 1 :]]
        assert not is_sound(forged(changed), path), (name, flipped)
