"""The evidence store: files by the SHA-256 of their bytes, durable before any row speaks of them, never changed.

A file lives at `<root>/<first two hex digits>/<sha256>`. The same bytes uploaded twice are one file. What no row ever
names (an upload whose form was refused) is left where it is: nobody can reach it, and the next try finds it there.
"""

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from pacc_flow.actions.content import StoredFile
from pacc_flow.actions.file_types import media_type_of
from pacc_flow.ledger.body import FileRef

MEGABYTE = 1024 * 1024
NAME_CHARS = 255
_CHUNK = 256 * 1024
_INCOMING = "incoming"


class FileRefused(Exception):  # noqa: N818  # named by what happened to the file, as the other refusals are
    """One file was not taken; the sentence names it and says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class EvidenceDamaged(Exception):  # noqa: N818  # see FileRefused
    """The store no longer holds the bytes that were recorded; the message is for the log."""


@dataclass(frozen=True)
class EvidenceStore:
    """`max_bytes` is the limit for each file."""

    root: Path
    max_bytes: int

    def keep(self, stream: BinaryIO, name: str) -> StoredFile:
        """Takes one upload whole, or raises FileRefused and keeps nothing."""
        name = clean_name(name)
        with self._temporary() as temporary:
            digest, size = self._copy(stream, temporary, self.max_bytes)
            if size == 0:
                raise FileRefused(f"{name} no se subió: está vacío.")
            if size > self.max_bytes:
                raise FileRefused(f"{name} no se subió: pesa {_megabytes(size)} y el máximo es {_megabytes(self.max_bytes)}.")
            media_type = media_type_of(Path(temporary.name), name)
            if media_type is None:
                raise FileRefused(f"{name} no se subió: ese tipo de archivo no se admite.")
            self._settle(Path(temporary.name), digest)
        return StoredFile(name, digest, size, media_type)

    def keep_source(self, content: bytes, name: str, media_type: str) -> StoredFile:
        """Takes what needs no judging: the document that a plan was read from, which its reader judged, or what we wrote."""
        with self._temporary() as temporary:
            digest, size = self._copy(BytesIO(content), temporary, len(content))
            self._settle(Path(temporary.name), digest)
        return StoredFile(clean_name(name), digest, size, media_type)

    def read(self, sha256: str) -> bytes:
        """The very bytes that were recorded; raises EvidenceDamaged when they are missing or another's."""
        path = self._place(sha256)
        try:
            found = path.read_bytes()
        except OSError as error:
            raise EvidenceDamaged(f"{path}: {error.strerror}") from error
        if hashlib.sha256(found).hexdigest() != sha256:
            raise EvidenceDamaged(f"{path}: the bytes are not those that were recorded")
        return found

    def damage(self, file: FileRef) -> str | None:
        """Why a recorded file is no longer what it was, as a sentence; None when it is. Read a piece at a time."""
        digest, pieces = hashlib.sha256(), self.pieces(file.sha256)
        if pieces is None:
            return f"El archivo «{file.name}» ya no está donde se guardó."
        try:
            for piece in pieces:
                digest.update(piece)
        except OSError as error:
            return f"El archivo «{file.name}» no se puede leer: {error.strerror}."
        if digest.hexdigest() != file.sha256:
            return f"El archivo «{file.name}» ya no es el que se registró: su contenido cambió."
        return None

    def pieces(self, sha256: str) -> Iterator[bytes] | None:
        """The bytes that stand there now, whatever they are; None when the file is lost."""
        path = self._place(sha256)
        return _read_in_pieces(path) if path.is_file() else None

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256

    @contextmanager
    def _temporary(self) -> Iterator[BinaryIO]:
        """A file beside its future place, on the same disk, gone afterwards unless it was settled."""
        incoming = self.root / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=incoming, delete=False) as temporary:
            try:
                yield temporary  # type: ignore[misc]  # the wrapper is a BinaryIO in all but name
            finally:
                Path(temporary.name).unlink(missing_ok=True)

    def _copy(self, stream: BinaryIO, temporary: BinaryIO, most: int) -> tuple[str, int]:
        """The digest and the size; past `most` bytes it only counts, so that the refusal may say how much it weighs."""
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size <= most:
                digest.update(chunk)
                temporary.write(chunk)
        temporary.flush()
        os.fsync(temporary.fileno())
        return digest.hexdigest(), size

    def _settle(self, temporary: Path, sha256: str) -> None:
        place = self._place(sha256)
        if not place.parent.is_dir():
            place.parent.mkdir(exist_ok=True)
            _sync_folder(self.root)
        temporary.replace(place)
        _sync_folder(place.parent)


def clean_name(name: str) -> str:
    """The last part of whatever the browser sent, in NFC, without control characters, at most 255 characters long."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    shown = "".join(char for char in last if char.isprintable()).strip(" .")
    stem, dot, extension = shown.rpartition(".")
    if len(shown) > NAME_CHARS and dot and len(extension) < NAME_CHARS:
        shown = f"{stem[: NAME_CHARS - len(extension) - 1]}.{extension}"
    return shown[:NAME_CHARS] or "archivo"


def _read_in_pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def _megabytes(size: int) -> str:
    """Rounded up, so that what weighs too much never seems to weigh just enough."""
    return f"{-(-size // MEGABYTE)} MB"


def _sync_folder(folder: Path) -> None:
    """A rename is durable only once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
