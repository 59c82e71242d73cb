"""Who answers on a day for whoever is away: one fact, which reminders, boards, nudges and news ask alike."""

from datetime import date

from sqlalchemy import ColumnExpressionArgument, select
from sqlalchemy.orm import Session, aliased

from pacc_flow.models.account import Account
from pacc_flow.models.substitution import Substitution
from pacc_flow.workflow import Standing


def moves_entries(account: type[Account] = Account) -> tuple[ColumnExpressionArgument[bool], ...]:
    """Whose duties may be asked for, and lent: an account that is closed, administers or audits has none."""
    return account.is_active, account.standing == Standing.MEMBER


def replaced_by(session: Session, *entity_ids: int, on: date) -> dict[int, int]:
    """For each person of these entities who is away on a Bogotá date, by account id, who replaces them: never somebody
    whose account moves no entry. Of two who were named for one day, the one of the substitution that began first.
    """
    substitute = aliased(Account)
    rows = session.execute(
        select(Substitution.account_id, Substitution.substitute_id)
        .join(Substitution.account)
        .join(substitute, Substitution.substitute)
        .where(
            Account.entity_id.in_(entity_ids),
            *moves_entries(),
            *moves_entries(substitute),
            Substitution.ended_at.is_(None),
            Substitution.starts_on <= on,
            Substitution.ends_on >= on,
        )
        .order_by(Substitution.starts_on.desc(), Substitution.id.desc())
    )
    return {away: by for away, by in rows}  # noqa: C416  # a row is a tuple that dict() does not know
