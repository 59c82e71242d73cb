"""Who acts: a person with the role that they act in, or a named part of the system."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """`name` is for the screen only: personal names stay out of the ledger, which holds the account and the office.

    `system` names the actor that has no account ("scheduler", "cli", "demo", "visitor"). `session` is a digest of the
    web session, never its cookie. `on_behalf_of` is the account that a substitute acts for.
    """

    account_id: int | None
    role: str
    office_id: int | None = None
    name: str = ""
    system: str = ""
    ip: str = ""
    session: str = ""
    on_behalf_of: int | None = None

    def __post_init__(self) -> None:
        if (self.account_id is None) == (not self.system):
            raise ValueError("an actor is either an account or a named part of the system")


def system_actor(system: str, *, ip: str = "", session: str = "") -> Actor:
    return Actor(account_id=None, role="system", system=system, name=system, ip=ip, session=session)
