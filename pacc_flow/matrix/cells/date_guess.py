from dataclasses import dataclass

from pacc_flow.matrix.cells.written_date import WrittenDate
from pacc_flow.matrix.findings import Confidence


@dataclass(frozen=True, slots=True)
class DateGuess:
    """What a cell that does not write its dates in full may mean.

    `supposed` is the sentence that says what the cell left unsaid: empty when it said everything in its own way.
    """

    written: tuple[WrittenDate, ...]
    supposed: str = ""
    confidence: Confidence = Confidence.MEDIUM
    alternative: str | None = None
    starts: tuple[WrittenDate, ...] = ()  # of ranges, whose ends are `written`
    is_one_wording: bool = False  # several days stand for one word, such as «trimestral»
