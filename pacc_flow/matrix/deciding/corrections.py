"""One corrected value of one row, checked as strictly as if it had been read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pacc_flow.matrix.cells.clean_text import clean_cell
from pacc_flow.matrix.cells.dates import read_dates, why_impossible
from pacc_flow.matrix.cells.percents import HUNDRED, hundredths, read_percent
from pacc_flow.matrix.proposal import Row


class BadCorrection(ValueError):  # noqa: N818 -- the name of what the person sent
    """A value that a row cannot have. The message names the row and says why, in Spanish."""

    def __init__(self, row: int, field: str, why: str) -> None:
        super().__init__(f"Fila {row}: {why}")
        self.row = row
        self.field = field
        self.why = why


def corrected(row: Row, name: str, value: object, known_offices: frozenset[str]) -> Row:
    """The row with one field replaced; BadCorrection when the value does not fit the field."""
    if name == "offices":
        return replace(row, offices=_offices(row, value, known_offices))
    correct = _CORRECTIONS.get(name)
    if correct is None:
        raise BadCorrection(row.n, name, f"no hay un dato «{name}» que corregir.")
    return correct(row, name, value)


def _optional_text(row: Row, name: str, value: object) -> Row:
    return replace(row, **{name: _text(row, name, value)})  # type: ignore[arg-type]  # the table below names text fields only


def _required_text(row: Row, name: str, value: object) -> Row:
    if not _text(row, name, value):
        raise BadCorrection(row.n, name, f"{_EMPTY[name]} no puede quedar en blanco.")
    return _optional_text(row, name, value)


def _text(row: Row, name: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadCorrection(row.n, name, "el valor debe ser un texto.")
    return clean_cell(value)


def _due(row: Row, name: str, value: object) -> Row:
    """Dates as ISO in a list, or as a person types them; `due_text` also replaces what was written."""
    text = " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
    if isinstance(text, date):
        text = text.isoformat()
    text = _text(row, name, text)
    days = _days(row, name, text)
    return replace(row, due_dates=days, due_text=text if name == "due_text" else row.due_text)


def _days(row: Row, name: str, text: str) -> tuple[date, ...]:
    reading = read_dates(text)
    if reading.impossible:
        why = why_impossible(reading.impossible[0])
        raise BadCorrection(row.n, name, why[0].lower() + why[1:])
    if not reading.days or reading.rest:
        raise BadCorrection(row.n, name, f"«{text}» no es una fecha. Escríbala como 30/11/2021.")
    return reading.days


def _percent(row: Row, name: str, value: object) -> Row:
    """An integer is hundredths of a percent; a text is what a person types: 88,24 or 88,24 %; "" is no percentage."""
    if value == "":
        return replace(row, percent=None)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HUNDRED:
        return replace(row, percent=value)
    written = read_percent(value.strip()) if isinstance(value, str) else None
    read = hundredths(written.number) if written and not written.rest else None
    if read is None:
        why = "el porcentaje va de 0 a 100, con coma si tiene decimales. Por ejemplo: 65 o 88,24."
        raise BadCorrection(row.n, name, why)
    return replace(row, percent=read)


def _offices(row: Row, value: object, known: frozenset[str]) -> tuple[str, ...]:
    names: Sequence[object] = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else ()
    if not names:
        raise BadCorrection(row.n, "offices", "la fila necesita al menos una dependencia responsable.")
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise BadCorrection(row.n, "offices", f"«{unknown}» no está en el catálogo de dependencias.")
    return tuple(dict.fromkeys(map(str, names)))


_EMPTY = {"component": "el componente", "activity": "la actividad"}

_CORRECTIONS: Mapping[str, Callable[[Row, str, object], Row]] = {
    "component": _required_text,
    "subcomponent": _optional_text,
    "activity": _required_text,
    "goal": _optional_text,
    "narrative": _optional_text,
    "due_text": _due,
    "due_dates": _due,
    "percent": _percent,
}
