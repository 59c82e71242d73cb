"""How the cells, the columns and the page of an OpenDocument spreadsheet look."""

from collections.abc import Iterable, Mapping

from lxml import etree

from pacc_flow.reports.ods_xml import Attributes, document, element
from pacc_flow.reports.sheets import FILLS, HEADING_COLOUR, Style

LANGUAGE = {"language": "es", "country": "CO"}
TABLE, ROW, PAGE, DEFAULT = "sheet", "row", "page", "Default"

# fmt: off
_LINED   = {"fo:border": "0.75pt solid #000000"}
_BOXED   = _LINED | {"style:vertical-align": "top"}
_WRAPPED = _BOXED | {"fo:wrap-option": "wrap"}
_MIDDLE  = _LINED | {"style:vertical-align": "middle", "fo:wrap-option": "wrap"}
_BOLD    = {"fo:font-weight": "bold"}

_LOOKS: Mapping[Style, tuple[Attributes, Attributes, Attributes]] = {
    # style        cell      paragraph                    text
    Style.TITLE:   ({},       {},                          _BOLD | {"fo:font-size": "14pt"}),
    Style.LABEL:   ({},       {},                          _BOLD),
    Style.PLAIN:   ({},       {},                          {}),
    Style.HEADING: (_MIDDLE,  {"fo:text-align": "center"}, _BOLD | {"fo:color": HEADING_COLOUR}),
    Style.TEXT:    (_WRAPPED, {},                          {}),
    Style.NUMBER:  (_BOXED,   {},                          {}),
    Style.DATE:    (_BOXED,   {"fo:text-align": "start"},  {}),
    Style.WHOLE:   (_BOXED,   {},                          {}),
    Style.PERCENT: (_BOXED,   {},                          {}),
    Style.LOW:     (_WRAPPED, {},                          {}),
    Style.MID:     (_WRAPPED, {},                          {}),
    Style.HIGH:    (_WRAPPED, {},                          {}),
}
_FIGURES = {Style.NUMBER: "figure", Style.DATE: "day", Style.WHOLE: "hundredth", Style.PERCENT: "exact"}
# fmt: on


def automatic_styles(widths: Iterable[int]) -> etree._Element:
    """Those of the content: of the figures, the cells, the sheets, the rows, and the columns of each width."""
    return element(
        "office:automatic-styles",
        {},
        *_figures(),
        *(_cell(style) for style in Style),
        _style(TABLE, "table", {"table:display": "true"}, {"style:master-page-name": DEFAULT}),
        _style(ROW, "table-row", {"style:use-optimal-row-height": "true"}),
        *(_style(column(width), "table-column", {"style:column-width": _centimetres(width)}) for width in sorted(set(widths))),
    )


def column(width: int) -> str:
    return f"column{width}"


def styles(foot: str) -> bytes:
    """The language of the document and its page: landscape letter, one page wide, with what was signed at its foot."""
    text = element("style:text-properties", {f"fo:{name}": value for name, value in LANGUAGE.items()})
    return document(
        "office:document-styles",
        element(
            "office:styles",
            {},
            element("style:default-style", {"style:family": "table-cell"}, text),
            element("style:style", {"style:name": DEFAULT, "style:family": "table-cell"}),
        ),
        element("office:automatic-styles", {}, _page(), _small()),
        element("office:master-styles", {}, _master(foot)),
    )


def _cell(style: Style) -> etree._Element:
    cell, paragraph, text = _LOOKS[style]
    filled = {"fo:background-color": FILLS[style]} if style in FILLS else {}
    aligned = {"style:text-align-source": "fix"} if paragraph else {}
    figures = {"style:data-style-name": _FIGURES[style]} if style in _FIGURES else {}
    properties = (("table-cell", {**cell, **filled, **aligned}), ("paragraph", paragraph), ("text", text))
    return element(
        "style:style",
        {"style:name": style.value, "style:family": "table-cell", "style:parent-style-name": DEFAULT, **figures},
        *(element(f"style:{kind}-properties", said) for kind, said in properties if said),
    )


def _style(name: str, family: str, properties: Attributes, attributes: Attributes | None = None) -> etree._Element:
    about = {"style:name": name, "style:family": family, **(attributes or {})}
    return element("style:style", about, element(f"style:{family}-properties", properties))


def _figures() -> Iterable[etree._Element]:
    """Whole numbers, days as 29/11/2021, percentages without decimals and with two."""
    yield element("number:number-style", _local("figure"), _digits(0))
    yield element(
        "number:date-style",
        _local("day"),
        element("number:day", {"number:style": "long"}),
        element("number:text", {}, "/"),
        element("number:month", {"number:style": "long"}),
        element("number:text", {}, "/"),
        element("number:year", {"number:style": "long"}),
    )
    for name, decimals in (("hundredth", 0), ("exact", 2)):
        yield element("number:percentage-style", _local(name), _digits(decimals), element("number:text", {}, "%"))


def _local(name: str) -> dict[str, str]:
    return {"style:name": name} | {f"number:{part}": value for part, value in LANGUAGE.items()}


def _digits(decimals: int) -> etree._Element:
    places = {"number:decimal-places": str(decimals), "number:min-decimal-places": str(decimals)}
    return element("number:number", places | {"number:min-integer-digits": "1"})


def _centimetres(characters: int) -> str:
    """As wide as a spreadsheet draws them: 7 pixels each and 5 of margin, 96 to the inch."""
    return f"{(7 * characters + 5) / 96 * 2.54:.2f}cm"


def _page() -> etree._Element:
    size = {"fo:page-width": "27.94cm", "fo:page-height": "21.59cm", "style:print-orientation": "landscape"}
    fitted = {"fo:margin": "1.5cm", "style:scale-to-X": "1", "style:scale-to-Y": "0"}
    foot = element("style:footer-style", {}, element("style:header-footer-properties", {"fo:min-height": "0.6cm"}))
    properties = element("style:page-layout-properties", size | fitted)
    return element("style:page-layout", {"style:name": PAGE}, properties, element("style:header-style", {}), foot)


def _small() -> etree._Element:
    return _style("small", "text", {"fo:font-size": "8pt"})


def _master(signed: str) -> etree._Element:
    def region(side: str, *parts: etree._Element) -> etree._Element:
        return element(f"style:region-{side}", {}, element("text:p", {}, *parts))

    def small(*parts: etree._Element | str) -> etree._Element:
        return element("text:span", {"text:style-name": "small"}, *parts)

    foot = element(
        "style:footer",
        {},
        region("left", small(signed)),
        region(
            "right",
            small("Página "),
            small(element("text:page-number", {}, "1")),
            small(" de "),
            small(element("text:page-count", {}, "1")),
        ),
    )
    return element("style:master-page", {"style:name": DEFAULT, "style:page-layout-name": PAGE}, foot)
