"""Who may open which address. Denied by default: an address that declares no audience stops the boot.

A view says whom it is for with `@audience(…)`; what it may load is judged by the loaders, which answer 404 to whoever may
not know that the thing exists.
"""

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from pacc_flow import clock
from pacc_flow.actions.refusals import Forbidden
from pacc_flow.actions.source import Source
from pacc_flow.models import Account, Membership, Substitution, facts_of_account
from pacc_flow.web.database import db
from pacc_flow.web.security import session_digest
from pacc_flow.workflow import PersonFacts, Standing

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Audience(Enum):
    PUBLIC = "anyone, signed in or not"
    SIGNED_IN = "anyone with an account of the entity"
    OFFICE = "members of any office"
    PLANNING = "members of the Planning office"
    CONTROL = "members of the Internal Control office"
    ADMIN = "the administrator"
    AUDITOR = "auditors, who read only"


# fmt: off
_ADMITS: dict[Audience, Callable[[PersonFacts], bool]] = {
    Audience.PUBLIC:    lambda person: True,  # noqa: ARG005
    Audience.SIGNED_IN: lambda person: True,  # noqa: ARG005
    Audience.OFFICE:    lambda person: person.standing is Standing.MEMBER and bool(person.reach.offices),
    Audience.PLANNING:  lambda person: person.standing is Standing.MEMBER and person.reach.in_planning,
    Audience.CONTROL:   lambda person: person.standing is Standing.MEMBER and person.reach.in_control,
    Audience.ADMIN:     lambda person: person.standing is Standing.ADMIN,
    Audience.AUDITOR:   lambda person: person.standing is Standing.AUDITOR,
}
# fmt: on


# One statement, put together once: every signed-in request begins with it. Only whoever replaces somebody, or is about
# to, asks for more: the offices of these.
_ACCOUNT = (
    select(Account)
    .where(Account.id == bindparam("id"), Account.session_epoch == bindparam("epoch"), Account.is_active)
    .options(
        joinedload(Account.entity, innerjoin=True),
        joinedload(Account.memberships).joinedload(Membership.office),
        joinedload(Account.replaces.and_(Substitution.ended_at.is_(None))),
    )
)


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login is not typed
    """The session names the account and its epoch, so that raising the epoch ends every session of the person."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        return f"{self.account.id}:{self.account.session_epoch}"


def audience(*who: Audience) -> Callable[[View], View]:
    def declare(view: View) -> View:
        cast("Any", view).audience = frozenset(who)
        return view

    return declare


def me() -> Account:
    """The account of the person who asks, its memberships, offices and entity at hand. Only where signing in is required."""
    return cast("Account", current_user.account)


def my_facts() -> PersonFacts:
    """What the person may do today, in their own name and in that of whoever they replace."""
    if "person" not in g:
        g.person = facts_of_account(me(), on=clock.bogota_date(clock.now()))
    return cast("PersonFacts", g.person)


def my_offices() -> frozenset[int]:
    """For what the person sees: the ids of their own offices and of those of whoever they replace."""
    return my_facts().reach.offices


def name_of_replaced(account_id: int | None) -> str:
    """Of somebody whom the person replaces today; nothing for anybody else."""
    return next((one.name for one in my_facts().replaces if one.id == account_id), "")


def admits(*who: Audience) -> bool:
    """Whether the person who asks belongs to one of these audiences."""
    if not current_user.is_authenticated:
        return Audience.PUBLIC in who
    return any(_ADMITS[audience](my_facts()) for audience in who)


def source() -> Source:
    """Where this request comes from, for the trail."""
    return Source(ip=request.remote_addr or "", session=session_digest())


def init_app(app: Flask) -> None:
    login = LoginManager(app)
    login.session_protection = None  # the epoch and the cookie's own limits protect it; an office's address may change
    login.user_loader(_load)
    app.before_request(_guard)


def check_every_address(app: Flask) -> None:
    """Raises at boot when a view has no audience: forgetting it must not open, nor close, anything in silence."""
    undeclared = [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "audience")]
    if undeclared:
        raise RuntimeError(f"these addresses declare no audience: {', '.join(sorted(undeclared))}")


def _load(name: str) -> SignedIn | None:
    identity, _, epoch = name.partition(":")
    if not (identity.isdigit() and epoch.isdigit()):
        return None
    found = db.session.scalars(_ACCOUNT, {"id": int(identity), "epoch": int(epoch)}).unique().one_or_none()
    if found is None:
        return None
    _load_replaced(found, clock.bogota_date(clock.now()))
    return SignedIn(found)


def _load_replaced(account: Account, today: date) -> None:
    """One statement for all the people whom this one replaces or is about to; none for the many who replace nobody."""
    standing = [one for one in account.replaces if one.ends_on >= today]
    if standing:
        people = select(Account).where(Account.id.in_({one.account_id for one in standing}))
        offices = joinedload(Account.memberships).joinedload(Membership.office)
        found = {person.id: person for person in db.session.scalars(people.options(offices)).unique()}
        for one in standing:
            set_committed_value(one, "account", found[one.account_id])


def _guard() -> ResponseReturnValue | None:
    if request.endpoint in (None, "static"):
        return None
    who: frozenset[Audience] = cast("Any", current_app.view_functions[request.endpoint]).audience
    if Audience.PUBLIC in who:
        return None
    if not current_user.is_authenticated:
        session["after_sign_in"] = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("sign_in.form"))
    if not admits(*who):
        raise Forbidden("Su cuenta no tiene acceso a esta página.")
    session.permanent = True
    return None
