"""Where the tests keep their files: in memory where the machine offers it, since nobody reads them afterwards."""

import os
import shutil
from pathlib import Path

import pytest

MEMORY, DISK = Path("/dev/shm"), Path("/tmp")  # noqa: S108  # no fixed name inside: each folder gets one of its own
ENOUGH_BYTES = 4 * 2**30


def scratch_root() -> Path:
    """The folder in memory when it is there with room to spare. Its path is short: that of a socket holds 107 bytes."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
        return MEMORY
    return DISK


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Pytest's own folders go there too, unless whoever runs the tests has said where."""
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(scratch_root()))
