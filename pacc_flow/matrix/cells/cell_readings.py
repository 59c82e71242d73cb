"""What one cell says, and what there is to warn about it."""

from datetime import date

from pacc_flow.matrix.cells.addresses import rejoined_addresses
from pacc_flow.matrix.cells.bullets import with_dashes
from pacc_flow.matrix.cells.clean_text import has_markup, without_markup
from pacc_flow.matrix.cells.due_readings import Due, read_due
from pacc_flow.matrix.cells.percent_readings import Percent, read_percentage
from pacc_flow.matrix.cells.percents import HUNDRED
from pacc_flow.matrix.cells.written_date import in_words
from pacc_flow.matrix.findings import Code, Confidence, Finding

__all__ = ["Due", "Percent", "after_cut", "cleaned", "read_due", "read_percentage"]


def after_cut(days: tuple[date, ...], percent: int | None, cut_on: date | None) -> Finding | None:
    """A row that claims to be complete at the cut with a due date after it."""
    if cut_on is None or percent != HUNDRED or not days or max(days) <= cut_on:
        return None
    message = f"Reporta 100 % y vence el {in_words(max(days))}, después del corte del {in_words(cut_on)}."
    return Finding(Code.DATE_AFTER_CUT, "due_dates", message)


def cleaned(name: str, text: str, findings: list[Finding]) -> str:
    """The text of a field as plain lines, without web-page markup; what was done is added to `findings`."""
    if "<" in text and has_markup(text):
        message = "La celda traía marcas de página web; las retiramos y quedó el texto."
        findings.append(Finding(Code.MARKUP, name, message))
        text = without_markup(text)
    text = with_dashes(text)
    rejoined = rejoined_addresses(text) if "://" in text else text
    if rejoined != text:
        message = "Una dirección web parece partida por un espacio; no abrirá."
        findings.append(Finding(Code.BROKEN_ADDRESS, name, message, Confidence.MEDIUM, rejoined))
    return text
