"""What somebody who replaces another reads of it above every page, while it lasts and from the day they were named."""

from datetime import date

from pacc_flow.calendar.words import near_day
from pacc_flow.models import Account, Substitution
from pacc_flow.models.facts import about_to_replace, replacing


def replaced_words(account: Account, today: date) -> list[str]:
    """One sentence for each person, those of today first."""
    now = [_until(one, today) for one in replacing(account, today)]
    coming = [
        f"Desde {the_day(one.starts_on, today)} usted reemplaza a {one.account.name}, hasta {the_day(one.ends_on, today)}."
        for one in about_to_replace(account, today)
    ]
    return now + coming


def the_day(on: date, today: date) -> str:
    """«hoy», «mañana», «el viernes 8 de mayo»; with its year when it is another one."""
    near = near_day(on, today)
    return f"el {near}{f' de {on.year}' if on.year != today.year else ''}" if " " in near else near


def _until(one: Substitution, today: date) -> str:
    return f"Usted reemplaza a {one.account.name} hasta {the_day(one.ends_on, today)}."
