"""The read of a 20,000-row XLSX, against python-calamine's bare read of the same bytes."""

from collections.abc import Iterator
from io import BytesIO

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from bench.ratio import Ratio, Unit
from bench.stopwatch import seconds_in_turns
from pacc_flow.matrix import Limits, read
from pacc_flow.matrix.readers.xlsx_reader import read_xlsx

ROWS = 20_000
REPEATS = 5
AIM = 2.0

HEADINGS = (
    "COMPONENTE", "SUBCOMPONENTE", "ACTIVIDADES", "META O PRODUCTO", "FECHA DE CULMINACION",
    "% DE AVANCE (31-12-2021)", "DESCRIPCIÓN DEL AVANCE DE LAS ACTIVIDADES", "DEPENDENCIA RESPONSABLE",
)  # fmt: skip


def measure() -> Iterator[Ratio]:
    data = _workbook()
    limits = Limits()
    works = (
        lambda: CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python(),
        lambda: read_xlsx(data, limits),
        lambda: read(data, "matriz.xlsx"),
    )
    bare, grids, proposal = seconds_in_turns(works, REPEATS)
    yield Ratio("read a 20,000-row XLSX", grids, bare, Unit.SECONDS, AIM)
    yield Ratio("… and propose its rows", proposal, bare, Unit.SECONDS, detail="dates, percents, offices and findings")


def _workbook() -> bytes:
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Seguimiento")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, ROWS + 1):
            sheet.write_row(number, 0, _row(number))
    return stream.getvalue()


def _row(number: int) -> tuple[str, ...]:
    return (
        f"COMPONENTE {number // 200}",
        f"Subcomponente {number // 20}",
        f"Actualizar y publicar el documento número {number} de la entidad",
        f"Documento {number} publicado en el sitio de la entidad",
        f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/2021",
        f"{number % 101} %",
        f"Se actualizó el documento {number}, se revisó con las dependencias y se publicó en el sitio. " * 2,
        f"Oficina número {number % 40}",
    )
