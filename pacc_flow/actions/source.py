"""Where an act comes from, as far as the trail should know: the address and the session of a request, or nothing."""

from dataclasses import dataclass

from pacc_flow.actions.actor import Actor
from pacc_flow.models import Account


@dataclass(frozen=True)
class Source:
    """`session` is a digest of the web session, never its cookie."""

    ip: str = ""
    session: str = ""

    def actor(self, account: Account, *, role: str, office_id: int | None = None, on_behalf_of: int | None = None) -> Actor:
        return Actor(
            account_id=account.id,
            role=role,
            office_id=office_id,
            name=account.name,
            ip=self.ip,
            session=self.session,
            on_behalf_of=on_behalf_of,
        )


NOWHERE = Source()
