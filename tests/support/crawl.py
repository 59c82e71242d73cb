"""Every address of the program with real things in it, found in the application's own map: nothing here names an address."""

from collections.abc import Iterator, Mapping
from itertools import product

from flask import Flask, url_for
from sqlalchemy import func, select

from pacc_flow.actions.invitations import invitation_token
from pacc_flow.actions.mail_preferences import mute_token
from pacc_flow.actions.trail import Session
from pacc_flow.models import (
    Account,
    Audited,
    Cut,
    Entity,
    Entry,
    Evidence,
    Feed,
    LedgerCheckpoint,
    Office,
    Plan,
    Proposal,
    Substitution,
)
from tests.support.cast import NOW
from tests.support.web import SECRET

VISITOR = "nobody"
CAST = (VISITOR, "Laura", "Andrés", "Marta", "Ana", "Óscar", "Charlie")
SIGNING_OUT = "sign_in.leave"
_FORMATS = ("csv", "docx", "json", "ods", "pdf", "xlsx")

# What stands in an address for a row: the last one made. Of cuts and entries, the last one in each state.
_ROWS: Mapping[str, type[Audited]] = {
    "account_id": Account,
    "evidence_id": Evidence,
    "feed_id": Feed,
    "office_id": Office,
    "proposal_id": Proposal,
    "substitution_id": Substitution,
}


def things(session: Session) -> dict[str, list[object]]:
    """For each name that an address of ours may hold, the values to fill it with; 1 where there is no such row yet."""
    ids = {name: [session.scalars(select(row.id).order_by(row.id.desc()).limit(1)).first() or 1] for name, row in _ROWS.items()}
    invited = session.scalars(select(Account).order_by(Account.id)).first()
    cuts, entries = (
        session.scalars(select(func.max(row.id)).group_by(row.state).order_by(row.state)).all() for row in (Cut, Entry)
    )
    found = ids | {
        "cut_id": list(cuts),
        "entry_id": list(entries),
        "slug": list(session.scalars(select(Entity.slug))),
        "year": list(session.scalars(select(Plan.year).distinct())),
        "n": [1],
        "k": [1],
        "size": [session.scalars(select(func.max(LedgerCheckpoint.size))).one() or 1],
        "fmt": list(_FORMATS),
        "part": ["componente-1", "resumen"],
        "reading": ["0" * 32, "ninguna"],
        "muting": [mute_token(1, SECRET)],
        "address": ["ninguna"],  # of a calendar: told once and kept nowhere, so none is known here
        "token": [invitation_token(invited, secret=SECRET, at=NOW)],
    }
    session.rollback()
    return found


def addresses(app: Flask, method: str, known: Mapping[str, list[object]]) -> Iterator[str]:
    """All that answer to `method`. Raises KeyError for a name that `things` does not know yet: it belongs there."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint not in ("static", SIGNING_OUT):
            names = sorted(rule.arguments)
            for values in product(*(known[name] for name in names)):
                with app.test_request_context():
                    address = url_for(rule.endpoint, **dict(zip(names, values, strict=True)))
                yield address  # outside: whoever asks for it must not find our context open
