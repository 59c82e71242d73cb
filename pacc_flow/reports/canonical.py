"""Records to canonical bytes and back: one record has one text, so that a hash of it means something.

The profile is the audit ledger's: sorted keys, no spaces, NFC texts, integers only, instants as
`YYYY-MM-DDTHH:MM:SS.ffffffZ`, dates as `YYYY-MM-DD`. Inside it RFC 8785 gives the same bytes.
"""

import json
import types
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin

from pacc_flow.reports.record import Record, SnapshotError, fields_of, require

R = TypeVar("R", bound=Record)


def to_bytes(record: Record) -> bytes:
    text = json.dumps(plain(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def from_bytes(kind: type[R], data: bytes) -> R:
    """The record whose canonical bytes are `data`: the exact inverse of `to_bytes`.

    Bytes that say the same in another way (spaces, repeated or unsorted keys, text not in NFC) are refused too.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SnapshotError("El contenido no es JSON en UTF-8.") from error
    record = built(kind, value, "$")
    require(to_bytes(record) == data, "El contenido no está en su forma canónica.")
    return record


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a record may hold
    """What `json` can write: objects, arrays, texts, integers, booleans and null."""
    match value:
        case Record():
            return {name: plain(getattr(value, name)) for name in fields_of(type(value)) if is_written(value, name)}
        case tuple():
            return [plain(item) for item in value]
        case datetime():
            return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case _:
            return value


def is_written(record: Record, name: str) -> bool:
    return name not in record.ADDED_LATER or bool(getattr(record, name))


def built(kind: type[R], value: object, path: str) -> R:
    """A record from its JSON object, which must have exactly its fields, but for those that were added later and are empty:
    nothing unknown can ride along.
    """
    fields = fields_of(kind)
    if not isinstance(value, dict):
        raise SnapshotError(f"{path}: se esperaba un objeto.")
    odd = sorted((fields.keys() - kind.ADDED_LATER) ^ (value.keys() - kind.ADDED_LATER))
    require(not odd, f"{path}: sobran o faltan campos: {', '.join(odd)}.")
    return kind(**{name: restored(fields[name], value[name], f"{path}.{name}") for name in fields if name in value})


def restored(kind: Any, value: Any, path: str) -> Any:  # noqa: ANN401 - the inverse of plain()
    if isinstance(kind, types.UnionType):
        return None if value is None else restored(get_args(kind)[0], value, path)
    if get_origin(kind) is tuple:
        require(isinstance(value, list), f"{path}: se esperaba una lista.")
        return tuple(restored(get_args(kind)[0], item, f"{path}[{index}]") for index, item in enumerate(value))
    if issubclass(kind, Record):
        return built(kind, value, path)
    return read_text(reader, value, path) if (reader := reader_of(kind)) else value


def reader_of(kind: type) -> Callable[[str], Any] | None:
    """How a kind that JSON carries as text is read; None when JSON has the kind itself."""
    if issubclass(kind, date):
        return kind.fromisoformat
    return kind if issubclass(kind, StrEnum) else None


def read_text(reader: Callable[[str], Any], value: object, path: str) -> Any:  # noqa: ANN401 - what the reader gives
    try:
        return reader(str(value))
    except ValueError as error:
        raise SnapshotError(f"{path}: «{value}» no es un valor admitido.") from error
