from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANIFESTS = (
    ROOT / "pacc_flow/static/vendor/vendor.json",
    ROOT / "pacc_flow/reports/fonts/vendor.json",
    ROOT / "tests/vendor/vendor.json",
)


def vendored() -> list[tuple[Path, str]]:
    return [
        (manifest.parent / taken["to"], taken["sha256"])
        for manifest in MANIFESTS
        for package in json.loads(manifest.read_text(encoding="utf-8"))["packages"]
        for taken in package["files"]
    ]


@pytest.mark.parametrize(("path", "sha256"), vendored(), ids=lambda value: getattr(value, "name", ""))
def test_a_vendored_file_is_the_one_that_was_pinned(path: Path, sha256: str):
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256


@pytest.mark.parametrize("manifest", MANIFESTS, ids=["shipped", "of paper", "for tests"])
def test_nothing_lies_beside_the_pinned_files(manifest: Path):
    pinned = {path for path, _ in vendored()} | {manifest}
    assert {path for path in manifest.parent.rglob("*") if path.is_file()} <= pinned


@pytest.mark.parametrize("manifest", MANIFESTS, ids=["shipped", "of paper", "for tests"])
def test_every_package_brings_its_licence_and_a_pinned_archive(manifest: Path):
    for package in json.loads(manifest.read_text(encoding="utf-8"))["packages"]:
        assert package["integrity"].startswith("sha512-")
        assert any("LICENSE" in taken["to"] for taken in package["files"]), package["name"]
