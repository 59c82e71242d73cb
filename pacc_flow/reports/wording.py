"""How figures and dates are written for a reader in Colombia; a no-break space stands where a line must not end."""

from datetime import date, datetime

from pacc_flow.clock import BOGOTA

NBSP = "\u00a0"
NOON = 12

MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def percent_words(hundredths: int) -> str:
    """10000 is «100 %», 8824 «88,24 %», 3330 «33,30 %»."""
    return f"{percent_figure(hundredths)}{NBSP}%"


def percent_figure(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}" if rest else str(whole)


def date_figures(day: date) -> str:
    """31-12-2021, as in the headings of the follow-up format."""
    return day.strftime("%d-%m-%Y")


def date_words(day: date) -> str:
    """31 de diciembre de 2021."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def instant_words(instant: datetime) -> str:
    """14 de enero de 2022, 4:30 p. m. (hora de Bogotá)."""
    local = instant.astimezone(BOGOTA)
    half = "a" if local.hour < NOON else "p"
    hour = f"{local.hour % NOON or NOON}:{local:%M}{NBSP}{half}.{NBSP}m."
    return f"{date_words(local.date())}, {hour} (hora de Bogotá)"
