"""What an activity reports, as short as a test can say it: complete and sound unless it says otherwise."""

from datetime import date
from typing import Any

from pacc_flow.coherence import Finding, Reported, Wordings, findings_of

SOUND = "Se dictaron los talleres del año con los líderes de cada proceso y se publicaron las memorias en el portal."


def reported(**said: Any) -> Reported:  # noqa: ANN401  # whatever the facts take
    sound: dict[str, Any] = {
        "number": 1,
        "cut_on": date(2026, 4, 30),
        "percent": 10_000,
        "due_dates": (date(2026, 3, 31),),
        "texts": (SOUND,),
        "links": ("https://www.entidad.gov.co/talleres",),
    }
    return Reported(**(sound | said))


def found(one: Reported, *others: str) -> list[Finding]:
    """Beside others of the cut, numbered from 2."""
    return findings_of(one, Wordings({one.number: one.text} | dict(enumerate(others, start=2))))


def kinds(one: Reported, *others: str) -> list[str]:
    return [finding.kind.value for finding in found(one, *others)]
