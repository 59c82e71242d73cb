"""Progress that nothing shows."""

from pacc_flow.coherence.addresses import written_in
from pacc_flow.coherence.facts import Finding, Kind, Reported


def no_evidence(reported: Reported) -> Finding | None:
    """An address in the text counts: it is how published follow-ups show theirs."""
    if not reported.percent or reported.files or reported.links or any(written_in(reported.text)):
        return None
    return Finding(
        kind=Kind.NO_EVIDENCE,
        title="No hay evidencia",
        reason="No trae archivos ni enlaces, y el texto tampoco da una dirección.",
    )
