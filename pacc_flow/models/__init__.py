"""The mapped classes. Importing this package registers every table, which the migrations and the guards rely on."""

from pacc_flow.models.account import Account, Membership
from pacc_flow.models.alarm import Alarm, AlarmKind
from pacc_flow.models.base import Audited, Base, UTCDateTime
from pacc_flow.models.cut import Cut, Report
from pacc_flow.models.entity import Entity, Office
from pacc_flow.models.entry import Entry, Evidence
from pacc_flow.models.facts import facts_of_account, facts_of_entry, facts_of_hands, own_facts_of_account
from pacc_flow.models.feed import Feed
from pacc_flow.models.ledger_checkpoint import LedgerCheckpoint
from pacc_flow.models.ledger_record import LedgerRecord
from pacc_flow.models.ledger_tile import LedgerTile
from pacc_flow.models.outbox import SCHEDULER, JobRun, Lease, Notice, RateCount, SweepMark
from pacc_flow.models.plan import Activity, Component, Plan, Responsibility
from pacc_flow.models.proposal import Proposal
from pacc_flow.models.published_file import PublishedFile
from pacc_flow.models.substitution import Substitution
from pacc_flow.models.vocabulary import CutState, EvidenceKind, NoticeState, OfficeKind, ProposalState, searchable

__all__ = [
    "SCHEDULER",
    "Account",
    "Activity",
    "Alarm",
    "AlarmKind",
    "Audited",
    "Base",
    "Component",
    "Cut",
    "CutState",
    "Entity",
    "Entry",
    "Evidence",
    "EvidenceKind",
    "Feed",
    "JobRun",
    "Lease",
    "LedgerCheckpoint",
    "LedgerRecord",
    "LedgerTile",
    "Membership",
    "Notice",
    "NoticeState",
    "Office",
    "OfficeKind",
    "Plan",
    "Proposal",
    "ProposalState",
    "PublishedFile",
    "RateCount",
    "Report",
    "Responsibility",
    "Substitution",
    "SweepMark",
    "UTCDateTime",
    "facts_of_account",
    "facts_of_entry",
    "facts_of_hands",
    "own_facts_of_account",
    "searchable",
]
