"""What was decided about a proposal, one step after another, so that the last one can be taken back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from pacc_flow.matrix.deciding.decisions import Decisions


@dataclass(frozen=True, slots=True)
class Step:
    """One decision. Of `rows` (their n): values corrected, doubts `accepts`-ed as read, or rows left out as no activity.
    Of `offices`: {spelling of the document: the office that it is}. `by` is an account; `at` an instant in ISO; `rev` the
    revision of the stored proposal that the step made.
    """

    rows: tuple[int, ...] = ()
    corrections: Mapping[str, object] = field(default_factory=dict)
    accepts: bool = False
    discards: bool = False
    offices: Mapping[str, str] = field(default_factory=dict)
    by: int | None = None
    at: str = ""
    rev: int = 0

    def to_json(self) -> dict[str, Any]:
        stored = {name: value for name, value in asdict(self).items() if value}
        return stored | ({"rows": list(self.rows)} if self.rows else {})

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**{**stored, "rows": tuple(stored.get("rows", ()))})


@dataclass(frozen=True, slots=True)
class DecisionLog:
    """The steps in the order in which they were taken; a later one prevails."""

    steps: Sequence[Step] = ()

    def to_json(self) -> dict[str, Any]:
        return {"log": [step.to_json() for step in self.steps]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(tuple(Step.from_json(step) for step in stored.get("log", ())))

    @classmethod
    def of(cls, decisions: Decisions) -> Self:
        """The log of decisions that came all at once, as in a file."""
        steps = [Step(rows=(n,), corrections=values) for n, values in decisions.corrections.items()]
        names = {text: name for name, texts in (decisions.offices or {}).items() for text in (name, *texts)}
        steps += [Step(offices=names)] if names else []
        steps += [Step(rows=tuple(sorted(decisions.accepted)), accepts=True)] if decisions.accepted else []
        steps += [Step(rows=tuple(sorted(decisions.discarded)), discards=True)] if decisions.discarded else []
        return cls(tuple(steps))

    def then(self, step: Step) -> "DecisionLog":
        return replace(self, steps=(*self.steps, step))

    def without_last(self) -> "DecisionLog":
        return replace(self, steps=tuple(self.steps[:-1]))

    def doubting_again(self, rows: Collection[int]) -> "DecisionLog":
        """Without having accepted those rows as read: what was read of them is no longer the same."""
        return replace(self, steps=tuple(part for step in self.steps for part in _without_accepting(step, rows)))

    def since(self, rev: int) -> list[Step]:
        """What was decided after a revision of the stored proposal."""
        return [step for step in self.steps if step.rev > rev]

    @property
    def decided(self) -> frozenset[int]:
        return frozenset(n for step in self.steps for n in step.rows)

    @property
    def accepted(self) -> frozenset[int]:
        return frozenset(n for step in self.steps if step.accepts for n in step.rows)

    @property
    def discarded(self) -> frozenset[int]:
        """Deciding anything else about a row that had been left out brings it back."""
        last = {n: step.discards for step in self.steps for n in step.rows}
        return frozenset(n for n, is_out in last.items() if is_out)

    @property
    def corrections(self) -> dict[int, dict[str, object]]:
        corrected: dict[int, dict[str, object]] = {}
        for step in self.steps:
            for n in step.rows if step.corrections else ():
                corrected.setdefault(n, {}).update(step.corrections)
        return corrected

    @property
    def offices(self) -> dict[str, str]:
        return {text: name for step in self.steps for text, name in step.offices.items()}


def _without_accepting(step: Step, rows: Collection[int]) -> Iterator[Step]:
    """The step as it was for the other rows, and for those only what it corrected."""
    if not step.accepts or not set(step.rows) & set(rows):
        yield step
        return
    again = tuple(n for n in step.rows if n in rows)
    others = tuple(n for n in step.rows if n not in rows)
    if others:
        yield replace(step, rows=others)
    if step.corrections:
        yield replace(step, rows=again, accepts=False)
