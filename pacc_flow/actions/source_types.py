"""The documents from which a plan is read: how each is kept, offered to choose and called. The reader judges the bytes."""

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True)
class SourceType:
    extension: str
    media_type: str
    words: str


_TABLE = "application/vnd.openxmlformats-officedocument"
# fmt: off
SOURCE_TYPES = (  # extension, media type, in words
    SourceType(".xlsx", f"{_TABLE}.spreadsheetml.sheet",                       "Libro de Excel"),
    SourceType(".xlsm", "application/vnd.ms-excel.sheet.macroenabled.12",      "Libro de Excel con macros"),
    SourceType(".xls",  "application/vnd.ms-excel",                            "Libro de Excel antiguo"),
    SourceType(".xml",  "application/xml",                                     "Libro de Excel 2003"),
    SourceType(".ods",  "application/vnd.oasis.opendocument.spreadsheet",      "Hoja de LibreOffice"),
    SourceType(".csv",  "text/csv",                                            "Texto separado por comas"),
    SourceType(".tsv",  "text/tab-separated-values",                           "Texto"),
    SourceType(".txt",  "text/tab-separated-values",                           "Texto"),
    SourceType(".tab",  "text/tab-separated-values",                           "Texto"),
    SourceType(".docx", f"{_TABLE}.wordprocessingml.document",                 "Documento de Word"),
    SourceType(".pdf",  "application/pdf",                                     "PDF"),
)
# fmt: on
ACCEPTED = ",".join(one.extension for one in SOURCE_TYPES)
_BY_EXTENSION = {one.extension: one for one in SOURCE_TYPES}


def source_type(name: str) -> SourceType:
    """By the name of the file; what has no known ending can only have been read as text."""
    return _BY_EXTENSION.get(PurePath(name).suffix.lower(), _BY_EXTENSION[".tsv"])
