"""The body of a record: its fields, in one place for who writes it and who verifies it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pacc_flow.ledger.canonical import CanonicalError, instant, parse_instant, plain
from pacc_flow.ledger.kinds import Kind

VERSION = 1

_HEX_NONCE = re.compile(r"[0-9a-f]{32}")
_HEX_SHA256 = re.compile(r"[0-9a-f]{64}")
_KIND = re.compile(r"[a-z][a-z_]*:[a-z][a-z_]*")
_WORD = re.compile(r"[a-z][a-z_]*")
_FIELDS = {"actor", "after_sha256", "at", "data", "entity", "files", "kind", "nonce", "request", "subject", "v"}


class BodyError(ValueError):
    """A canonical value that is not the body of a record; the message says why, in Spanish."""


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


@dataclass(frozen=True, slots=True)
class Body:
    """What verification needs of a body: its instant, the columns that a database derives, its subject and its files."""

    at: str
    columns: dict[str, object]
    subject: SubjectRef | None
    files: tuple[FileRef, ...]


def compose(
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


def read(value: object) -> Body:
    """The body of a parsed canonical value; a kind of a later version is taken, a missing or odd field is a BodyError."""
    fields = _object(value, "body", _FIELDS)
    if fields["v"] != VERSION:
        raise BodyError("Es de una versión desconocida.")
    actor_id = _actor(fields["actor"])
    subject = _subject(fields["subject"], fields["after_sha256"])
    _text(fields["nonce"], "nonce", _HEX_NONCE)
    at = _instant(fields["at"])
    return Body(
        at=at,
        columns={
            "at": at,
            "kind": _text(fields["kind"], "kind", _KIND),
            "actor_id": actor_id,
            "entity_id": fields["entity"] if fields["entity"] is None else _whole(fields["entity"], "entity"),
            "subject_type": subject and subject.type,
            "subject_id": subject and subject.id,
            "subject_rev": subject and subject.rev,
        },
        subject=subject,
        files=_files(fields["files"]),
    )


def _files(value: object) -> tuple[FileRef, ...]:
    if not isinstance(value, list):
        raise BodyError("El campo «files» no es una lista.")
    found = (_object(item, "files", {"name", "sha256", "size"}) for item in value)
    return tuple(
        FileRef(str(file["name"]), _text(file["sha256"], "files.sha256", _HEX_SHA256), _whole(file["size"], "files.size"))
        for file in found
    )


def _actor(value: object) -> int | None:
    """Somebody always acts: an account, or a part of the system that has a name."""
    actor = _object(value, "actor", {"id", "office", "role"}, optional={"system"})
    if (actor["id"] is None) == (not actor.get("system")):
        raise BodyError("No dice quién actuó.")
    return None if actor["id"] is None else _whole(actor["id"], "actor.id")


def _subject(value: object, after: object) -> SubjectRef | None:
    if value is None and after is None:
        return None
    subject = _object(value, "subject", {"id", "rev", "type"})
    return SubjectRef(
        type=_text(subject["type"], "subject.type", _WORD),
        id=_whole(subject["id"], "subject.id"),
        rev=_whole(subject["rev"], "subject.rev"),
        after_sha256=_text(after, "after_sha256", _HEX_SHA256),
    )


def _object(
    value: object, name: str, required: set[str], optional: frozenset[str] | set[str] = frozenset()
) -> dict[str, object]:
    if not isinstance(value, dict) or not required <= value.keys() <= required | optional:
        raise BodyError(f"Al campo «{name}» le faltan o le sobran partes.")
    return value


def _whole(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BodyError(f"El campo «{name}» no es un número entero.")
    return value


def _text(value: object, name: str, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise BodyError(f"El campo «{name}» no tiene su forma.")
    return value


def _instant(value: object) -> str:
    try:
        parse_instant(str(value))
    except CanonicalError as error:
        raise BodyError(f"El campo «at» no es un instante. {error}") from error
    return str(value)
