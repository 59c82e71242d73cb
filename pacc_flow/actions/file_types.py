"""Which files may be evidence. The content decides, and the extension must agree with it.

Nothing that a computer would run is here: no programs, no pages, no drawings with scripts, no documents with macros.
"""

import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

_HEAD = 16
_MOST_PARTS = 20_000
_MOST_TYPES_BYTES = 2_000_000
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_TEXT_CONTROLS = frozenset(b"\t\n\r\f")
_FIRST_PRINTABLE, _DELETE = 0x20, 0x7F


@dataclass(frozen=True)
class FileType:
    extensions: tuple[str, ...]
    media_type: str
    is_it: Callable[[Path, bytes], bool]


def _begins(*starts: bytes) -> Callable[[Path, bytes], bool]:
    return lambda _path, head: head.startswith(starts)


def _is_webp(_path: Path, head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


def _ooxml(main_part: str) -> Callable[[Path, bytes], bool]:
    """By the type of its main part; a document with macros declares another one."""
    declared = f'ContentType="{_OOXML}{main_part}.main+xml"'.encode()
    return lambda path, head: head.startswith(b"PK") and declared in _member(path, "[Content_Types].xml")


def _odf(kind: str) -> Callable[[Path, bytes], bool]:
    return lambda path, head: head.startswith(b"PK") and _member(path, "mimetype").strip() == f"{_ODF}{kind}".encode()


def _member(path: Path, name: str) -> bytes:
    """One small part of an archive; nothing when there is none, or when the archive is broken or out of proportion."""
    try:
        with ZipFile(path) as archive:
            part = archive.NameToInfo.get(name)
            if part is None or part.file_size > _MOST_TYPES_BYTES or len(archive.filelist) > _MOST_PARTS:
                return b""
            return archive.read(part)
    except (BadZipFile, zlib.error, lzma.LZMAError, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return b""  # zipfile says in all these ways that it cannot read what is inside


def _is_text(path: Path, _head: bytes) -> bool:
    """UTF-8 or Latin-1 as people write them: any byte is one or the other, but text holds no control characters."""
    return not any(
        (byte < _FIRST_PRINTABLE and byte not in _TEXT_CONTROLS) or byte == _DELETE for byte in set(path.read_bytes())
    )


# fmt: off
FILE_TYPES: tuple[FileType, ...] = (
    #        extensions        media type                                      what its bytes show
    FileType(("pdf",),         "application/pdf",                              _begins(b"%PDF-")),
    FileType(("png",),         "image/png",                                    _begins(b"\x89PNG\r\n\x1a\n")),
    FileType(("jpg", "jpeg"),  "image/jpeg",                                   _begins(b"\xff\xd8\xff")),
    FileType(("gif",),         "image/gif",                                    _begins(b"GIF87a", b"GIF89a")),
    FileType(("webp",),        "image/webp",                                   _is_webp),
    FileType(("xlsx",),        f"{_OOXML}spreadsheetml.sheet",                 _ooxml("spreadsheetml.sheet")),
    FileType(("docx",),        f"{_OOXML}wordprocessingml.document",           _ooxml("wordprocessingml.document")),
    FileType(("pptx",),        f"{_OOXML}presentationml.presentation",         _ooxml("presentationml.presentation")),
    FileType(("ods",),         f"{_ODF}spreadsheet",                           _odf("spreadsheet")),
    FileType(("odt",),         f"{_ODF}text",                                  _odf("text")),
    FileType(("txt",),         "text/plain",                                   _is_text),
    FileType(("csv",),         "text/csv",                                     _is_text),
    FileType(("tsv",),         "text/tab-separated-values",                    _is_text),
)
# fmt: on
ACCEPTED = ",".join(f".{extension}" for row in FILE_TYPES for extension in row.extensions)


def media_type_of(path: Path, name: str) -> str | None:
    """The media type of a file whose content is what its name says, and may be evidence; None for any other."""
    extension = name.rpartition(".")[2].casefold()
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return next((row.media_type for row in FILE_TYPES if extension in row.extensions and row.is_it(path, head)), None)
