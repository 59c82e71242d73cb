"""What an edit changes, old and new: what the record tells, and nothing when nothing did."""

from collections.abc import Mapping

from pacc_flow.models import Audited


def change(row: Audited, values: Mapping[str, object]) -> dict[str, list[object]]:
    """Assigns what differs, and returns it by name as `[old, new]`."""
    changed: dict[str, list[object]] = {}
    for name, new in values.items():
        old = getattr(row, name)
        if old != new:
            changed[name] = [old, new]
            setattr(row, name, new)
    return changed
