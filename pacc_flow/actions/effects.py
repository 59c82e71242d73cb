"""What each step of the workflow writes in the entry's row, beside the new state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pacc_flow.models import Entry
from pacc_flow.workflow import Action


@dataclass(frozen=True)
class Brought:
    """What a step brings along beside its content: who takes it, in whose name, when, and what that person wrote."""

    by_id: int
    at: datetime
    for_id: int | None = None
    comment: str = ""
    verified_percent: int | None = None
    observation: str = ""


Values = dict[str, Any]

_NOT_SUBMITTED: Values = {
    "submitted_by_id": None,
    "submitted_for_id": None,
    "submitted_at": None,
    "submit_comment": "",
}
_NOT_REVIEWED: Values = {
    "reviewed_by_id": None,
    "reviewed_for_id": None,
    "reviewed_at": None,
    "reviewed_sha256": None,
    "review_comment": "",
}
_NOT_VERIFIED: Values = {
    "verified_by_id": None,
    "verified_for_id": None,
    "verified_at": None,
    "verified_sha256": None,
    "verified_percent": None,
    "observation": "",
}


def _save(_entry: Entry, brought: Brought) -> Values:
    return {"saved_at": brought.at}


def _submit(entry: Entry, brought: Brought) -> Values:
    return {
        "submitted_by_id": brought.by_id,
        "submitted_for_id": brought.for_id,
        "submitted_at": brought.at,
        "first_submitted_at": entry.first_submitted_at or brought.at,
        "submit_comment": brought.comment,
    }


def _withdraw(entry: Entry, _brought: Brought) -> Values:
    """A first submission that the office takes back has not been made: it must not hide that the next one is late."""
    return _NOT_SUBMITTED | ({"first_submitted_at": None} if entry.round == 1 else {})


def _return_to_office(entry: Entry, brought: Brought) -> Values:
    fresh_round: Values = {"round": entry.round + 1, "authors": []}
    return fresh_round | _NOT_SUBMITTED | _NOT_REVIEWED | _returned(brought)


def _review(entry: Entry, brought: Brought) -> Values:
    return {
        "reviewed_by_id": brought.by_id,
        "reviewed_for_id": brought.for_id,
        "reviewed_at": brought.at,
        "reviewed_sha256": entry.content_sha256,
        "review_comment": brought.comment,
    }


def _return_to_planning(_entry: Entry, brought: Brought) -> Values:
    return _NOT_REVIEWED | _returned(brought)


def _verify(entry: Entry, brought: Brought) -> Values:
    return {
        "verified_by_id": brought.by_id,
        "verified_for_id": brought.for_id,
        "verified_at": brought.at,
        "verified_sha256": entry.content_sha256,
        "verified_percent": brought.verified_percent,
        "observation": brought.observation,
    }


def _reopen(_entry: Entry, brought: Brought) -> Values:
    return _NOT_VERIFIED | _returned(brought)


def _returned(brought: Brought) -> Values:
    return {"returned_by_id": brought.by_id, "returned_at": brought.at, "return_comment": brought.comment}


EFFECTS: dict[Action, Callable[[Entry, Brought], Values]] = {
    Action.SAVE: _save,
    Action.SUBMIT: _submit,
    Action.WITHDRAW: _withdraw,
    Action.RETURN_TO_OFFICE: _return_to_office,
    Action.REVIEW: _review,
    Action.RETURN_TO_PLANNING: _return_to_planning,
    Action.VERIFY: _verify,
    Action.REOPEN: _reopen,
}
