"""What a file is, told by its first bytes and not by its name; and whether the name agrees."""

from enum import Enum
from pathlib import PurePath

from pacc_flow.matrix.readers.archive import member_names
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.unreadable import Unreadable


class FileKind(Enum):
    TEXT = "texto separado por tabuladores"
    XLSX = "libro de Excel"


_EXTENSIONS = {".xlsx": FileKind.XLSX, ".txt": FileKind.TEXT, ".tsv": FileKind.TEXT, ".tab": FileKind.TEXT}
_ACCEPTED = "Suba un libro de Excel (.xlsx) o un texto separado por tabuladores (.txt o .tsv)."

# fmt: off
_FOREIGN = (
    # first bytes            what it is
    (b"%PDF-",              "un PDF"),
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
_OTHER_ARCHIVES = (
    # member                 what it is
    ("xl/workbook.bin",     "un libro de Excel binario (.xlsb)"),
    ("word/document.xml",   "un documento de Word"),
    ("ppt/presentation.xml", "una presentación"),
    ("content.xml",         "un documento de LibreOffice"),
)
# fmt: on
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
PASSWORD = "El archivo tiene contraseña. Guárdelo sin contraseña y súbalo otra vez."  # noqa: S105 -- a sentence


def recognise_kind(data: bytes, filename: str, limits: Limits) -> FileKind:
    """The kind of a file that can be read; Unreadable, saying what it is, for any other."""
    if not data.strip():
        raise Unreadable("El archivo está vacío.")
    kind = _by_content(data, limits)
    extension = PurePath(filename).suffix.lower()
    named = _EXTENSIONS.get(extension)
    if named is None:
        raise Unreadable(f"No leemos archivos «{extension or 'sin extensión'}». {_ACCEPTED}")
    if named is not kind:
        raise Unreadable(f"El archivo se llama «{extension}», pero por dentro es un {kind.value}. {_ACCEPTED}")
    return kind


def _by_content(data: bytes, limits: Limits) -> FileKind:
    if data.startswith(b"PK"):
        return _by_members(data, limits)
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data:
            raise Unreadable(PASSWORD)
        raise Unreadable("El archivo es de un Excel anterior a 2007 (.xls). Guárdelo como .xlsx y súbalo otra vez.")
    foreign = next((name for start, name in _FOREIGN if data.startswith(start)), None)
    if foreign:
        raise Unreadable(f"El archivo es {foreign}. {_ACCEPTED}")
    return FileKind.TEXT


def _by_members(data: bytes, limits: Limits) -> FileKind:
    members = member_names(data, limits)
    if "xl/workbook.xml" in members:
        return FileKind.XLSX
    other = next((name for member, name in _OTHER_ARCHIVES if member in members), "un archivo comprimido")
    raise Unreadable(f"El archivo es {other}. {_ACCEPTED}")
