"""The whole year of a plan, day by day, over a real mail server: each mail is one that the oracle foretold, and none lacks."""

from collections import Counter

from tests.year.run import Run
from tests.year.year_2026 import SEASONS, YEAR, moments

KINDS = {"submit", "correct", "write", "copy", "review", "verify", "reviewed", "verified", "moved", "published", "assigned"}


def test_each_mail_of_a_year_is_due_and_each_that_is_due_comes_once(run: Run):
    """On PostgreSQL the first cut alone: what differs there is how transactions meet, not the day on which they do."""
    is_file = run.house.engine.dialect.name == "sqlite"
    run.goes_through(moments() if is_file else moments(*SEASONS[0]))
    assert run.complaints() == []
    told = Counter(fact.what for letter in run.expected for fact in letter.facts)
    assert set(told) >= KINDS - (set() if is_file else {"moved"})
    assert {letter.to for letter in run.expected} == {person.name for person in YEAR.people}
