"""The canonical form of what the ledger hashes: one value, one text, one sequence of bytes.

Inside this profile json, orjson and RFC 8785 write the same bytes, so an outsider can recompute every hash with any of
them.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import NoReturn

MAX_BODY_BYTES = 60_000
MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 32

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")


class CanonicalError(ValueError):
    """The value or the text lies outside the profile; the message says where and why, in Spanish."""


def canonical_json(value: object, *, limit: int | None = MAX_BODY_BYTES) -> str:
    """The one text of a value; `limit` is in bytes of UTF-8, None for a row, of which only the hash is kept."""
    _check(value, "$", 0)
    text = _dumps(value)
    if limit is not None and len(text.encode()) > limit:
        raise CanonicalError(f"El contenido supera los {limit} bytes que admite un registro.")
    return text


def parse_canonical(text: str, *, limit: int | None = MAX_BODY_BYTES) -> object:
    """The value of a canonical text; CanonicalError if any other text would have meant the same."""
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)
    except CanonicalError:
        raise
    except (ValueError, RecursionError) as error:
        raise CanonicalError("El texto no es JSON legible.") from error
    if canonical_json(value, limit=limit) != text:
        raise CanonicalError("El texto no está en su forma canónica.")
    return value


def plain(value: object) -> object:
    """The value as the profile writes it: NFC text, ISO dates and instants, hexadecimal bytes, tuples as lists.

    An object whose keys are not names (the ids of offices, say) becomes its list of key and value, sorted by key.
    What has no such form (a float) is left as it is, for `canonical_json` to refuse with the place where it stands.
    """
    match value:
        case Mapping():
            return _plain_object({str(key): plain(item) for key, item in value.items()})
        case list() | tuple():
            return [plain(item) for item in value]
        case Enum():
            return plain(value.value)
        case _:
            return _plain_scalar(value)


def instant(moment: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.ffffffZ`; a naive moment is refused, since nobody could say later which one it was."""
    if moment.utcoffset() is None:
        raise CanonicalError("Un instante sin zona horaria no puede registrarse.")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_instant(text: str) -> datetime:
    """The moment, aware and in UTC, of a text that `instant` wrote."""
    if not _INSTANT.fullmatch(text):
        raise CanonicalError(f"«{text}» no es un instante en el formato del registro.")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise CanonicalError(f"«{text}» no es un instante que exista.") from error


def _plain_object(members: dict[str, object]) -> object:
    if all(_KEY.fullmatch(key) for key in members):
        return members
    return [{"key": plain(key), "value": item} for key, item in sorted(members.items())]


def _plain_scalar(value: object) -> object:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            return value


def _dumps(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _check(value: object, path: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise CanonicalError(f"{path}: más de {MAX_DEPTH} niveles de anidación.")
    match value:
        case None | bool():
            return
        case str():
            _check_text(value, path)
        case int():
            if abs(value) > MAX_INTEGER:
                raise CanonicalError(f"{path}: el entero no cabe en 53 bits.")
        case list():
            for index, item in enumerate(value):
                _check(item, f"{path}[{index}]", depth + 1)
        case dict():
            for key, item in value.items():
                _check_key(key, path)
                _check(item, f"{path}.{key}", depth + 1)
        case _:
            raise CanonicalError(f"{path}: el tipo {type(value).__name__} no tiene forma canónica.")


def _check_key(key: object, path: str) -> None:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise CanonicalError(f"{path}: la clave {key!a} no sigue la forma [a-z][a-z0-9_]*.")


def _check_text(text: str, path: str) -> None:
    if "\x00" in text:
        raise CanonicalError(f"{path}: el texto contiene el carácter nulo.")
    if _SURROGATE.search(text):
        raise CanonicalError(f"{path}: el texto contiene un sustituto Unicode suelto.")
    if not unicodedata.is_normalized("NFC", text):
        raise CanonicalError(f"{path}: el texto no está en la forma NFC de Unicode.")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CanonicalError("El texto repite una clave.")
    return found


def _no_float(text: str) -> NoReturn:
    raise CanonicalError(f"«{text[:40]}» no es un entero.")
