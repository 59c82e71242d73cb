"""Who answers on a day for whoever is away: one fact, which reminders, boards, nudges and news ask alike."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnExpressionArgument, select
from sqlalchemy.orm import Session, aliased

from pacc_flow.models.account import Account
from pacc_flow.models.substitution import Substitution
from pacc_flow.workflow import Standing


def moves_entries(account: type[Account] = Account) -> tuple[ColumnExpressionArgument[bool], ...]:
    """Whose duties may be asked for, and lent: an account that is closed, administers or audits has none."""
    return account.is_active, account.standing == Standing.MEMBER


class Replacement(NamedTuple):
    """`away` and who replaces them, by account id, from one Bogotá date to another, both included."""

    away: int
    by: int
    starts_on: date
    ends_on: date


def replacements(session: Session, *entity_ids: int, first: date, last: date) -> list[Replacement]:
    """Those of the people of these entities that are in force on any of these days: never of or by somebody whose account
    moves no entry.
    """
    substitute = aliased(Account)
    rows = session.execute(
        select(Substitution.account_id, Substitution.substitute_id, Substitution.starts_on, Substitution.ends_on)
        .join(Substitution.account)
        .join(substitute, Substitution.substitute)
        .where(
            Account.entity_id.in_(entity_ids),
            *moves_entries(),
            *moves_entries(substitute),
            Substitution.ended_at.is_(None),
            Substitution.starts_on <= last,
            Substitution.ends_on >= first,
        )
        .order_by(Substitution.starts_on.desc(), Substitution.id.desc())
    )
    return [Replacement(*row) for row in rows]


def replaced_on(found: Iterable[Replacement], on: date) -> dict[int, int]:
    """For each person who is away on a day who replaces them: of two who were named for it, the one who began first."""
    return {one.away: one.by for one in found if one.starts_on <= on <= one.ends_on}


def replaced_by(session: Session, *entity_ids: int, on: date) -> dict[int, int]:
    return replaced_on(replacements(session, *entity_ids, first=on, last=on), on)
