"""The pages of the follow-up as a PDF that is accessible (PDF/UA-1) and lasts (PDF/A-2a): tagged, with its fonts inside.

All that they say is handed over as JSON, so nothing in it can run or be taken for markup. Only our own fonts are used, a
warning is an error, and the date is that of the approval: the same snapshot gives the same bytes on any machine.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from pacc_flow.reports.drawing import Drawing
from pacc_flow.reports.edition import Edition
from pacc_flow.reports.fitting import ADDRESS, BOLD, INSET, SIZE, SMALL, WIDTH, room_of
from pacc_flow.reports.glyphs import FAMILIES, FOLDER, drawable, widths
from pacc_flow.reports.paper import DRAWN, Paper, Picture, Section, Table, paper
from pacc_flow.reports.sheets import FILLS, HEADING_COLOUR, Styled

MEDIA_TYPE = "application/pdf"
TEMPLATE = Path(__file__).with_suffix(".typ")

COVER_WIDTH = WIDTH * SIZE / 12  # the letters of a cover are of 12 points
LETTER = 0.6 * SIZE  # as wide as most are, or wider
DRAWING_HEIGHT = 12.0  # points
SHORT = 20  # lines: a third of a page

WORD = re.compile(r"\S+")
HYPHENATED = re.compile("[^-]*-+|[^-]+")

Lines = list[list[str]]


class PaperError(Exception):
    """The pages could not be set; the message is the compiler's."""


def write(edition: Edition) -> bytes:
    snapshot = edition.snapshot
    said = inert(paper(edition)) | {"author": drawable(snapshot.entity.name)}
    return compiled(json.dumps(said, ensure_ascii=False), int(snapshot.signed_at.timestamp()))


def compiled(said: str, at: int) -> bytes:
    try:
        data, warnings = typst.compile_with_warnings(
            TEMPLATE.read_bytes(),
            font_paths=fonts(),
            format="pdf",
            sys_inputs={"paper": said},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=at,
        )
    except typst.TypstError as error:
        raise PaperError(error.message) from error
    if warnings:
        raise PaperError("; ".join(warning.message for warning in warnings))
    return data


@cache
def fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def inert(pages: Paper) -> dict[str, Any]:
    """What the template reads: every text in lines, and every line in the pieces between which it may be broken."""
    return {
        "title": drawable(pages.title),
        "header": [[label, lines(value, WIDTH)] for label, value in pages.header],
        "sections": [section(one) for one in pages.sections],
        "foot": [lines(one, WIDTH) for one in pages.foot],
        "fonts": FAMILIES,
        "size": SIZE,
        "small": SMALL,
        "inset": INSET,
        "colours": {"heading": pages.colour, "on_heading": HEADING_COLOUR},
        "logo": placed(pages.logo),
        "cover": [lines(line, COVER_WIDTH) for line in pages.cover],
    }


def section(it: Section) -> dict[str, Any]:
    legend = (it.table.legend,) if it.table and it.table.legend else ()
    return {
        "level": it.level,
        "heading": lines(it.heading, WIDTH),
        "table": None if it.table is None else table(it.table),
        "lines": [lines(line, WIDTH) for line in (*legend, *it.lines)],
        "pairs": [[drawable(label), lines(value, WIDTH)] for label, value in it.pairs],
        "picture": placed(it.picture),
    }


def placed(it: Picture | None) -> dict[str, Any] | None:
    """The compiler takes no other file than its template, so the bytes go as figures."""
    return None if it is None else {"png": list(it.png), "words": drawable(it.words), "width": it.width}


def table(it: Table) -> dict[str, Any]:
    left = WIDTH - DRAWN if it.drawings else WIDTH
    rooms = [left * width / sum(it.widths) - 2 * INSET for width in it.widths]
    drawings = [[picture(one)] for one in it.drawings] or [[] for _ in it.rows]
    return {
        "widths": [*(room + 2 * INSET for room in rooms), *(DRAWN for _ in it.drawings[:1])],
        "headings": [*it.headings, *("GRÁFICA" for _ in it.drawings[:1])],
        "rows": [
            row(cells, rooms, is_total=it.has_total and cells is it.rows[-1]) | {"drawings": drawn}
            for cells, drawn in zip(it.rows, drawings, strict=True)
        ],
    }


def picture(it: Drawing) -> dict[str, str]:
    return {"svg": it.on_paper(DRAWN - 2 * INSET, DRAWING_HEIGHT), "told": drawable(it.told)}


def row(cells: Sequence[Styled], rooms: Sequence[float], *, is_total: bool) -> dict[str, Any]:
    """A short row is not parted by the end of a page."""
    texts = [str(styled.cell) for styled in cells]
    rooms = [room / BOLD for room in rooms] if is_total else rooms
    return {
        "cells": [
            {"lines": lines(text, room), "fill": FILLS.get(styled.style)}
            for text, styled, room in zip(texts, cells, rooms, strict=True)
        ],
        "is_long": any(height(text, room) > SHORT for text, room in zip(texts, rooms, strict=True)),
        "is_total": is_total,
    }


def height(text: str, room: float) -> float:
    """In lines, about."""
    return sum(1 + len(line) * LETTER // room for line in text.split("\n"))


def lines(text: str, room: float) -> Lines:
    return [pieces(line, room) for line in drawable(text).split("\n")]


def pieces(line: str, room: float) -> list[str]:
    return WORD.sub(lambda word: "\n".join(parted(word[0], room)), line).split("\n")


def parted(word: str, room: float) -> list[str]:
    """After every hyphen; a word that is wider than the room as an address is, and after any character if need be."""
    if fits(word, room):
        return HYPHENATED.findall(word)
    return [piece for part in ADDRESS.findall(word) for piece in ([part] if fits(part, room) else characters(part))]


def fits(word: str, room: float) -> bool:
    return room_of(word) * SIZE <= room


def characters(word: str) -> list[str]:
    """Marks that take no room stay with the character before them."""
    known, found = widths(), list[str]()
    for character in word:
        if found and not known[character]:
            found[-1] += character
        else:
            found.append(character)
    return found
