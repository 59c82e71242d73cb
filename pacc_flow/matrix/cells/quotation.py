_LINE = 80  # characters on a line of the screen


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LINE else f"{text[: _LINE - 1]}…"


def quoted(text: str) -> str:
    """A cell between quotation marks, cut when it is long."""
    return f"«{shortened(text)}»"
