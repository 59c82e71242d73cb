"""The pages of the follow-up as a document of Word, which LibreOffice and any other office suite opens.

It has styles, headings and real tables that repeat theirs, so that it can be read aloud, quoted and edited. Nothing in it
can run: its only fields count the pages. The same snapshot gives the same bytes.
"""

import io
import zipfile

from docx import Document
from docx.document import Document as Pages
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm

from pacc_flow.reports.archive import archived
from pacc_flow.reports.docx_styles import LANGUAGE, lay_out, set_styles
from pacc_flow.reports.docx_text import add_field, add_pair, add_table
from pacc_flow.reports.edition import Edition
from pacc_flow.reports.paper import Paper, Picture, Section, paper
from pacc_flow.reports.sheets import document_title
from pacc_flow.reports.snapshot import Snapshot

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write(edition: Edition) -> bytes:
    pages, said = Document(), paper(edition)
    set_styles(pages, said.colour)
    lay_out(pages)
    set_properties(pages, edition.snapshot)
    fill(pages, said)
    return packed(pages)


def set_properties(pages: Pages, snapshot: Snapshot) -> None:
    """Its dates are the approval's, not those of writing, so that the bytes do not depend on the clock."""
    about = pages.core_properties
    about.title, about.author, about.language = document_title(snapshot), snapshot.entity.name, LANGUAGE
    about.comments, about.version = "", str(snapshot.revision)
    about.created = about.modified = snapshot.signed_at


def fill(pages: Pages, it: Paper) -> None:
    if it.logo:
        add_picture(pages, it.logo)
    pages.add_paragraph(it.title, style="Title")
    for label, value in it.header:
        add_pair(pages.add_paragraph(style="Header block"), label, value)
    if it.cover:
        for line in it.cover:
            pages.add_paragraph(line, style="Cover")
        pages.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    for section in it.sections:
        fill_section(pages, section, it.colour)
    add_foot(pages, it)


def fill_section(pages: Pages, it: Section, colour: str) -> None:
    pages.add_paragraph(it.heading, style=f"Heading {it.level}")
    if it.table is not None:
        add_table(pages, it.table, it.heading, colour)
    for line in it.lines:
        pages.add_paragraph(line)
    for label, value in it.pairs:
        add_pair(pages.add_paragraph(), label, value)
    if it.picture:
        add_picture(pages, it.picture)


def add_picture(pages: Pages, it: Picture) -> None:
    shape = pages.add_paragraph().add_run().add_picture(io.BytesIO(it.png), width=Mm(it.width))
    about = shape._inline.docPr  # noqa: SLF001 - the library has no way to say what a picture shows
    about.set("descr", it.words)


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
