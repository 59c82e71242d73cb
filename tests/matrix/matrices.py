"""Made-up matrices for tests."""

from collections.abc import Sequence
from dataclasses import dataclass

from pacc_flow.matrix import Proposal, read

HEADINGS = (
    "COMPONENTE",
    "SUBCOMPONENTE",
    "ACTIVIDADES",
    "META O PRODUCTO",
    "FECHA DE CULMINACION",
    "% DE AVANCE (31-12-2021)",
    "DESCRIPCIÓN DEL AVANCE DE LAS ACTIVIDADES EJECUTADAS EN EL PERIODO",
    "DEPENDENCIA RESPONSABLE",
)
PLAIN = ("RENDICION DE CUENTAS", "DIÁLOGO", "Hacer un foro", "1 foro", "30/11/2021", "100%", "Se hizo.", "Oficina de Riesgos")


@dataclass(frozen=True)
class Columns:
    """Builds tab-separated matrices for tests: one page unless `pages` says otherwise."""

    headings: tuple[str, ...] = HEADINGS
    plain: tuple[str, ...] = PLAIN

    def row(self, **changed: str) -> tuple[str, ...]:
        names = ("component", "subcomponent", "activity", "goal", "due", "percent", "narrative", "office")
        return tuple(changed.get(name, value) for name, value in zip(names, self.plain, strict=True))

    def text(self, *pages: Sequence[Sequence[str]], above: str = "Entidad ICETEX\n") -> bytes:
        lines = ["\n".join("\t".join(row) for row in (self.headings, *page)) for page in pages]
        return (above + "\n\n".join(lines) + "\n").encode()

    def read(self, *pages: Sequence[Sequence[str]], above: str = "Entidad ICETEX\n") -> Proposal:
        return read(self.text(*pages, above=above), "matriz.tsv")
