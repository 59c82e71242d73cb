"""A file of any format becomes grids: its kind is told by its bytes, and its reader is called."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from pacc_flow.matrix.pace import Progress
from pacc_flow.matrix.readers.docx_reader import read_docx
from pacc_flow.matrix.readers.file_kind import FileKind, about_name, recognise_kind
from pacc_flow.matrix.readers.grid import ReadFile
from pacc_flow.matrix.readers.html_reader import read_html
from pacc_flow.matrix.readers.limits import Limits
from pacc_flow.matrix.readers.ods_reader import read_ods
from pacc_flow.matrix.readers.pdf_reader import read_pdf
from pacc_flow.matrix.readers.text import read_text
from pacc_flow.matrix.readers.xls_reader import read_xls
from pacc_flow.matrix.readers.xlsx_reader import read_xlsx
from pacc_flow.matrix.readers.xml_2003_reader import read_xml_2003

_READERS: Mapping[FileKind, Callable[[bytes, Limits, Progress], ReadFile]] = {
    FileKind.TEXT: read_text,
    FileKind.XLSX: read_xlsx,
    FileKind.XLS: read_xls,
    FileKind.ODS: read_ods,
    FileKind.DOCX: read_docx,
    FileKind.PDF: read_pdf,
    FileKind.HTML: read_html,
    FileKind.XML_2003: read_xml_2003,
}


def read_file(data: bytes, filename: str, limits: Limits, tell: Progress) -> ReadFile:
    """Raises Unreadable, with a message for the person who sent it. `tell` hears of the parts of a long file."""
    kind = recognise_kind(data, filename, limits)
    file = _READERS[kind](data, limits, tell)
    return replace(file, findings=(*about_name(kind, filename), *file.findings))
