"""What a tagged PDF says to whoever reads it by its structure, as a screen reader does. Its writer has no part in it."""

import io
from collections import defaultdict
from collections.abc import Iterator

import pdfplumber
import pikepdf
from pikepdf import Array, Dictionary, Object


class TaggedPages:
    """`pages` are texts as they are seen, and `characters` where each stands; what is not in the structure is decoration."""

    def __init__(self, data: bytes) -> None:
        self._document = pikepdf.open(io.BytesIO(data))
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self._document.pages)}
        self._texts: dict[tuple[int, int], str] = defaultdict(str)
        with pdfplumber.open(io.BytesIO(data)) as document:
            self.pages = [page.extract_text() for page in document.pages]
            self.characters = [page.chars for page in document.pages]
        for number, characters in enumerate(self.characters):
            for character in characters:
                if character["mcid"] is not None:
                    self._texts[number, character["mcid"]] += character["text"]

    def all_of(self, *kinds: str) -> list[Dictionary]:
        return list(below(self._document.Root.StructTreeRoot, *kinds))

    def text(self, element: Object) -> str:
        """Paragraphs are lines."""
        parts = [(kind_of(child), self._said(child, element)) for child in children(element)]
        return ("\n" if any(kind == "P" for kind, _ in parts) else "").join(said for _, said in parts)

    def table(self, number: int) -> list[list[str]]:
        """Every row with its cells."""
        return [[self.text(cell) for cell in below(row, "TH", "TD")] for row in below(self.all_of("Table")[number], "TR")]

    def _said(self, child: Object | int, parent: Object) -> str:
        """A child is an element, or what is marked with a number on the page of its parent or on one that it names."""
        if kind_of(child):
            return self.text(child)
        page, mark = (child.get("/Pg", parent.get("/Pg")), child.MCID) if isinstance(child, Dictionary) else (parent.Pg, child)
        return self._texts[self._numbers[page.objgen], int(mark)]


def below(element: Object, *kinds: str) -> Iterator[Dictionary]:
    for child in children(element):
        if kind_of(child) in kinds:
            yield child
        elif kind_of(child):
            yield from below(child, *kinds)


def children(element: Object) -> list[Object]:
    held = element.get("/K", [])
    return list(held) if isinstance(held, Array) else [held]


def kind_of(child: Object | int) -> str:
    """Blank for what is no element."""
    return str(child.S).removeprefix("/") if isinstance(child, Dictionary) and "/S" in child else ""
