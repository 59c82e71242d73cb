"""The entity of a story in a database, whose people act through the real write path."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import joinedload, selectinload, sessionmaker

from pacc_flow.actions.accounts import create_account
from pacc_flow.actions.actor import system_actor
from pacc_flow.actions.content import Content
from pacc_flow.actions.cuts import open_cut_early
from pacc_flow.actions.entities import create_entity, create_office
from pacc_flow.actions.entity_calendar import CalendarSettings, set_calendar
from pacc_flow.actions.mail_preferences import prefer
from pacc_flow.actions.memberships import join_office
from pacc_flow.actions.milestones import move_as_planning
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.plans import PlannedActivity, create_plan
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.source import NOWHERE
from pacc_flow.actions.substitutions import name_substitute
from pacc_flow.actions.trail import Session, make_session_factory
from pacc_flow.models import Account, Activity, Cut, Entry, Membership, Office, OfficeKind, Substitution, searchable
from pacc_flow.notifications.preferences import Preferences, preferences_of
from pacc_flow.workflow import Action, Standing, State
from tests.year import story as told
from tests.year.story import Act, Person, Story

SETUP = system_actor("tests")
_ACTIONS = {
    "save": Action.SAVE,
    "submit": Action.SUBMIT,
    "withdraw": Action.WITHDRAW,
    "return": Action.RETURN_TO_OFFICE,
    "back": Action.RETURN_TO_PLANNING,
    "review": Action.REVIEW,
    "verify": Action.VERIFY,
    "reopen": Action.REOPEN,
}
_MILESTONES = {"offices": "offices_due_on", "planning": "planning_due_on", "control": "control_due_on"}
_WANTS = {"hour": "digest_hour", "muted": "only_overdue", "at_once": "events_at_once"}


@dataclass
class House:
    engine: Engine
    story: Story

    @property
    def sessions(self) -> sessionmaker[Session]:
        return make_session_factory(self.engine)

    def entries(self) -> dict[int, tuple[date, int]]:
        """The cut, by its date, and the activity of each entry by its id."""
        with self.sessions() as session:
            found = select(Entry.id, Cut.cut_on, Activity.number).join(Entry.cut).join(Entry.activity)
            return {row.id: (row.cut_on, row.number) for row in session.execute(found)}

    def does(self, act: Act) -> None:
        """Committed when it returns."""
        doing: dict[str, Callable[[Session, Account, Act], object]] = {
            "publish": _publish,
            "move": _move,
            "away": _goes_away,
            "wants": _wants,
            "open": lambda session, who, act: open_cut_early(session, _cut(session, act).id, actor=who, at=act.at),
        }
        with self.sessions() as session:
            doing.get(act.what, _step)(session, _account(session, act.who), act)
            session.commit()


def build(engine: Engine, story: Story) -> House:
    """The entity with its days, its offices, its people and its plan; the plan announces itself."""
    with make_session_factory(engine)() as session:
        begins_at = story.begins_at
        entity = create_entity(session, slug="entidad", name="Entidad de Prueba", actor=SETUP, at=begins_at)
        cuts = tuple(f"{on:%m-%d}" for on in story.cuts)
        session.commit()  # one record for each row in a transaction
        settings = CalendarSettings(cuts, {}, story.days_off, story.days_worked)
        set_calendar(session, entity, settings, actor=SETUP, at=begins_at)
        names = dict.fromkeys(person.office for person in story.people if person.office)
        kinds = {name: OfficeKind(story.kinds.get(name, "office")) for name in names}
        offices = {
            name: create_office(session, entity, name=name, kind=kind, actor=SETUP, at=begins_at)
            for name, kind in kinds.items()
        }
        for person in story.people:
            account = create_account(
                session,
                entity,
                email=f"{searchable(person.name)}@entidad.gov.co",
                name=f"{person.name} Apellido",
                standing=Standing.AUDITOR if person.is_auditor else Standing.MEMBER,
                actor=SETUP,
                at=begins_at,
            )
            if person.office:
                office = offices[person.office]
                join_office(session, account, office, is_head=person.is_head, actor=SETUP, at=begins_at)
            session.commit()
            prefer(session, account, _preferences(person), source=NOWHERE, at=begins_at)
        rows = [_planned(activity, offices) for activity in story.activities]
        create_plan(session, entity, year=story.cuts[0].year, activities=rows, actor=SETUP, at=begins_at)
        session.commit()
    return House(engine, story)


def _preferences(person: Person) -> Preferences:
    return Preferences(digest_hour=person.hour, only_overdue=person.muted, events_at_once=person.at_once)


def _planned(activity: told.Activity, offices: dict[str, Office]) -> PlannedActivity:
    due = (date(2026, 12, 30),)
    mine = tuple(offices[name] for name in activity.offices)
    return PlannedActivity(activity.number, "Gestión del riesgo", "", activity.name, "Un mapa", "30/12/2026", due, mine)


def _account(session: Session, name: str) -> Account:
    return session.scalars(
        select(Account)
        .where(Account.name == f"{name} Apellido")
        .options(
            joinedload(Account.entity),
            selectinload(Account.memberships).joinedload(Membership.office),
            selectinload(Account.replaces).joinedload(Substitution.account),
        )
    ).one()


def _cut(session: Session, act: Act) -> Cut:
    return session.scalars(select(Cut).where(Cut.cut_on == act.cut)).one()


def _step(session: Session, who: Account, act: Act) -> None:
    found = select(Entry).join(Entry.cut).join(Entry.activity).where(Cut.cut_on == act.cut, Activity.number == act.number)
    entry = session.scalars(found).one()
    action = _ACTIONS[act.what]
    brings = Brings(
        content=_content(entry, who, act) if action in (Action.SAVE, Action.SUBMIT) else None,
        comment=f"Porque sí, el {act.at:%d-%m a las %H:%M}.",
        verified_percent=6500 if action is Action.VERIFY else None,
    )
    perform(session, entry.id, action, actor=who, seen_rev=entry.rev, at=act.at, brings=brings)


def _content(entry: Entry, who: Account, act: Act) -> Content:
    """Of the lead office, in the person's own name or another's, when it is theirs to write; else of their own."""
    reach = [one.office_id for one in who.memberships if one.ended_at is None]
    reach += [
        membership.office_id for one in who.replaces if one.is_in_force(act.at.date()) for membership in one.account.memberships
    ]
    responsible = [one.office_id for one in entry.activity.responsibilities]
    own = [office for office in responsible if office in reach]
    office = own[0] if act.what == "submit" else next(office for office in reach if office in responsible)
    links = () if entry.evidence else ("https://www.entidad.gov.co/informe",)
    leads = office == responsible[0]
    return Content(office, f"Se hizo al {act.at:%d-%m %H:%M}.", 6500 if leads else None, links=links if leads else ())


def _publish(session: Session, who: Account, act: Act) -> None:
    cut = _cut(session, act)
    left = session.scalars(select(Entry.id).where(Entry.cut_id == cut.id, Entry.state != State.VERIFIED))
    publish_cut(session, cut.id, actor=who, reasons=dict.fromkeys(left, "No alcanzó."), at=act.at)


def _move(session: Session, who: Account, act: Act) -> None:
    cut = _cut(session, act)
    moves = {_MILESTONES[name]: on for name, on in act.more.items()}
    move_as_planning(session, cut.id, moves, reason="Falló la red.", seen_rev=cut.rev, actor=who, at=act.at)


def _goes_away(session: Session, who: Account, act: Act) -> None:
    days = {"starts_on": act.more["first"], "ends_on": act.more["last"]}
    by = _account(session, act.more["by"])
    name_substitute(session, who, by, **days, actor=SETUP, at=act.at)


def _wants(session: Session, who: Account, act: Act) -> None:
    now = preferences_of(who)
    wanted = {field: act.more.get(name, getattr(now, field)) for name, field in _WANTS.items()}
    prefer(session, who, Preferences(**wanted), source=NOWHERE, at=act.at)
