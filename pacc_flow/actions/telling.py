"""What the trail tells of a step: what changed, old → new, and what was said with it."""

from typing import Any

from pacc_flow.actions.effects import Brought
from pacc_flow.models import Entry


def shown(entry: Entry) -> dict[str, Any]:
    return {"percent": entry.percent, "sections": dict(entry.sections), "sha256": entry.content_sha256}


def told(before: dict[str, Any], after: dict[str, Any], brought: Brought) -> dict[str, Any]:
    """What changed, old → new, and what was said with it."""
    offices = sorted(before["sections"].keys() | after["sections"].keys())
    told: dict[str, Any] = {
        "comment": brought.comment or None,
        "content_sha256": after["sha256"],
        "observation": brought.observation or None,
        "percent": [before["percent"], after["percent"]] if before["percent"] != after["percent"] else None,
        "sections": [
            {"office": int(office), "old": before["sections"].get(office, ""), "new": after["sections"].get(office, "")}
            for office in offices
            if before["sections"].get(office) != after["sections"].get(office)
        ],
        "verified_percent": brought.verified_percent,
    }
    return {key: value for key, value in told.items() if value not in (None, [])}
