"""How a document of Word looks: its page, and the styles that its texts and tables go by."""

from typing import cast

from docx.document import Document as Pages
from docx.enum.section import WD_ORIENTATION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from pacc_flow.reports.sheets import HEADING_COLOUR

LANGUAGE = "es-CO"
FONT = "Arial"  # every machine has it, or one as wide
LONG, SHORT, MARGIN, FOOT = Mm(279.4), Mm(215.9), Mm(12), Mm(8)  # a letter lying down
WIDTH = Length(LONG - 2 * MARGIN)

OF_ENTITY = "the colour of the entity"
# fmt: off
STYLES = (
    # name             size bold   colour                before after  of its own
    ("Normal",         9,   False, None,                 4,     4,     False),
    ("Title",          15,  True,  OF_ENTITY,            0,     6,     False),
    ("Heading 1",      13,  True,  OF_ENTITY,            14,    6,     False),
    ("Heading 2",      10,  True,  OF_ENTITY,            10,    4,     False),
    ("Header block",   9,   False, None,                 0,     1,     True),
    ("Cover",          11,  False, None,                 3,     3,     True),
    ("Footer",         6.5, False, None,                 0,     0,     False),
    ("Table heading",  6.5, True,  HEADING_COLOUR,       1,     1,     True),
    ("Table text",     7.5, False, None,                 1,     1,     True),
)
# fmt: on


def set_styles(pages: Pages, of_entity: str) -> None:
    root = pages.styles.element
    for fonts in root.iter(qn("w:rFonts")):
        fonts.attrib.clear()  # those of the template go by its theme, and would win
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
    for language in root.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for setting in pages.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # of the Word of today: an older one would be told of at its title
    for name, size, bold, colour, before, after, is_own in STYLES:
        style = pages.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if is_own else pages.styles[name]
        set_style(
            cast("ParagraphStyle", style),
            size,
            bold=bold,
            colour=of_entity if colour == OF_ENTITY else colour,
            around=(before, after),
        )


def set_style(style: ParagraphStyle, size: float, *, bold: bool, colour: str | None, around: tuple[int, int]) -> None:
    style.font.size, style.font.bold = Pt(size), bold
    style.font.color.rgb = RGBColor.from_string((colour or "#000000").removeprefix("#"))
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(around[0]), Pt(around[1]), 1.0
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def style_id(name: str) -> str:
    """How the texts refer to a style."""
    return name.replace(" ", "")


def lay_out(pages: Pages) -> None:
    section = pages.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENTATION.LANDSCAPE, LONG, SHORT
    section.left_margin = section.right_margin = section.top_margin = MARGIN
    section.bottom_margin, section.footer_distance = Length(2 * FOOT), FOOT
    stops = pages.styles["Footer"].paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
