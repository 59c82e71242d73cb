"""The one clock that every process of an installation shares."""

from datetime import UTC, datetime

from sqlalchemy import Connection, func, select


def database_time(connection: Connection) -> datetime:
    """Now, in UTC, as the database tells it; it moves on within a transaction."""
    if connection.dialect.name == "postgresql":
        moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return moment.astimezone(UTC)
    told: str = connection.execute(select(func.strftime("%Y-%m-%dT%H:%M:%f", "now"))).scalar_one()
    return datetime.fromisoformat(told).replace(tzinfo=UTC)
