"""A frozen record that admits only what canonical JSON, and every document format, can carry."""

import re
import types
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from inspect import get_annotations
from typing import Any, get_args, get_origin

INTEGERS = range(-(2**53) + 1, 2**53)  # what every JSON reader keeps exact

LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# XML, hence XLSX and DOCX, has no way to write these.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class SnapshotError(ValueError):
    """The content contradicts itself or cannot be published; the message names the field."""


class Record:
    """Base of the frozen dataclasses of a snapshot.

    Once built, every field is exactly of its annotated kind (an integer is no boolean and no float), texts are in NFC
    with line feeds as line ends, and instants are in UTC. Two equal records therefore have the same bytes.

    The fields that `ADDED_LATER` names came when records had been signed without them: empty, they are not written, so
    that what was signed before keeps its bytes.
    """

    ADDED_LATER: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name, kind in fields_of(type(self)).items():
            object.__setattr__(self, name, admit(kind, getattr(self, name), f"{type(self).__name__}.{name}"))
        self.check()

    def check(self) -> None:
        """Refuse contradictions between fields that are each well formed."""


def fields_of(record: type) -> Mapping[str, Any]:
    """The annotated kind of each field, in the order of the declaration; records do not inherit fields."""
    return get_annotations(record)


def admit(kind: Any, value: Any, field: str) -> Any:  # noqa: ANN401 - any annotation may come, any value is judged by it
    if isinstance(kind, types.UnionType):
        return None if value is None else admit(get_args(kind)[0], value, field)
    if get_origin(kind) is tuple:
        require(isinstance(value, tuple), f"{field}: se esperaba una tupla.")
        return tuple(admit(get_args(kind)[0], item, field) for item in value)
    require(type(value) is kind, f"{field}: se esperaba {kind.__name__} y llegó {type(value).__name__}.")
    return ADMITTED[kind](value, field) if kind in ADMITTED else value


def admit_text(value: str, field: str) -> str:
    text = unicodedata.normalize("NFC", LINE_END.sub("\n", value))
    require(not UNPRINTABLE.search(text), f"{field}: el texto contiene caracteres de control.")
    return text


def admit_integer(value: int, field: str) -> int:
    require(value in INTEGERS, f"{field}: el número es demasiado grande.")
    return value


def admit_instant(value: datetime, field: str) -> datetime:
    require(value.tzinfo is not None, f"{field}: el instante no dice su zona horaria.")
    return value.astimezone(UTC)


ADMITTED: Mapping[type, Callable[[Any, str], Any]] = {str: admit_text, int: admit_integer, datetime: admit_instant}


def require(holds: bool, sentence: str) -> None:  # noqa: FBT001 - reads as an assertion
    if not holds:
        raise SnapshotError(sentence)
