"""The figures of the earlier cuts of a plan, frozen within the follow-up of a later one, which is read alone."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pacc_flow.reports.record import Record, require
from pacc_flow.reports.status import COMPLETE

SHA256_DIGITS = 64


@dataclass(frozen=True, kw_only=True)
class Result(Record):
    """How much of some activities was done. `fulfilment` and `average` are null when none was programmed."""

    programmed: int
    fulfilled: int
    fulfilment: int | None
    average: int | None

    def check(self) -> None:
        require(0 <= self.fulfilled <= self.programmed, "Hay más actividades cumplidas que programadas.")
        for measure in (self.fulfilment, self.average):
            require((measure is None) == (self.programmed == 0), "Las medidas van si, y solo si, hay actividades.")
            require(measure is None or 0 <= measure <= COMPLETE, "La medida no está entre 0 y 100.")


@dataclass(frozen=True, kw_only=True)
class ComponentResult(Record):
    """Of the component of that number in its plan."""

    number: int
    result: Result


@dataclass(frozen=True, kw_only=True)
class EarlierCut(Record):
    """What was published of a cut before this one; `sha256` is that of the snapshot from which it was taken."""

    number: int
    name: str
    on: date
    revision: int
    sha256: str
    total: Result
    components: tuple[ComponentResult, ...]

    def check(self) -> None:
        require(self.number >= 1 and self.revision >= 1, "El primer corte es el 1, y la primera revisión también.")
        require(bool(self.name.strip()), "Al corte anterior le falta su nombre.")
        require(is_sha256(self.sha256), f"Al corte {self.number} le falta su huella SHA-256.")
        numbers = [component.number for component in self.components]
        require(all(before < after for before, after in pairwise(numbers)), "Los componentes no están en orden.")

    def result_of(self, component: int) -> Result | None:
        return next((one.result for one in self.components if one.number == component), None)


def is_sha256(text: str | None) -> bool:
    return text is not None and len(text) == SHA256_DIGITS and set(text) <= set("0123456789abcdef")
