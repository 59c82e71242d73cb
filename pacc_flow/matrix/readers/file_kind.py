"""What a file is, told by its bytes and not by its name; and whether the name agrees."""

import re
from enum import Enum
from pathlib import PurePath

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.readers.archive import first_bytes, member_names
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.unreadable import Unreadable


class FileKind(Enum):
    TEXT = "texto separado por tabuladores, comas o punto y coma"
    XLSX = "libro de Excel"
    XLS = "libro de Excel 97-2003"
    ODS = "hoja de cálculo de LibreOffice"
    DOCX = "documento de Word"
    PDF = "PDF"
    HTML = "archivo de página web"
    XML_2003 = "libro de Excel 2003 en XML"

    @property
    def in_words(self) -> str:
        """With its article."""
        return f"{'una' if self is FileKind.ODS else 'un'} {self.value}"


# fmt: off
_EXTENSIONS = {
    ".xlsx": FileKind.XLSX, ".xlsm": FileKind.XLSX, ".xls": FileKind.XLS, ".ods": FileKind.ODS,
    ".xml": FileKind.XML_2003, ".docx": FileKind.DOCX, ".pdf": FileKind.PDF,
    ".csv": FileKind.TEXT, ".tsv": FileKind.TEXT, ".txt": FileKind.TEXT, ".tab": FileKind.TEXT,
}
# A book by the name of another is still a book; and Excel opens as .xls whatever systems call so: pages and plain text.
_BOOKS = frozenset({FileKind.XLSX, FileKind.XLS, FileKind.ODS, FileKind.XML_2003})
_ALSO_CALLED = {
    ".xlsx": _BOOKS, ".xlsm": _BOOKS, ".ods": _BOOKS, ".xls": _BOOKS | {FileKind.HTML, FileKind.TEXT},
}
_ACCEPTED = (
    "Suba una hoja de cálculo (.xlsx, .xls, .xml u .ods), un texto con separadores (.csv, .tsv o .txt), un documento de Word "
    "(.docx) o un PDF."
)
_FOREIGN = (
    # first bytes            what it is
    (b"{\\rtf",             "un documento RTF"),
    (b"\x89PNG",            "una imagen"),
    (b"\xff\xd8\xff",       "una imagen"),
    (b"GIF8",               "una imagen"),
    (b"Rar!",               "un archivo comprimido"),
    (b"7z\xbc\xaf",         "un archivo comprimido"),
    (b"\x1f\x8b",           "un archivo comprimido"),
    (b"MZ",                 "un programa"),
    (b"\x7fELF",            "un programa"),
)
_ARCHIVES = (
    # member                 what it is
    ("xl/workbook.xml",     FileKind.XLSX),
    ("word/document.xml",   FileKind.DOCX),
)
_OTHER_ARCHIVES = (
    # member                 what it is
    ("xl/workbook.bin",     "un libro de Excel binario (.xlsb)"),
    ("ppt/presentation.xml", "una presentación"),
    ("content.xml",         "un documento de LibreOffice que no es una hoja de cálculo"),
)
# fmt: on
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_BOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_OLD_BOOKS = (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")  # BIFF outside OLE
# What was passed over is never passed over otherwise: a file of comments alone would take for ever.
_BEFORE_ROOT = rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|(?><!--.*?-->)|(?><\?.*?\?>))*+"
_HTML = re.compile(_BEFORE_ROOT + rb"<(?:!doctype html|html|head|body|table|meta|style|div)\b", re.IGNORECASE | re.DOTALL)
_DOCUMENT_TYPE = rb"(?:<!DOCTYPE(?:[^<>]|<[^<>]*>)*+>\s*)?"
_WORKBOOK_OF_2003 = re.compile(_BEFORE_ROOT + _DOCUMENT_TYPE + rb"<(?:\w+:)?Workbook\b", re.DOTALL)
_LONGEST_PROLOG = 4096  # bytes: of what may stand before the first element
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_HEAD = 1024  # bytes where %PDF- may stand (ISO 32000-1, annex H)
PASSWORD = "El archivo tiene contraseña. Guárdelo sin contraseña y súbalo otra vez."  # noqa: S105 -- a sentence


def recognise_kind(data: bytes, filename: str, limits: Limits) -> FileKind:
    """The kind of a file that can be read; Unreadable, saying what it is, for any other."""
    if not data.strip():
        raise Unreadable("El archivo está vacío.")
    kind = _by_content(data, limits)
    extension = _extension(filename)
    if extension not in _EXTENSIONS:
        raise Unreadable(f"No leemos archivos «{extension or 'sin extensión'}». {_ACCEPTED}")
    if kind is not _EXTENSIONS[extension] and kind not in _ALSO_CALLED.get(extension, ()):
        raise Unreadable(f"El archivo se llama «{extension}», pero por dentro es {kind.in_words}. {_ACCEPTED}")
    return kind


def about_name(kind: FileKind, filename: str) -> tuple[Finding, ...]:
    """What there is to say of a file that can be read and is not what its name says."""
    extension = _extension(filename)
    if _EXTENSIONS.get(extension) is kind:
        return ()
    message = f"El archivo se llama «{extension}», pero por dentro es {kind.in_words}; así lo leímos."
    return (Finding(Code.OTHER_EXTENSION, "file", message, Confidence.MEDIUM),)


def _extension(filename: str) -> str:
    return PurePath(filename).suffix.lower()


def _by_content(data: bytes, limits: Limits) -> FileKind:
    if data.startswith(b"PK"):
        return _by_members(data, limits)
    if data.startswith(_OLE):
        return _by_streams(data)
    if data.startswith(_OLD_BOOKS):
        return FileKind.XLS
    if b"%PDF-" in data[:_HEAD]:
        return FileKind.PDF
    foreign = next((name for start, name in _FOREIGN if data.startswith(start)), None)
    if foreign:
        raise Unreadable(f"El archivo es {foreign}. {_ACCEPTED}")
    return _by_markup(data[:_LONGEST_PROLOG].replace(b"\0", b""))


def _by_markup(head: bytes) -> FileKind:
    if _WORKBOOK_OF_2003.match(head):
        return FileKind.XML_2003
    return FileKind.HTML if _HTML.match(head) else FileKind.TEXT


def _by_streams(data: bytes) -> FileKind:
    if _ENCRYPTED_STREAM in data:
        raise Unreadable(PASSWORD)
    if any(stream in data for stream in _BOOK_STREAMS):
        return FileKind.XLS
    if _WORD_STREAM in data:
        raise Unreadable("El archivo es de un Word anterior a 2007 (.doc). Guárdelo como .docx y súbalo otra vez.")
    raise Unreadable(f"El archivo es de un programa de oficina que no leemos. {_ACCEPTED}")


def _by_members(data: bytes, limits: Limits) -> FileKind:
    members = member_names(data, limits)
    known = next((kind for member, kind in _ARCHIVES if member in members), None)
    if known:
        return known
    if "content.xml" in members and first_bytes(data, "mimetype", 100).startswith(_ODS_TYPE):
        return FileKind.ODS
    other = next((name for member, name in _OTHER_ARCHIVES if member in members), "un archivo comprimido")
    raise Unreadable(f"El archivo es {other}. {_ACCEPTED}")
