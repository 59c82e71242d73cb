"""A checkpoint: the size and the root of the log at an instant, signed by it (C2SP tlog-checkpoint).

It is what leaves the house: whoever holds one finds out if the log is ever rewritten before that size.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from pacc_flow.ledger.merkle import HASH_BYTES
from pacc_flow.ledger.note import NoteError, SigningKey, VerifierKey, from_base64, is_key_name, open_note, to_base64

_WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")  # as 64-bit integers hold without thinking
_LINES = 3


class CheckpointError(NoteError):
    """The checkpoint is malformed or not to be trusted; the message says why, in Spanish."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`origin` is `<host>/registro/<epoch>`, the name of the key that signs; `size` counts records; `root` is 32 bytes."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.origin):
            raise CheckpointError("El origen de un punto de control no puede estar vacío ni llevar espacios o el signo «+».")
        if whole_of(str(self.size)) is None:
            raise CheckpointError("El tamaño de un punto de control es un número entero desde cero, de hasta 18 cifras.")
        if len(self.root) != HASH_BYTES:
            raise CheckpointError("La raíz de un punto de control es una huella SHA-256 de 32 bytes.")

    def text(self) -> str:
        """What is signed: three lines."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The checkpoint of a text that `text` wrote; extension lines, which nobody could audit, are refused."""
        *lines, rest = text.split("\n")
        if len(lines) != _LINES or rest:
            raise CheckpointError("Un punto de control tiene tres líneas: origen, tamaño y raíz.")
        origin, size, root = lines[0], whole_of(lines[1]), hash_of(lines[2])
        if size is None:
            raise CheckpointError("El tamaño del punto de control no es un número entero sin ceros a la izquierda.")
        if root is None:
            raise CheckpointError("La raíz del punto de control no es una huella SHA-256 en base64.")
        return cls(origin, size, root)


def signed(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The note of a checkpoint; CheckpointError if the key is that of another log or epoch."""
    if key.name != checkpoint.origin:
        raise CheckpointError(f"La llave de «{key.name}» no firma los puntos de control de «{checkpoint.origin}».")
    return key.sign(checkpoint.text())


def opened(note: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint that its own log signed, `keys` being those that the reader knows; CheckpointError otherwise."""
    known = list(keys)
    origin = note.partition("\n")[0]
    own = [key for key in known if key.name == origin]
    try:
        text = open_note(note, own or known)
    except NoteError as error:
        raise CheckpointError(str(error)) from error
    checkpoint = Checkpoint.parse(text)
    if not own:
        raise CheckpointError("Firma el punto de control una llave conocida, pero no la de su origen.")
    return checkpoint


def whole_of(text: str) -> int | None:
    """The whole number of its one decimal text: no sign, no leading zeros, at most 18 digits; None for any other."""
    return int(text) if _WHOLE.fullmatch(text) else None


def hash_of(text: str) -> bytes | None:
    """The hash of its one base64 text, None for any other."""
    value = from_base64(text)
    return value if value is not None and len(value) == HASH_BYTES else None
