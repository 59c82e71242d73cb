"""The pages of the follow-up as a document of Word, which LibreOffice and any other office suite opens.

It has styles, headings and real tables that repeat theirs, so that it can be read aloud, quoted and edited. Nothing in it
can run: its only fields count the pages. The same snapshot gives the same bytes.
"""

import io
import zipfile

from docx import Document
from docx.document import Document as Pages
from docx.opc.constants import RELATIONSHIP_TYPE

from pacc_flow.reports.archive import archived
from pacc_flow.reports.docx_styles import LANGUAGE, lay_out, set_styles
from pacc_flow.reports.docx_text import add_field, add_pair, add_table
from pacc_flow.reports.paper import Paper, Section, paper
from pacc_flow.reports.sheets import document_title
from pacc_flow.reports.snapshot import Snapshot

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(snapshot: Snapshot, address: str) -> bytes:
    pages = Document()
    set_styles(pages)
    lay_out(pages)
    set_properties(pages, snapshot)
    fill(pages, paper(snapshot, address))
    return packed(pages)


def set_properties(pages: Pages, snapshot: Snapshot) -> None:
    """Its dates are the approval's, not those of writing, so that the bytes do not depend on the clock."""
    about = pages.core_properties
    about.title, about.author, about.language = document_title(snapshot), snapshot.entity.name, LANGUAGE
    about.comments, about.version = "", str(snapshot.revision)
    about.created = about.modified = snapshot.signed_at


def fill(pages: Pages, it: Paper) -> None:
    pages.add_paragraph(it.title, style="Title")
    for label, value in it.header:
        add_pair(pages.add_paragraph(style="Header block"), label, value)
    for section in it.sections:
        fill_section(pages, section)
    add_foot(pages, it)


def fill_section(pages: Pages, it: Section) -> None:
    pages.add_paragraph(it.heading, style=f"Heading {it.level}")
    if it.table is not None:
        add_table(pages, it.table, it.heading)
    for line in it.lines:
        pages.add_paragraph(line)
    for label, value in it.pairs:
        add_pair(pages.add_paragraph(), label, value)


def add_foot(pages: Pages, it: Paper) -> None:
    foot = pages.sections[0].footer.paragraphs[0]
    foot.add_run(f"{' · '.join(it.foot)}\tPágina ")
    add_field(foot, "PAGE")
    foot.add_run(" de ")
    add_field(foot, "NUMPAGES")


def packed(pages: Pages) -> bytes:
    """Without the picture of a blank page that the library's own template brings."""
    relationships = pages.part.package.rels
    for key in [key for key, one in relationships.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relationships[key]
    stream = io.BytesIO()
    pages.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return archived({name: archive.read(name) for name in archive.namelist()})
