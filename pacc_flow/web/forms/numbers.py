"""Whole numbers that a form carries for itself: a revision, an office. People never type them, so anything else was forged."""

LARGEST = 2**31 - 1


def whole(text: str | None) -> int:
    """The number, or 0 for whatever no row of ours could have: it is then no revision and no office at all."""
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST)) else 0
    return number if number <= LARGEST else 0
