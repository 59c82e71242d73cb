"""Files damaged at random, in their bytes and inside their parts: each is read or refused in words, whatever the damage."""

import io
import zipfile
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacc_flow.matrix import Unreadable
from pacc_flow.matrix.reading import read_here
from tests.matrix.hostile_files import xlsx
from tests.matrix.test_formats import HEADER, ROWS, SOUND

FILES = {
    **SOUND,
    "a.xlsx": xlsx(),
    "a.csv": "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in (HEADER, *ROWS)).encode(),
    "a.tsv": "\n".join("\t".join(row) for row in (HEADER, *ROWS)).encode("cp1252"),
    "page.xls": ("<table>" + "".join("<tr><td>" + "<td>".join(row) for row in (HEADER, *ROWS)) + "</table>").encode(),
}
SIGNS = (b"<", b">", b'"', b"\0", b"\xff", b"&", b"9999999999", b"-1", b"%", b"]]>", b"<!--", b"/", b" ")


def damaged(chance: Random, data: bytes) -> bytes:
    """A few places with other bytes, or a stretch left out, repeated or moved."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, length = chance.randrange(len(data) + 1), chance.choice((1, 4, 40, 400))
        piece = data[at : at + length]
        put = chance.choice((b"", piece * 2, piece[::-1], chance.randbytes(min(length, 8)), chance.choice(SIGNS)))
        data = data[:at] + put + data[at + length :]
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.2 else data


def damaged_within(chance: Random, data: bytes) -> bytes:
    """The same package, one of its parts damaged."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as sound, zipfile.ZipFile(stream, "w") as archive:
        hurt = chance.choice(sound.namelist())
        for member in sound.namelist():
            content = sound.read(member)
            archive.writestr(member, damaged(chance, content) if member == hurt else content)
    return stream.getvalue()


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_of_any_format_is_read_or_refused(name: str, seed: int):
    chance, data = Random(seed), FILES[name]  # noqa: S311 -- damage, not a secret
    is_within = data.startswith(b"PK") and chance.random() < 0.7
    hurt = damaged_within(chance, data) if is_within else damaged(chance, data)
    try:
        read_here(hurt, name)
    except Unreadable as refusal:
        assert refusal.message  # noqa: PT017 -- either outcome is right; a third would not be
