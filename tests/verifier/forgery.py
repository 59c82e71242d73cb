"""A ZIP with headers to choose: what a bundle's writer would never write."""

import io
import zipfile
from collections.abc import Callable, Iterable

from pacc_flow.verifier import pacc_verify as zip_form

Edit = Callable[[bytes], bytes]


def as_written(header: bytes) -> bytes:
    return header


def forged(
    members: Iterable[tuple[str, bytes]],
    *,
    local: Edit = as_written,
    data: Edit = as_written,
    entry: Edit = as_written,
    gap: bytes = b"",
    after_directory: bytes = b"",
    count: int | None = None,
) -> bytes:
    """The ZIP of these members, each header passed through its edit; the last member's only, so that one is enough."""
    out, directory = bytearray(), bytearray()
    listed = list(members)
    for number, (name, content) in enumerate(listed, 1):
        coded, is_last = name.encode("latin-1"), number == len(listed)
        crc, offset = zip_form.zlib.crc32(content), len(out)
        header = zip_form.local_header(coded)
        out += local(header) if is_last else header
        out += data(content) if is_last else content
        out += zip_form.descriptor(crc, len(content))
        listing = zip_form.directory_entry(coded, crc, len(content), offset)
        directory += entry(listing) if is_last else listing
    out += gap
    start = len(out)
    out += directory + after_directory
    return bytes(out + zip_form.end_of_archive(len(listed) if count is None else count, len(out) - start, start))


def members_of(packed: bytes) -> list[tuple[str, bytes]]:
    """The members of a bundle, by an independent reader."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]
