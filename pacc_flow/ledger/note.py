"""A signed note: a text, a blank line, and the Ed25519 signatures of whoever stands by it (C2SP signed-note, RFC 8032)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

MAX_NOTE_BYTES = 128 * 1024  # room for sixteen signatures of whatever kind, as the specification asks for

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_PUBLIC_KEY_BYTES = 32
_DASH = "\N{EM DASH} "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_VERIFIER_KEY = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")


class NoteError(ValueError):
    """The note, or a key, is malformed or not to be trusted; the message says why, in Spanish."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Who may sign, and the 32 bytes of the public key; two keys of one name are told apart by `key_id`."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise NoteError("El nombre de una llave no puede estar vacío ni llevar espacios o el signo «+».")
        if len(self.public) != _PUBLIC_KEY_BYTES:
            raise NoteError("Una llave pública Ed25519 tiene 32 bytes.")

    @classmethod
    def parse(cls, line: str) -> Self:
        """The key of a line `name+id+base64`, with or without its final line feed."""
        found = _VERIFIER_KEY.fullmatch(line.removesuffix("\n"))
        coded = found and from_base64(found[3])
        if not found or not coded or coded[:1] != _ED25519:
            raise NoteError("No es una llave pública Ed25519 de la forma «nombre+identificador+base64».")
        key = cls(found[1], coded[1:])
        if key.key_id.hex() != found[2]:
            raise NoteError(f"El identificador de la llave de «{key.name}» no corresponde a la llave.")
        return key

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(_ED25519 + self.public)}"

    @property
    def key_id(self) -> bytes:
        """4 bytes: the start of SHA-256 over the name, a line feed, the type of the signature and the public key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_KEY_ID_BYTES]

    def verifies(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A name and its private key, which no `repr` shows."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        _ = self.verifier  # a name that no verifier could carry is refused before anything is signed

    @classmethod
    def generate(cls, name: str) -> Self:
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes, name: str) -> Self:
        """The key that `to_pem` wrote; the file does not say whose it is, so the name comes apart."""
        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise NoteError("El archivo no es una llave privada legible en formato PEM.") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise NoteError("La llave privada no es Ed25519.")
        return cls(name, private)

    def to_pem(self) -> bytes:
        """PKCS #8 without a password: whoever stores it must keep it from other eyes."""
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The note over a text, which must end in a line feed."""
        if not text.endswith("\n"):
            raise NoteError("El texto que se firma debe terminar en un salto de línea.")
        refuse_odd_text(text)
        signature = self.verifier.key_id + self.private.sign(text.encode())
        note = f"{text}\n{_DASH}{self.name} {to_base64(signature)}\n"
        refuse_odd_text(note)
        return note


def open_note(note: str, keys: Iterable[VerifierKey]) -> str:
    """The text that a known key signed, its final line feed included; NoteError otherwise.

    Signatures by unknown keys are ignored; one of a known key that fails spoils the note, whatever the others say.
    """
    refuse_odd_text(note)
    text, lines = _split(note)
    known = {(key.name, key.key_id): key for key in keys}
    signed = False
    for name, key_id, signature in _signatures(lines):
        key = known.get((name, key_id))
        if key is None:
            continue
        if not key.verifies(text.encode(), signature):
            raise NoteError(f"La firma de «{name}» no corresponde al texto: fue modificado o no lo firmó esa llave.")
        signed = True
    if not signed:
        raise NoteError("La nota no trae la firma de ninguna llave conocida.")
    return text


def refuse_odd_text(text: str, limit: int = MAX_NOTE_BYTES) -> None:
    """NoteError for what no note may hold: more than `limit` bytes, half a character, or a control character."""
    if len(text) > limit or len(text.encode(errors="replace")) > limit:
        raise NoteError(f"El texto supera los {limit} bytes.")
    if "\r" in text:
        raise NoteError("El texto trae retornos de carro: alguien lo guardó con los saltos de línea de Windows.")
    if _CONTROL.search(text):
        raise NoteError("El texto trae caracteres de control.")
    if _SURROGATE.search(text):
        raise NoteError("El texto no es UTF-8.")


def is_key_name(name: str) -> bool:
    odd = _CONTROL.search(name) or _SURROGATE.search(name) or any(letter.isspace() for letter in name)
    return bool(name) and "+" not in name and not odd


def to_base64(value: bytes) -> str:
    return b64encode(value).decode()


def from_base64(text: str) -> bytes | None:
    """The bytes of the one standard text that stands for them (RFC 4648, 4), None for any other text."""
    try:
        value = b64decode(text, validate=True)
    except ValueError:
        return None
    return value if to_base64(value) == text else None


def _split(note: str) -> tuple[str, list[str]]:
    """The text and the signature lines: they stand after the last blank line, since a text may have its own."""
    text, blank, signatures = note.rpartition("\n\n")
    if not blank:
        raise NoteError("La nota no tiene la línea en blanco que separa el texto de las firmas.")
    if not signatures.endswith("\n"):
        raise NoteError("La nota no termina en una línea de firma completa.")
    return text + "\n", signatures.removesuffix("\n").split("\n")


def _signatures(lines: Iterable[str]) -> Iterator[tuple[str, bytes, bytes]]:
    """Name, key ID and signature of each line; one malformed line is a malformed note, whoever signed it."""
    for line in lines:
        name, _, coded = line.removeprefix(_DASH).partition(" ")
        value = from_base64(coded)
        if not line.startswith(_DASH) or not is_key_name(name) or value is None or len(value) <= _KEY_ID_BYTES:
            raise NoteError("Una línea de firma de la nota no tiene su forma: «\N{EM DASH} nombre base64».")
        yield name, value[:_KEY_ID_BYTES], value[_KEY_ID_BYTES:]
