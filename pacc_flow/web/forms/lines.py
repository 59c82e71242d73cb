"""A list written one item a line."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import TextAreaField, ValidationError


def lines(text: str | None) -> list[str]:
    return [line for raw in (text or "").splitlines() if (line := " ".join(raw.split()))]


class LinesField(TextAreaField):  # type: ignore[misc]  # WTForms is not typed
    """One item a line. `read` turns a line into its item; `write` turns it back; a line it cannot read is named."""

    def __init__(self, label: str, read: Callable[[str], object], write: Callable[[Any], str], **options: Any) -> None:  # noqa: ANN401 - WTForms' own options
        super().__init__(label, **options)
        self.read, self.write = read, write
        self.typed = ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data: list[Any] = []
        for line in lines(self.typed):
            try:
                self.data.append(self.read(line))
            except ValueError as error:
                raise ValidationError(f"«{line}» no se entiende: {error}") from error

    def _value(self) -> str:
        return self.typed or "\n".join(map(self.write, self.data or ()))
