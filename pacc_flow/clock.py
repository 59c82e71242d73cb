"""The only door to the system clock, so that a test or a sweep can stand at any instant."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")


def now() -> datetime:
    return datetime.now(UTC)


def bogota_date(instant: datetime) -> date:
    """The calendar day of an aware instant where the law counts it: 04:00 UTC on 1 May is still 30 April."""
    return instant.astimezone(BOGOTA).date()
