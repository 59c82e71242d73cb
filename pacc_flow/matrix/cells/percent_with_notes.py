"""A percentage beside words that say nothing else of it: «100%*», «75% a 31 de agosto», «Al 100%», «3 informes (100%)»."""

import re
from decimal import Decimal

from pacc_flow.matrix.cells.dates import is_date_cell
from pacc_flow.matrix.cells.percents import hundredths

# fmt: off
_SAID = r"(?P<said>[0-9]{1,3}(?:[.,][0-9]{1,4})?) ?%"
_UNTIL = r"(?:(?:CON )?(?:FECHA (?:DE )?)?(?:CORTE )?(?:AL?|HASTA|EN|DE)(?: EL)? )"
_FORMS = tuple(map(re.compile, (              # of a folded text
    rf"{_SAID} ?(?:\*{{1,3}}|\([0-9A-Z]\)|\[[0-9A-Z]\])",                   # the call of a note
    rf"{_SAID} ?[,;-]? ?{_UNTIL}(?P<on>[^%()]{{3,40}})",                    # the day of its cut
    rf"{_SAID} ?\({_UNTIL}?(?P<on>[^%()]{{3,40}})\)",
    rf"{_UNTIL}(?P<on>[^%():]{{3,40}}?) ?[:,-]? {_SAID}",
    rf"(?:AL?|EL|UN|DEL|EN|CON)(?: UN| EL)? {_SAID}",
    rf"[0-9]{{1,4}}(?: [A-Z]+){{1,4}} ?(?:\({_SAID} ?\)|[:,=-] ?{_SAID.replace('said', 'also')})",  # what it was counted from
)))
# fmt: on


def figure_with_note(folded: str) -> int | None:
    """The percentage, in hundredths; None where the words are of something else."""
    for form in _FORMS:
        match = form.fullmatch(folded)
        if match and ("on" not in form.groupindex or is_date_cell(match["on"])):
            figure = match["said"] or match["also"]
            return hundredths(Decimal(figure.replace(",", ".")))
    return None
