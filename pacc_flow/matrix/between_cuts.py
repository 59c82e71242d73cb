"""What the progress of an activity tells from one cut to the next: it is cumulative, unless each period tells its own share."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pacc_flow.matrix.cells.percents import HUNDRED, as_typed
from pacc_flow.matrix.cells.written_date import in_words
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.proposal import Entry

_ROUNDED = 100  # hundredths: three thirds are 99 %


def about_progress(entries: Sequence[Entry], planned: Sequence[int]) -> Iterator[Finding]:
    """`entries`: in the order of their cuts; `planned`: what was programmed for each, in hundredths of a percent."""
    told = [(entry.cut, entry.percent) for entry in entries if entry.percent is not None]
    together = sum(percent for _, percent in told)
    if _are_shares(planned) and together <= HUNDRED:
        if len(told) > 1 and together != told[-1][1]:
            message = (
                "Lo programado para los cortes suma 100 %, así que el avance puede ser el de cada período: "
                f"sumado es el {as_typed(together)} %. Leímos {as_typed(told[-1][1])} %."
            )
            yield Finding(Code.PERCENT_GUESSED, "percent", message, Confidence.LOW, as_typed(together))
        return
    for (before, high), (cut, low) in pairwise(told):
        if low < high:
            since = f" en el corte del {in_words(before)}" if before else ""
            until = f" en el del {in_words(cut)}" if cut else " en el siguiente"
            message = f"El avance baja: {as_typed(high)} %{since} y {as_typed(low)} %{until}."
            yield Finding(Code.PERCENT_FELL, "percent", message, Confidence.MEDIUM)


def _are_shares(planned: Sequence[int]) -> bool:
    return sum(map(bool, planned)) > 1 and abs(sum(planned) - HUNDRED) <= _ROUNDED
