"""A row can lose or gain a cell and still have as many as the others: only the kind of its values shows it."""

from collections.abc import Mapping, Sequence

from pacc_flow.matrix.cells.dates import is_date_cell
from pacc_flow.matrix.cells.percents import is_percent_cell

_SHIFTS = (1, -1, 2, -2)


def shift_of(cells: Sequence[str], places: Mapping[str, int]) -> int:
    """How many cells to the right of their columns the values of a row stand: 0 when the kinds fit, or nothing fits.

    A row is moved only when neither its date nor its percentage is at home and both are, side by side as always, elsewhere.
    """
    due, percent = places.get("due"), places.get("percent")
    if due is None or percent is None:
        return 0
    if is_percent_cell(_cell(cells, percent)) or is_date_cell(_cell(cells, due)):
        return 0
    return next((shift for shift in _SHIFTS if _fits(cells, due + shift, percent + shift)), 0)


def _fits(cells: Sequence[str], due: int, percent: int) -> bool:
    return is_percent_cell(_cell(cells, percent)) and is_date_cell(_cell(cells, due))


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


def values(cells: Sequence[str], places: Mapping[str, int], shift: int) -> dict[str, str]:
    """The text of each field once the row is moved back. The labels before the activity keep what was in them."""
    if not shift and len(cells) > max(places.values()):
        return {name: cells[place] for name, place in places.items()}
    read = {name: _cell(cells, place + shift) for name, place in places.items()}
    return read | _labels(cells, places, shift) if shift else read


def _labels(cells: Sequence[str], places: Mapping[str, int], shift: int) -> dict[str, str]:
    """Component and subcomponent stand left of the activity, which has moved: whatever is written there is kept."""
    labels = {}
    start = 0
    if "component" in places:
        start = places["component"] + 1
        labels["component"] = _cell(cells, start - 1) if start - 1 < places["activity"] + shift else ""
    if "subcomponent" in places:
        between = cells[start : max(start, places["activity"] + shift)]
        labels["subcomponent"] = next((text for text in between if text), "")
    return labels
