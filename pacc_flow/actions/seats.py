"""The desk of Planning or of Internal Control at which a person acts: with which office, and in whose name."""

from dataclasses import dataclass
from datetime import date

from pacc_flow.actions.actor import Actor
from pacc_flow.actions.source import Source
from pacc_flow.models import Account, Office, OfficeKind, facts_of_account
from pacc_flow.models.facts import offices_of_face
from pacc_flow.workflow import Role


@dataclass(frozen=True)
class Seat:
    """`on_behalf_of` is the account of whom the person replaces there, None in their own name."""

    office: Office
    on_behalf_of: int | None

    def actor(self, account: Account, source: Source) -> Actor:
        return source.actor(account, role=self.office.kind, office_id=self.office.id, on_behalf_of=self.on_behalf_of)


def seat_of(account: Account, kind: OfficeKind, *, on: date) -> Seat:
    """Their own on a Bogotá date, or that of whom they replace. Raises StopIteration when there is none: ask before."""
    face = facts_of_account(account, on=on).at_desk(Role(kind))
    office = next(office for office in offices_of_face(account, face) if office.kind == kind)
    return Seat(office, face.acting_for.id if face.acting_for else None)
