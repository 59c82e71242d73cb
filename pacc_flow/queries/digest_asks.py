"""What the notices of a message still ask of a person as it leaves, and in whose name: nothing that was done meanwhile, is
over, or passed into the hands of another.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pacc_flow.calendar import reminder_facts
from pacc_flow.calendar.reminders import keys_asked
from pacc_flow.models import CutState, Notice
from pacc_flow.notifications.message import Kind
from pacc_flow.queries.digest_entries import ToldEntry
from pacc_flow.queries.reach import Reach
from pacc_flow.workflow import State

# What whoever holds an entry in a state is nudged to do; of a draft the first that is theirs.
_DOES: dict[str, tuple[reminder_facts.Kind, ...]] = {
    State.DRAFT: ("submit", "write"),
    State.SUBMITTED: ("review",),
    State.REVIEWED: ("verify",),
}


class Ask(NamedTuple):
    """What is asked of an entry, and what is said with it."""

    entry: ToldEntry
    kind: Kind
    note: str


def entry_ids_of(notice: Notice) -> Iterator[int]:
    if "entry_id" in notice.content:
        yield notice.content["entry_id"]
    yield from (entry_id for entry_id, _ in notice.content.get("entries", ()))


def asks_of(notice: Notice, entries: Mapping[int, ToldEntry], reach: Reach) -> list[Ask]:
    """Of a reminder, a return or a nudge; nothing of any other notice."""
    asking = _ASKING.get(notice.kind)
    if asking is None:
        return []
    mine = [entry for entry in map(entries.__getitem__, entry_ids_of(notice)) if entry.cut_state == CutState.OPEN]
    return [ask for entry in mine for ask in asking(notice, entry, reach)]


def _reminded(notice: Notice, entry: ToldEntry, reach: Reach) -> Iterator[Ask]:
    kind: reminder_facts.Kind = notice.kind  # type: ignore[assignment]  # `_ASKING` says so
    if keys := keys_asked(kind, entry.facts, reach.person_id, reach.asked):
        name = reach.in_whose_name(keys)
        if kind == "copy":
            yield Ask(entry, kind, _said(entry.lead or "", name))
        elif kind == "submit" and entry.round > 1:
            yield Ask(entry, "correct", _said(f"«{entry.return_comment}»", name))
        else:
            yield Ask(entry, kind, _said("", name))


def still_returned(notice: Notice, entry: ToldEntry) -> bool:
    """As it was returned, to whom and why: what the office sent again is no longer theirs to correct."""
    told = notice.content
    return (entry.state, entry.round, entry.return_comment) == (told.get("state", entry.state), notice.round, told["comment"])


def _returned(notice: Notice, entry: ToldEntry, reach: Reach) -> Iterator[Ask]:
    """Of the office that leads, and of Planning where it came back to them; whoever helps hears of it as news."""
    told = notice.content
    kinds: dict[str, Kind] = {State.DRAFT: "correct", State.SUBMITTED: "review"}
    keys = reach.told & (entry.facts.lead_office_ids if entry.state == State.DRAFT else {"planning"})
    if keys and entry.state in kinds and still_returned(notice, entry):
        yield Ask(entry, kinds[entry.state], _said(f"«{told['comment']}» {told['by']}", reach.in_whose_name(keys)))


def _nudged(notice: Notice, entry: ToldEntry, reach: Reach) -> Iterator[Ask]:
    """Only what still stands as it stood when somebody asked."""
    told = notice.content
    state, round_ = told.get("states", {}).get(str(entry.id), entry.state), dict(told["entries"])[entry.id]
    stands = (entry.state, entry.round) == (state, round_)
    said = f"«{told['message']}» {told['by']}" if told.get("message") else f"{told['by']} le pide avanzar hoy"
    for kind in _DOES.get(entry.state, ()) if stands else ():
        if keys := keys_asked(kind, entry.facts, reach.person_id, reach.asked):
            yield Ask(entry, kind, _said(said, reach.in_whose_name(keys)))
            return


def _said(note: str, name: str) -> str:
    return " · ".join(filter(None, (f"En nombre de {name}" if name else "", note)))


_ASKING = dict.fromkeys(reminder_facts.KINDS, _reminded) | {"returned": _returned, "nudge": _nudged}
