#!/usr/bin/env python3
"""Copy the third-party files of the browser and of paper into the repository, checked against their pins.

Each manifest `vendor.json` lists npm packages with the sha512 integrity of the whole archive, and the files taken
from it with their SHA-256. The files are copied whole, licence included; nothing is edited. Which registry answers is
npm's own setting, so no address stands here. Run it after changing a manifest:

    python scripts/vendor_assets.py        fetch, check and copy
    python scripts/vendor_assets.py --pin  the same, writing down the hashes found (to be read before they are kept)
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANIFESTS = (
    ROOT / "pacc_flow/static/vendor/vendor.json",
    ROOT / "pacc_flow/reports/fonts/vendor.json",
    ROOT / "tests/vendor/vendor.json",
)


class VendorError(Exception):
    """A package that is not the one that was pinned."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", action="store_true", help="write the hashes found into the manifests")
    pin = bool(parser.parse_args().pin)
    try:
        for manifest in MANIFESTS:
            vendor(manifest, pin=pin)
    except (VendorError, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def vendor(manifest: Path, *, pin: bool) -> None:
    listing = json.loads(manifest.read_text(encoding="utf-8"))
    for package in listing["packages"]:
        with tempfile.TemporaryDirectory() as folder:
            archive = fetch(package, Path(folder))
            agree(package, "integrity", integrity_of(archive), pin=pin)
            for taken in package["files"]:
                copy_out(archive, taken, manifest.parent, pin=pin)
        sys.stdout.write(f"{package['name']} {package['version']}: {len(package['files'])} files\n")
    if pin:
        manifest.write_text(json.dumps(listing, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def fetch(package: dict[str, Any], folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise VendorError("npm is needed to fetch the packages, and it is not installed")
    wanted = f"{package['name']}@{package['version']}"
    done = subprocess.run([npm, "pack", "--silent", wanted], cwd=folder, capture_output=True, text=True, check=False)
    archives = list(folder.glob("*.tgz"))
    if done.returncode != 0 or len(archives) != 1:
        raise VendorError(f"npm pack {wanted} failed: {done.stderr.strip()}")
    return archives[0]


def integrity_of(archive: Path) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode("ascii")


def copy_out(archive: Path, taken: dict[str, Any], into: Path, *, pin: bool) -> None:
    with tarfile.open(archive) as packed:
        member = packed.extractfile(taken["from"])
        if member is None:
            raise VendorError(f"{taken['from']} is not a file of the package")
        content = member.read()
    agree(taken, "sha256", hashlib.sha256(content).hexdigest(), pin=pin)
    target = into / taken["to"]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def agree(entry: dict[str, Any], key: str, found: str, *, pin: bool) -> None:
    if pin:
        entry[key] = found
    elif entry.get(key) != found:
        raise VendorError(f"{key} of {entry.get('name', entry.get('to'))}: {found} found, {entry.get(key)} pinned")


if __name__ == "__main__":
    sys.exit(main())
