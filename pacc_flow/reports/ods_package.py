"""The package of an OpenDocument spreadsheet, and its parts that are neither content nor looks."""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pacc_flow.reports.archive import archived
from pacc_flow.reports.ods_xml import document, element
from pacc_flow.reports.sheets import Sheet, document_title
from pacc_flow.reports.snapshot import Snapshot

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_FROZEN = "2"  # how a split of the window is called that does not move


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A part is XML unless its name ends in `.png`.

    The media type comes first and uncompressed, for who looks at the first bytes only (OpenDocument, part 2, 3.3).
    """
    return archived({"mimetype": MEDIA_TYPE.encode(), **parts, "META-INF/manifest.xml": _manifest(parts)}, plain=("mimetype",))


def _manifest(parts: Mapping[str, bytes]) -> bytes:
    entries = {"/": MEDIA_TYPE} | {path: "image/png" if path.endswith(".png") else "text/xml" for path in parts}
    return document(
        "manifest:manifest",
        *(
            element("manifest:file-entry", {"manifest:full-path": path, "manifest:media-type": media_type})
            for path, media_type in entries.items()
        ),
    )


def meta(snapshot: Snapshot) -> bytes:
    """`creation-date` is the approval, not the moment of writing, so that the bytes do not depend on the clock."""
    return document(
        "office:document-meta",
        element(
            "office:meta",
            {},
            element("meta:generator", {}, "PACC Flow"),
            element("dc:title", {}, document_title(snapshot)),
            element("dc:language", {}, "es-CO"),
            element("meta:creation-date", {}, f"{snapshot.signed_at:%Y-%m-%dT%H:%M:%S}Z"),
            element("meta:user-defined", {"meta:name": "Entidad", "meta:value-type": "string"}, snapshot.entity.name),
        ),
    )


def settings(written: Sequence[Sheet]) -> bytes:
    """On screen the first sheet is open, and the heading of each stays in sight."""
    tables = _map("named", "Tables", *(_entry(_view(sheet), sheet.name) for sheet in written))
    view = _entry([tables, _item("ActiveTable", "string", written[0].name)])
    views = element("config:config-item-set", {"config:name": "ooo:view-settings"}, _map("indexed", "Views", view))
    return document("office:document-settings", element("office:settings", {}, views))


def _view(sheet: Sheet) -> Iterator[etree._Element]:
    below = str(sheet.heading + 1)
    yield _item("VerticalSplitMode", "short", _FROZEN)
    yield _item("VerticalSplitPosition", "int", below)
    yield _item("ActiveSplitRange", "short", "2")
    yield _item("PositionTop", "int", "0")
    yield _item("PositionBottom", "int", below)


def _map(kind: str, name: str, *entries: etree._Element) -> etree._Element:
    return element(f"config:config-item-map-{kind}", {"config:name": name}, *entries)


def _entry(items: Iterator[etree._Element] | Sequence[etree._Element], name: str = "") -> etree._Element:
    return element("config:config-item-map-entry", {"config:name": name} if name else {}, *items)


def _item(name: str, kind: str, value: str) -> etree._Element:
    return element("config:config-item", {"config:name": name, "config:type": kind}, value)
