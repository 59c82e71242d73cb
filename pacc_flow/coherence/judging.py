"""Every question that is asked of what an activity reports, in the order in which the answers are read."""

from pacc_flow.coherence.addresses import addresses
from pacc_flow.coherence.copies import same_as_before, same_as_other
from pacc_flow.coherence.cut_off import cut_off
from pacc_flow.coherence.evidence import no_evidence
from pacc_flow.coherence.facts import Finding, Reported
from pacc_flow.coherence.goals import goal_not_reached
from pacc_flow.coherence.progress import due_later, went_down
from pacc_flow.coherence.unfinished import unfinished
from pacc_flow.coherence.wordings import Wordings

_OF_THE_ENTRY = (unfinished, goal_not_reached, due_later, went_down)
_OF_ITS_TEXT = (same_as_before, cut_off, no_evidence)


def findings_of(reported: Reported, texts: Wordings) -> list[Finding]:
    """`texts` are those of the whole cut, the own one among them."""
    found = [
        *(judge(reported) for judge in _OF_THE_ENTRY),
        same_as_other(reported, texts),
        *(judge(reported) for judge in _OF_ITS_TEXT),
        *addresses(reported),
    ]
    return [finding for finding in found if finding is not None]
