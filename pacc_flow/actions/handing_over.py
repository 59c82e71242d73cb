"""Who hears that work comes into their hands: by a new plan, with an office that they join, or while somebody is away."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.actions.notices import ASSIGNED, SUBSTITUTE, tell
from pacc_flow.actions.taking_back import take_back
from pacc_flow.models import Account, Activity, Cut, CutState, Membership, Office, Plan, Responsibility, Substitution


def announce_plan(session: Session, plan: Plan, cuts: Sequence[Cut], activities: Mapping[int, list[int]], at: datetime) -> None:
    """The people of each office hear which activities of a new plan are theirs: {office: numbers}. `cuts` from the first."""
    if not cuts:
        return
    mine: dict[int, set[int]] = {}
    people: dict[int, Account] = {}
    members = select(Account, Membership.office_id).join(Account.memberships).join(Membership.office)
    current = (Membership.ended_at.is_(None), Account.is_active, Membership.office_id.in_(activities))
    for account, office_id in session.execute(members.where(*current).order_by(Account.id)):
        people[account.id] = account
        mine.setdefault(account.id, set()).update(activities[office_id])
    for account_id, numbers in mine.items():
        content = {"plan": plan.id, "activities": sorted(numbers)}
        tell(session, [people[account_id]], ASSIGNED, cut_id=cuts[0].id, step=f"plan {plan.id}", content=content, at=at)


def announce_joining(session: Session, membership: Membership, account: Account, office: Office, *, at: datetime) -> None:
    """Whoever joins an office hears which activities it already answers for, in each plan that still has a cut to publish."""
    numbers: dict[int, list[int]] = defaultdict(list)
    for plan_id, number in session.execute(
        select(Activity.plan_id, Activity.number)
        .join(Responsibility, Responsibility.activity_id == Activity.id)
        .where(Responsibility.office_id == office.id)
        .order_by(Activity.plan_id, Activity.number)
    ):
        numbers[plan_id].append(number)
    if not numbers:
        return
    first_cuts: dict[int, int] = {}
    ahead = select(Cut.plan_id, Cut.id).where(Cut.plan_id.in_(numbers), Cut.state != CutState.PUBLISHED).order_by(Cut.cut_on)
    for plan_id, cut_id in session.execute(ahead):
        first_cuts.setdefault(plan_id, cut_id)
    for plan_id, cut_id in first_cuts.items():
        content = {"plan": plan_id, "activities": numbers[plan_id], "membership": membership.id}
        step = f"plan {plan_id} membership {membership.id}"
        tell(session, [account], ASSIGNED, cut_id=cut_id, step=step, content=content, at=at)


def announce_substitute(session: Session, substitution: Substitution, *, at: datetime) -> None:
    """Whoever was named hears in whose name they act, and when."""
    content = {"substitution": substitution.id, "is_over": False}
    tell(session, [substitution.substitute], SUBSTITUTE, cut_id=None, step=_named(substitution), content=content, at=at)


def announce_end(session: Session, substitution: Substitution, *, by_id: int | None, at: datetime) -> None:
    """The other of the two hears that it was ended before its last day; whoever replaced somebody, unless they did not
    yet hear that it began.
    """
    unheard = take_back(session, substitution.substitute_id, SUBSTITUTE, _named(substitution))
    gave_back = by_id == substitution.substitute_id
    if unheard and not gave_back:
        return
    told = substitution.account if gave_back else substitution.substitute
    content = {"substitution": substitution.id, "is_over": True}
    step = f"substitution {substitution.id} ended"
    tell(session, [told], SUBSTITUTE, cut_id=None, step=step, content=content, at=at)


def _named(substitution: Substitution) -> str:
    return f"substitution {substitution.id}"
