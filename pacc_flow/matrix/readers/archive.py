"""What a document that is a ZIP of XML would cost: asked of its index and its first bytes before anything parses it."""

import io
import lzma
import zipfile
import zlib

from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.unreadable import Unreadable

_ENCRYPTED = 0x1
_PROLOG = 64 * 1024  # bytes: a document type must come before the first element
TOO_MUCH = "El archivo ocupa demasiado al abrirlo. Deje solo la hoja de la matriz y súbalo otra vez."
DECLARES = "El archivo trae declaraciones que una hoja de cálculo no necesita; no lo abrimos."
BROKEN = "El archivo está incompleto o dañado. Ábralo en Excel, guárdelo otra vez y súbalo."
# zipfile says in all these ways that it cannot read what is inside; a RuntimeError is a password.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


def member_names(data: bytes, limits: Limits) -> frozenset[str]:
    """The members of the archive, once their number and declared sizes were found bearable."""
    with _opened(data) as archive:
        members = archive.infolist()
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise Unreadable("El archivo tiene contraseña. Guárdelo sin contraseña y súbalo otra vez.")
        unpacked = sum(member.file_size for member in members)
        if len(members) > limits.archive_members or unpacked > limits.unpacked_bytes:
            raise Unreadable(TOO_MUCH)
        return frozenset(member.filename for member in members)


def first_bytes(data: bytes, name: str, size: int) -> bytes:
    """How a member begins; nothing when there is none."""
    with _opened(data) as archive:
        if name not in archive.NameToInfo:
            return b""
        try:
            with archive.open(name) as stream:
                return stream.read(size)
        except _DAMAGE as error:
            raise Unreadable(BROKEN) from error


def member(data: bytes, name: str, limits: Limits) -> bytes:
    """A member whole, however much it claims to be; nothing when there is none. Raises Unreadable when it is too much."""
    content = first_bytes(data, name, limits.unpacked_bytes + 1)
    if len(content) > limits.unpacked_bytes:
        raise Unreadable(TOO_MUCH)
    return content


def refuse_document_types(data: bytes) -> None:
    """A spreadsheet needs no document type: one is there only to declare entities, internal or external."""
    with _opened(data) as archive:
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")) and declares_entities(_start_of(archive, member)):
                raise Unreadable(DECLARES)


def declares_entities(content: bytes) -> bool:
    start = content[:_PROLOG].replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start


def _start_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as stream:
            return stream.read(_PROLOG)
    except _DAMAGE as error:
        raise Unreadable(BROKEN) from error


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise Unreadable(BROKEN) from error
