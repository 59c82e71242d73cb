"""What does not fit together in what an activity reports, told to those who sign: signals to look at, never verdicts.

Everything that other rooms use is imported from here. Nothing is asked of the network: an address is judged by its text.
"""

from pacc_flow.coherence.facts import Finding, Kind, Reported
from pacc_flow.coherence.judging import findings_of
from pacc_flow.coherence.wordings import Wordings

__all__ = ["Finding", "Kind", "Reported", "Wordings", "findings_of"]
