"""Pages whose text runs up, down or backwards: laid out sideways, or shown turned while their drawing is not."""

from collections import Counter
from typing import Any

from pdfplumber.page import Page

_ROUND = 360  # degrees


def turned_upright(page: Any) -> Any:  # noqa: ANN401 -- pdfplumber gives no types
    """The page as a person would turn it to read it; the same page where most of its text is upright already."""
    turn = _turn_of(page)
    if not turn:
        return page
    page.close()
    drawn = page.page_obj
    drawn.rotate = (page.rotation + turn) % _ROUND
    drawn.attrs["Rotate"] = drawn.rotate
    return Page(page.pdf, drawn, page_number=page.page_number, initial_doctop=page.initial_doctop)


def _turn_of(page: Any) -> int:  # noqa: ANN401 -- see turned_upright
    """Degrees clockwise, from how each letter is drawn (ISO 32000-1, 8.3.3): (0, 1) along its line is a text that runs up."""
    letters = Counter(_direction(letter["matrix"]) for letter in page.chars)
    return letters.most_common(1)[0][0] if letters else 0


def _direction(matrix: tuple[float, ...]) -> int:
    along, up = matrix[0], matrix[1]
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270
