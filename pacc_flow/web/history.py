"""The history of an entry as a person reads it, and whether it is whole."""

from flask import render_template

from pacc_flow.models.calendars import calendar_of
from pacc_flow.queries.history import history_of
from pacc_flow.web.acts import Storyteller, days_of
from pacc_flow.web.database import db
from pacc_flow.web.entry_page import EntryView

GROUPS = {"decisiones": "Decisiones", "contenido": "Contenido"}


def history_page(view: EntryView, asked: str) -> str:
    """`asked` narrows the acts to a group; the verification is always of all of them."""
    entry = view.entry
    history = history_of(db.session, entry)
    sections = {row.office_id: row.office.name for row in entry.activity.responsibilities}
    teller = Storyteller(entry.cut.offices_due_on, calendar_of(entry.activity.plan.entity), sections)
    acts = list(teller.acts(history.told))
    return render_template(
        "entry/history.html",
        view=view,
        now=view.now,
        days=days_of([act for act in acts if asked not in GROUPS or act.group == asked]),
        tabs=[("", "Todo", len(acts))] + [(key, word, sum(a.group == key for a in acts)) for key, word in GROUPS.items()],
        asked=asked if asked in GROUPS else "",
        history=history,
    )
