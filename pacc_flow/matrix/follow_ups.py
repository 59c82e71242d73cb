"""What a document says of each activity at each cut: in columns side by side, or in tables one after the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pacc_flow.matrix.cells.written_date import in_words
from pacc_flow.matrix.findings import Code, Confidence, Finding
from pacc_flow.matrix.layout.blocks import FoundBlock
from pacc_flow.matrix.layout.columns.cut_column import cut_in
from pacc_flow.matrix.layout.cut_labels import CutLabel, cuts_of
from pacc_flow.matrix.words import words_of

_FIELDS = {"activity": "la actividad", "goal": "la meta", "due": "la fecha", "office": "el responsable"}
_FINDING_FIELDS = {"due": "due_dates", "office": "offices"}


@dataclass(frozen=True, slots=True)
class Said:
    """What the document says at one follow-up, as written; `label` is None where it holds only one. `planned` is what was
    programmed for it, None where no column says it; its percentage `may_count` how many of something.
    """

    label: CutLabel | None
    percent: str
    narrative: str
    planned: str | None = None
    may_count: bool = False

    @property
    def is_blank(self) -> bool:
        return not (self.percent or self.narrative)


def said_in(block: FoundBlock, value: Mapping[str, str], cells: Sequence[str], shift: int) -> list[Said]:
    """What one line says, in the order of the file."""
    header = block.header
    if not header.groups:
        own = cut_in(cells, header.cut + shift, header.headings[header.cut].leaf) if header.cut is not None else block.label
        at = header.places.get("percent")
        planned = header.planned_in(cells, at, shift)
        return [Said(own, value.get("percent", ""), value.get("narrative", ""), planned, header.may_count(at))]
    return [
        Said(
            group.label,
            _cell(cells, group.places.get("percent"), shift),
            _cell(cells, group.places.get("narrative"), shift),
            header.planned_in(cells, group.places.get("percent"), shift),
            header.may_count(group.places.get("percent")),
        )
        for group in header.groups
    ]


@dataclass(frozen=True, slots=True)
class Retold:
    """Another wording of a field, at another follow-up than the first that speaks of the activity."""

    field: str
    text: str
    label: CutLabel | None


class Cuts:
    """The cuts that a document speaks of, and which of them is its own: the last one at which it says anything."""

    def __init__(self, said: Iterable[Sequence[Said]], year: int | None) -> None:
        rows = [list(one) for one in said]
        labels = [one.label for row in rows for one in row if one.label and not one.is_blank]
        self._cuts = cuts_of(labels, year)
        self.are_several = any(len(row) > 1 for row in rows) and bool(labels)
        self._own = self._latest(labels)
        self._order = {label: (day or date.max, place) for place, (label, (day, _)) in enumerate(self._cuts.items())}

    def _latest(self, labels: Sequence[CutLabel]) -> CutLabel | None:
        """By its date where all have one, else the last of the file."""
        dated = [(day, label) for label, (day, _) in self._cuts.items() if day]
        if dated and len(dated) == len(self._cuts):
            return max(dated, key=lambda pair: pair[0])[1]
        return labels[-1] if labels else None

    def of(self, label: CutLabel | None) -> date | None:
        return self._cuts[label][0] if label in self._cuts else None

    def when(self, label: CutLabel | None) -> str:
        """How a sentence about an earlier follow-up begins."""
        cut = self.of(label)
        return f"En el seguimiento del {in_words(cut)}" if cut else "En otro seguimiento"

    def about_retold(self, retold: Iterable[Retold]) -> Iterator[Finding]:
        """Each other wording once, at the first follow-up that has it."""
        told = {(one.field, words_of(one.text)): one for one in reversed(list(retold))}
        for one in reversed(told.values()):
            joined = " Por lo parecida, la tomamos por la misma." if one.field == "activity" else ""
            message = f"{self.when(one.label)} {_FIELDS[one.field]} dice «{' '.join(one.text.split())}».{joined}"
            yield Finding(Code.RETOLD, _FINDING_FIELDS.get(one.field, one.field), message, Confidence.MEDIUM)

    def own(self, said: Sequence[Said]) -> Said:
        """What a row says at the document's own cut."""
        if not self.are_several:
            return said[0]
        unlabelled = next((one for one in said if one.label is None), Said(self._own, "", ""))
        return next((one for one in said if one.label == self._own), unlabelled)

    def others(self, said: Sequence[Said]) -> list[Said]:
        """What it says at every cut, the earliest first; nothing where the document holds one follow-up."""
        if not self.are_several:
            return []
        told = [one for one in said if one.label in self._cuts and not one.is_blank]
        return sorted(told, key=lambda one: self._order[one.label] if one.label else (date.min, 0))

    @property
    def last(self) -> date | None:
        return self.of(self._own) if self.are_several else None

    def findings(self) -> Iterator[Finding]:
        if not self.are_several:
            return
        days = sorted(day for day, _ in self._cuts.values() if day)
        listed = "; ".join(in_words(day) for day in days)
        count = (
            f"{len(self._cuts)} seguimientos" if len(self._cuts) > 1 else "lugar para varios seguimientos y dice algo de uno"
        )
        message = f"El documento trae {count}{f', a {listed}' if listed else ''}."
        yield Finding(Code.FOLLOW_UPS, "entries", message)
        supposed = [(label, day) for label, (day, is_supposed) in self._cuts.items() if is_supposed or not day]
        for label, day in supposed:
            read = f"lo leímos como el del {in_words(day)}" if day else "no sabemos de qué año es"
            message = f"El seguimiento {label.order or ''} no dice la fecha de su corte; {read}."
            yield Finding(Code.CUT_GUESSED, "entries", " ".join(message.split()), Confidence.MEDIUM)


def _cell(cells: Sequence[str], place: int | None, shift: int) -> str:
    at = -1 if place is None else place + shift
    return cells[at] if 0 <= at < len(cells) else ""
