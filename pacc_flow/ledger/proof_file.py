"""A proof as a file that an outsider keeps: its hashes and, whole, the signed checkpoint that they lead to.

An inclusion proof is C2SP tlog-proof, without its optional `extra` line, which nothing authenticates; a consistency
proof is laid out like the requests of C2SP tlog-witness. To read one proves nothing yet: its note has to be opened with
`checkpoint.opened`, and its hashes given to `merkle.includes` or `merkle.extends`.
"""

from dataclasses import dataclass
from typing import Self

from pacc_flow.ledger.checkpoint import hash_of, whole_of
from pacc_flow.ledger.note import NoteError, refuse_odd_text, to_base64

MAX_HASHES = 64
MAX_PROOF_BYTES = 16 * 1024

_TLOG_PROOF = "c2sp.org/tlog-proof@v1"


class ProofFileError(ValueError):
    """The text is not that of a proof, or the proof has no text; the message says why, in Spanish."""


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That a record is in the log: `index` is its `seq`; `note` is the signed checkpoint, verbatim."""

    index: int
    hashes: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        return _readable(self, f"{_TLOG_PROOF}\nindex {self.index}")

    @classmethod
    def parse(cls, text: str) -> Self:
        first, _, rest = text.partition("\n")
        if first.removesuffix("\r") != _TLOG_PROOF:
            raise ProofFileError(f"No es una prueba de inclusión: su primera línea no es «{_TLOG_PROOF}».")
        _refuse_odd(text)
        return cls(*_read(rest, "index"))


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the log of the checkpoint continues the one of `old` records; `note` is that newer checkpoint, verbatim."""

    old: int
    hashes: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        return _readable(self, f"old {self.old}")

    @classmethod
    def parse(cls, text: str) -> Self:
        _refuse_odd(text)
        return cls(*_read(text, "old"))


def _readable(proof: InclusionProof | ConsistencyProof, head: str) -> str:
    """The text of a proof, once it is known to read back as that proof: too many or odd hashes are refused here."""
    text = "\n".join([head, *map(to_base64, proof.hashes), "", proof.note])
    if proof.parse(text) != proof:
        raise ProofFileError("Una huella de la prueba está vacía.")
    return text


def _read(text: str, word: str) -> tuple[int, tuple[bytes, ...], str]:
    head, _, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    label, _, figure = first.partition(" ")
    number = whole_of(figure)
    if label != word or number is None:
        raise ProofFileError(f"La prueba no trae su línea «{word}» con un número entero sin ceros a la izquierda.")
    if not note:
        raise ProofFileError("A la prueba le falta la línea en blanco o el punto de control firmado.")
    if len(lines) > MAX_HASHES:
        raise ProofFileError(f"La prueba trae más de {MAX_HASHES} huellas.")
    return number, tuple(map(_hash, lines)), note


def _hash(line: str) -> bytes:
    value = hash_of(line)
    if value is None:
        raise ProofFileError("Una línea de la prueba no es una huella SHA-256 en base64.")
    return value


def _refuse_odd(text: str) -> None:
    try:
        refuse_odd_text(text, MAX_PROOF_BYTES)
    except NoteError as error:
        raise ProofFileError(str(error)) from error
