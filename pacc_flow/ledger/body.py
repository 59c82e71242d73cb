"""The body of a record: its fields, in one place for who writes it and who verifies it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pacc_flow.ledger.canonical import instant, plain
from pacc_flow.ledger.kinds import Kind

VERSION = 1


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that an act added or used; `sha256` in hexadecimal, `size` in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """The row that an act changed, at the revision that it left, and the SHA-256 of its canonical image."""

    type: str
    id: int
    rev: int
    after_sha256: str


def compose(  # noqa: PLR0913 - these are the fields of a record
    *,
    kind: Kind,
    at: datetime,
    actor: Mapping[str, object],
    request: Mapping[str, object] | None,
    entity_id: int | None,
    subject: SubjectRef | None,
    data: Mapping[str, object],
    files: Sequence[FileRef],
    nonce: str,
) -> dict[str, object]:
    """The body as a value of the canonical profile, for `canonical_json` to write."""
    return {
        "actor": plain(actor),
        "after_sha256": subject and subject.after_sha256,
        "at": instant(at),
        "data": plain(data),
        "entity": entity_id,
        "files": [{"name": plain(file.name), "sha256": file.sha256, "size": file.size} for file in files],
        "kind": kind.value,
        "nonce": nonce,
        "request": plain(request),
        "subject": subject and {"id": subject.id, "rev": subject.rev, "type": subject.type},
        "v": VERSION,
    }
