from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: sizes in bytes, times in seconds. An activity matrix is far below every one of them.

    A reader may be silent for `seconds`, and take `overall_seconds` while it tells how it goes.
    """

    file_bytes: int = 20 * 2**20
    unpacked_bytes: int = 200 * 2**20
    archive_members: int = 2_000
    rows: int = 50_000
    columns: int = 256
    cells: int = 1_000_000
    cell_characters: int = 32_767
    merges: int = 100_000
    pages: int = 500
    memory_bytes: int = 512 * 2**20
    seconds: int = 10
    overall_seconds: int = 90
