"""A ZIP written as it is read, in the only form that there is for its members: every byte of it follows from them.

Nothing is compressed, dated or left to choose, and each size is written in its 64-bit form after the data it measures.
So a verifier can write every header again and compare (PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5), no reader sees other
members than another, and there is no expansion to be surprised by: deflate has many texts for one content.
"""

import struct
from collections.abc import Iterable, Iterator
from zlib import crc32

_VERSION = 45  # the first that knows 64-bit sizes
_SIZES_FOLLOW = 0x0008
_FIRST_DAY = 0x0021  # 1 January 1980, the zero of the format
_IN_EXTRA = 0xFFFFFFFF
_COUNT_IN_EXTRA = 0xFFFF


class StoredZip:
    """Feed it members in their order, then the end. It keeps only the directory: about 200 bytes a member."""

    def __init__(self) -> None:
        self._directory = bytearray()
        self._count = 0
        self._offset = 0

    def member(self, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        header = local_header(name.encode("ascii"))
        yield header
        crc = size = 0
        for chunk in chunks:
            crc, size = crc32(chunk, crc), size + len(chunk)
            yield chunk
        follows = descriptor(crc, size)
        yield follows
        self._directory += directory_entry(name.encode("ascii"), crc, size, self._offset)
        self._count += 1
        self._offset += len(header) + size + len(follows)

    def end(self) -> Iterator[bytes]:
        yield bytes(self._directory)
        yield end_of_archive(self._count, len(self._directory), self._offset)


def local_header(name: bytes) -> bytes:
    return (
        struct.pack(
            "<IHHHHHIIIHH", 0x04034B50, _VERSION, _SIZES_FOLLOW, 0, 0, _FIRST_DAY, 0, _IN_EXTRA, _IN_EXTRA, len(name), 20
        )
        + name
        + struct.pack("<HHQQ", 1, 16, 0, 0)
    )


def descriptor(crc: int, size: int) -> bytes:
    return struct.pack("<IIQQ", 0x08074B50, crc, size, size)


def directory_entry(name: bytes, crc: int, size: int, offset: int) -> bytes:
    """No comment, first disk, no attributes, and both sizes and the offset of its local header in the 64-bit extra field."""
    form = (_VERSION, _VERSION, _SIZES_FOLLOW, 0, 0, _FIRST_DAY)
    return (
        struct.pack("<I6H3I5HII", 0x02014B50, *form, crc, _IN_EXTRA, _IN_EXTRA, len(name), 28, 0, 0, 0, 0, _IN_EXTRA)
        + name
        + struct.pack("<HHQQQ", 1, 24, size, size, offset)
    )


def end_of_archive(count: int, size: int, offset: int) -> bytes:
    """`size` and `offset` are the directory's: this follows it."""
    return (
        struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, _VERSION, _VERSION, 0, 0, count, count, size, offset)
        + struct.pack("<IIQI", 0x07064B50, 0, offset + size, 1)
        + struct.pack("<I4HIIH", 0x06054B50, 0, 0, _COUNT_IN_EXTRA, _COUNT_IN_EXTRA, _IN_EXTRA, _IN_EXTRA, 0)
    )
