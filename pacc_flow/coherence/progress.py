"""The percentage against the calendar and against the cut before."""

from pacc_flow.coherence.facts import FULL, Finding, Kind, Reported
from pacc_flow.coherence.wording import long_date, percent


def due_later(reported: Reported) -> Finding | None:
    """100 % of something that still has a date ahead."""
    ahead = [on for on in reported.due_dates if on > reported.cut_on]
    if not (reported.is_full and ahead):
        return None
    which = "La fecha de culminación" if len(reported.due_dates) == 1 else "La última fecha de culminación"
    return Finding(
        kind=Kind.DUE_LATER,
        title=f"Reporta {percent(FULL)}, pero la fecha de culminación es posterior al corte",
        reason=f"{which} es el {long_date(max(ahead))}; el corte es al {long_date(reported.cut_on)}.",
    )


def went_down(reported: Reported) -> Finding | None:
    """Progress is cumulative, so that it can stay but not fall."""
    if reported.percent is None or reported.before is None or reported.percent >= reported.before:
        return None
    return Finding(
        kind=Kind.WENT_DOWN,
        title="El avance bajó",
        reason=f"{percent(reported.before)} en el corte anterior, {percent(reported.percent)} ahora. El avance es acumulado.",
    )
