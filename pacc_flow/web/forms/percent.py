"""A percentage as people type it: «65», «88,24», «88.24» or «65 %», kept in hundredths of a percent."""

import re
from collections.abc import Sequence

from wtforms import StringField

from pacc_flow.actions.content import FULL, NOT_A_PERCENT
from pacc_flow.web.formatting import percent_figure

_FIGURE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?")


def parse_percent(text: str) -> int | None:
    """Hundredths of a percent, None for nothing at all; ValueError with the sentence for the person otherwise."""
    text = text.strip()
    if not text:
        return None
    found = _FIGURE.fullmatch(text)
    hundredths = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found and text.isascii() else -1
    if not 0 <= hundredths <= FULL:
        raise ValueError(NOT_A_PERCENT)
    return hundredths


class PercentField(StringField):  # type: ignore[misc]  # WTForms is not typed
    """`data` in hundredths, or None; what was typed stays in the field as it was."""

    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else percent_figure(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        if valuelist:
            self.data = parse_percent(valuelist[0].replace("\u00a0", " "))
