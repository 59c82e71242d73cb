"""Whose work people answer for as a message leaves: their own and, while it lasts, that of whoever they replace."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.calendar.reminder_facts import Key
from pacc_flow.models import Account, Membership, Office
from pacc_flow.models.stand_ins import moves_entries
from pacc_flow.workflow.names import listed


@dataclass(frozen=True)
class Reach:
    """The offices of a person by id, and their roles by name: `own`, and those that are `lent` with the names of whoever
    they replace there.
    """

    person_id: int
    own: AbstractSet[Key]
    lent: Mapping[Key, AbstractSet[str]]
    is_away: bool

    @property
    def asked(self) -> AbstractSet[Key]:
        """Under what they are reminded: nobody who is away, of what is their own."""
        return self.lent.keys() if self.is_away else self.told

    @property
    def told(self) -> AbstractSet[Key]:
        """Under what they hear of what happens, away or not."""
        return self.own | self.lent.keys()

    def in_whose_name(self, keys: AbstractSet[Key]) -> str:
        """Under some of the keys that are asked of them; empty where one is their own."""
        if keys & self.own:
            return ""
        return listed(sorted(set[str]().union(*(self.lent[key] for key in keys))))


def reaches_of(session: Session, account_ids: Collection[int], away: Mapping[int, int]) -> dict[int, Reach]:
    """By account id, in one statement. `away` says who replaces whom."""
    lenders = {account_id: by for account_id, by in away.items() if by in account_ids}
    own: dict[int, set[Key]] = defaultdict(set)
    lent: dict[int, dict[Key, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = session.execute(
        select(Membership.account_id, Account.name, Membership.office_id, Office.kind)
        .join(Membership.account)
        .join(Membership.office)
        .where(Membership.account_id.in_({*account_ids, *lenders}), *moves_entries(), Membership.ended_at.is_(None))
    )
    for account_id, name, office_id, kind in rows:
        keys: tuple[Key, Key] = (office_id, kind)
        own[account_id].update(keys)
        for key in keys if account_id in lenders else ():
            lent[lenders[account_id]][key].add(name)
    return {one: Reach(one, own[one], lent[one], is_away=one in away) for one in account_ids}
