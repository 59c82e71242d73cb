"""The means by which the people of the demonstration act: the verbs of the web, at the instants of the story."""

import io
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from sqlalchemy import Engine, select
from sqlalchemy.orm import joinedload, selectinload

from pacc_flow.actions.actor import Actor, system_actor
from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.content import StoredFile
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.source import NOWHERE
from pacc_flow.actions.storage import EvidenceStore
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.cli.demo.cast import PEOPLE
from pacc_flow.clock import BOGOTA
from pacc_flow.models import Account, Activity, Cut, Entity, Entry, Membership, Office, OfficeKind, Plan, Responsibility
from pacc_flow.workflow import Action

DEMO = system_actor("demo")
AT_FIRST = datetime(2021, 12, 1, 13, 0, tzinfo=UTC)


def at(on: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day in Bogotá."""
    return datetime.combine(on, time(hour, minute), BOGOTA).astimezone(UTC)


@dataclass
class Stage:
    """The entity with its `offices` by name, once they are there; nothing here commits."""

    session: Session
    evidence: EvidenceStore
    signer: SignerFolder
    entity: Entity
    offices: dict[str, Office] = field(default_factory=dict)
    _people: dict[str, Account] = field(default_factory=dict)

    def person(self, user: str) -> Account:
        """By the part of the e-mail before the @, with their offices."""
        if user not in self._people:
            self._people[user] = self.session.scalars(
                select(Account)
                .where(Account.email == f"{user}@icetex.demo")
                .options(joinedload(Account.entity), selectinload(Account.memberships).joinedload(Membership.office))
            ).one()
        return self._people[user]

    def entries(self, cut: Cut) -> list[Entry]:
        """In the order of the plan, as they stand."""
        return list(
            self.session.scalars(
                select(Entry)
                .join(Entry.activity)
                .where(Entry.cut_id == cut.id)
                .options(
                    joinedload(Entry.activity, innerjoin=True)
                    .selectinload(Activity.responsibilities)
                    .joinedload(Responsibility.office, innerjoin=True)
                )
                .order_by(Activity.number)
                .execution_options(populate_existing=True)
            )
        )

    def entries_of(self, cut: Cut, numbers: Container[int]) -> list[Entry]:
        return [entry for entry in self.entries(cut) if entry.activity.number in numbers]

    def cut(self, plan: Plan, number: int) -> Cut:
        return self.session.scalars(
            select(Cut)
            .where(Cut.plan_id == plan.id, Cut.number == number)
            .options(joinedload(Cut.plan, innerjoin=True).joinedload(Plan.entity, innerjoin=True))
        ).one()

    def acting(self, user: str) -> Actor:
        """The person as the trail names them, for the acts that are not steps of an entry."""
        account = self.person(user)
        office = account.memberships[0].office
        return NOWHERE.actor(account, role=office.kind, office_id=office.id)

    def act(self, user: str, action: Action, entry: Entry, instant: datetime, brings: Brings) -> None:
        """One step of one person, not yet committed: a scene commits when it ends."""
        perform(
            self.session,
            entry.id,
            action,
            actor=self.person(user),
            seen_rev=entry.rev,
            at=instant,
            brings=brings,
        )

    @property
    def engine(self) -> Engine:
        bound = self.session.get_bind()
        return bound if isinstance(bound, Engine) else bound.engine

    def sign(self, instant: datetime) -> None:
        """A checkpoint of the ledger as it stands."""
        sign(make_session_factory(self.engine), self.signer, at=instant)

    def file(self, name: str, text: str) -> StoredFile:
        return self.evidence.keep(io.BytesIO(text.encode()), name)


def conclude(stage: Stage, cut: Cut, reviewed_on: date, verified_on: date, published_on: date) -> None:
    """Planning reviews all, Internal Control verifies as reported, and the follow-up is signed and published."""
    for entry in stage.entries(cut):
        stage.act(reviewer_of(entry), Action.REVIEW, entry, at(reviewed_on, 10, entry.activity.number), Brings())
    stage.session.commit()
    for entry in stage.entries(cut):
        verified = Brings(verified_percent=entry.percent)
        stage.act(verifier_of(entry), Action.VERIFY, entry, at(verified_on, 11, entry.activity.number), verified)
    stage.session.commit()
    signed_at = at(published_on, 16, 5)
    publish_cut(stage.session, cut.id, actor=stage.person("control"), reasons={}, at=signed_at)
    stage.session.commit()
    stage.sign(signed_at)


def lead_of(entry: Entry) -> Office:
    return entry.activity.responsibilities[0].office


def reporter_of(entry: Entry) -> str:
    """The account of the lead office; in Internal Control the second officer reports, so that the first may verify."""
    office = lead_of(entry)
    if office.kind == OfficeKind.CONTROL:
        return "control2"
    return next(person.user for person in PEOPLE if person.office == office.name)


def reviewer_of(entry: Entry) -> str:
    """Nobody reviews what they sent: what one person of Planning reports, the other reviews."""
    return "planeacion2" if reporter_of(entry) == "planeacion" else "planeacion"


def verifier_of(_entry: Entry) -> str:
    return "control"
