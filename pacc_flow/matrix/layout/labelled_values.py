"""A line that says something of the document, «Fecha de publicación: | 14/09/2022»: labels with their values, no headings."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pacc_flow.matrix.cells.dates import is_date_cell
from pacc_flow.matrix.layout.columns.headings import KEPT, folded_heading, named
from pacc_flow.matrix.layout.cut_labels import label_of

_OF_DOCUMENT = re.compile(r"(FECHA|VERSION|CODIGO|PAGINA|VIGENCIA|ENTIDAD|ELABORO|REVISO|APROBO)\b.*")
_SEVERAL = 2
_GUESS = 3  # of a name, which titles of a document have too: «Seguimiento al plan»


def says_of_document(cells: Sequence[str]) -> bool:
    """Whether a line has a label with its value beside it, and otherwise names no column and no follow-ups side by side."""
    texts = [cell for cell in cells if cell]
    of_pairs = {at + side for at in _pairs(texts) for side in (0, 1)}
    others = [text for at, text in enumerate(texts) if at not in of_pairs]
    return bool(of_pairs) and not any(map(_is_column, others)) and sum(1 for text in others if label_of(text)) < _SEVERAL


def _pairs(texts: Sequence[str]) -> Iterator[int]:
    """The places of the labels. Several dates after one are no value: they are the cuts of as many columns."""
    for at, (label, value) in enumerate(pairwise(texts)):
        is_label = label.rstrip().endswith(":") or _OF_DOCUMENT.fullmatch(folded_heading(label)) is not None
        are_several = is_date_cell(value) and any(map(is_date_cell, texts[at + 2 : at + 3]))
        if is_label and not are_several and _is_value(value):
            yield at


def _is_value(text: str) -> bool:
    if is_date_cell(text):
        return True
    return not text.rstrip().endswith(":") and not named(text) and label_of(text, alone=True) is None


def _is_column(text: str) -> bool:
    return any(found.field != KEPT and found.sure < _GUESS for found in named(text))
