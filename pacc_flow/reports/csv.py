"""The follow-up as a flat table for spreadsheets: one heading row, one row per activity.

UTF-8 with a byte order mark, semicolons between cells and decimal commas: what a spreadsheet reads right on a double
click under the es-CO locale, where the comma belongs to the numbers. Lines end in CR LF and cells with line feeds are
quoted (RFC 4180). A percentage carries its sign (88,24%), without which nobody tells 1 % from a whole; a date is AAAA-MM-DD.
Programs have the JSON.

Each row says too of which revision it is, the fingerprint of what was signed, the receipt and the checkpoint that covers it.

A text that a spreadsheet could run as a formula gets an apostrophe before it, and so does one that has it already: whoever
takes one off each finds every text as it was. Numbers and dates are never touched.
"""

import csv
import io
import re
from datetime import date

from pacc_flow.reports.columns import MATRIX, NUMBER, OF_WHICH, VERIFICATION, Cell, Percent
from pacc_flow.reports.edition import Edition
from pacc_flow.reports.wording import percent_figure

CELLS = (NUMBER, *MATRIX, *VERIFICATION, *OF_WHICH)
SIGNED = ("REVISIÓN DEL INFORME", "HUELLA SHA-256", "RECIBO DE LA PUBLICACIÓN", "PUNTO DE CONTROL DEL REGISTRO")

# The last four are the full-width forms, which some versions take for the plain ones.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def write(edition: Edition) -> bytes:
    snapshot, signed = edition.snapshot, [cell_text(one) for one in signed_cells(edition)]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(column.heading_at(snapshot) for column in CELLS), *SIGNED])
    writer.writerows([*(cell_text(column.cell(snapshot, row)) for column in CELLS), *signed] for row in snapshot.rows)
    return stream.getvalue().encode("utf-8-sig")


def signed_cells(edition: Edition) -> tuple[Cell, ...]:
    proof = edition.registration
    return (edition.snapshot.revision, edition.sha256, *((proof.receipt, proof.words) if proof else ("", "")))


def cell_text(cell: Cell) -> str:
    match cell:
        case Percent(hundredths):
            return f"{percent_figure(hundredths)}%"
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
        case _:
            return f"'{cell}" if FORMULA.match(cell) else cell
