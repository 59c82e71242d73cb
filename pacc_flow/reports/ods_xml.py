"""The names of OpenDocument 1.3 (OASIS, part 3), and elements made of them: `element("text:p", {}, "Hola")`."""

from collections.abc import Mapping
from functools import cache

from lxml import etree

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ooo": "http://openoffice.org/2004/office",  # the view settings that LibreOffice and others keep
}
VERSION = "1.3"

Attributes = Mapping[str, str]


@cache
def name_of(short: str) -> str:
    """`table:table-row` with its namespace in full, as the library wants it."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def named(attributes: Attributes) -> dict[str, str]:
    return {name_of(short): value for short, value in attributes.items()}


def element(name: str, attributes: Attributes, *children: "etree._Element | str") -> etree._Element:
    """A text may only stand alone or first."""
    made = etree.Element(name_of(name), named(attributes), nsmap=NAMESPACES)
    for child in children:
        if isinstance(child, str):
            made.text = child
        else:
            made.append(child)
    return made


def document(name: str, *children: etree._Element) -> bytes:
    """A part of the package, whole."""
    prefix = name.partition(":")[0]
    root = element(name, {f"{prefix}:version": VERSION}, *children)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["ooo"])  # which only a value names: `ooo:view-settings`
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
