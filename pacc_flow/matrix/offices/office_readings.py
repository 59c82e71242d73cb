"""The offices of every row: against the catalogue given, or one proposed from the document itself."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.offices.office_proposal import OfficeProposal
from pacc_flow.matrix.offices.offices import (
    OfficeCatalogue,
    OfficeReader,
    ends_in_separator,
    key_of,
    names_nobody,
    only_offices,
)
from pacc_flow.matrix.offices.posts import office_of_post
from pacc_flow.matrix.offices.shared_heads import each_with_its_head

_LONGEST_NAME = 200  # characters: what is longer is no office written with a slip
_PIECES = re.compile(r"[^/;\n•]+")
_MESSAGE_MISSING = "Falta la dependencia responsable."


class RowOffices:
    """Reads the office cell of rows one by one, each with its findings."""

    def __init__(self, catalogue: OfficeCatalogue) -> None:
        self._reader = OfficeReader(catalogue)
        self._names = sorted(catalogue)
        self._read: dict[str, tuple[tuple[str, ...], tuple[Finding, ...]]] = {}

    def read(self, text: str) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
        """The offices of a cell and what there is to say of it. Cells repeat: each text is read once."""
        if text not in self._read:
            self._read[text] = self._read_once(text)
        return self._read[text]

    def _read_once(self, text: str) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
        if names_nobody(text):
            return (), (Finding(Code.OFFICE_MISSING, "offices", _MESSAGE_MISSING, Confidence.LOW),)
        each = _PIECES.sub(lambda piece: "\n".join(each_with_its_head(piece[0], self._reader)), only_offices(text))
        reading = self._reader.read(each)
        return reading.offices, tuple(self._about(text, reading.unknown, found=bool(reading.offices)))

    def _about(self, text: str, unknown: Sequence[str], *, found: bool) -> Iterator[Finding]:
        for piece in unknown or (() if found else (text,)):
            near = get_close_matches(piece, self._names, n=1, cutoff=0.7) if len(piece) <= _LONGEST_NAME else []
            meant = f" ¿Es «{near[0]}»?" if near else ""
            message = f"«{piece}» no está en el catálogo de dependencias.{meant}"
            yield Finding(Code.OFFICE_UNKNOWN, "offices", message, Confidence.LOW, near[0] if near else None)
        if ends_in_separator(text):
            yield Finding(
                Code.TRAILING_SEPARATOR, "office_text", "La celda termina en un separador; puede faltar una dependencia."
            )


class ComponentOffices:
    """Which office leads most rows of each component, to offer it where a row lost its own."""

    def __init__(self, rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        for component, offices in rows:
            self._counts[component].update(offices[:1])

    def suggest(self, component: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The same findings, the missing office with the one that most rows of the component name."""
        return tuple(
            self._suggestion(component, finding) if finding.code is Code.OFFICE_MISSING else finding for finding in findings
        )

    def _suggestion(self, component: str, finding: Finding) -> Finding:
        common = self._counts[component].most_common(1)
        if not common:
            return finding
        message = f"{_MESSAGE_MISSING} La mayoría de las filas del componente dice «{common[0][0]}»."
        return Finding(finding.code, finding.field, message, Confidence.MEDIUM, common[0][0])


def about_spellings(proposals: Sequence[OfficeProposal]) -> Iterator[Finding]:
    names = {key_of(spelling.text): office.name for office in proposals for spelling in office.spellings}
    for office in proposals:
        if (meant := office_of_post(office.name, names)) is not None:
            message = f"«{office.name}» nombra un cargo; puede ser la oficina «{meant}»."
            yield Finding(Code.OFFICE_SPELLINGS, "offices", message, Confidence.LOW, meant)
        if len(office.spellings) > 1:
            written = ", ".join(f"«{spelling.text}»" for spelling in office.spellings)
            message = f"Una oficina escrita de {len(office.spellings)} formas: {written}."
            yield Finding(Code.OFFICE_SPELLINGS, "offices", message, office.confidence, office.name)
