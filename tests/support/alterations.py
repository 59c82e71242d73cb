"""What whoever owns the database can do by hand: go round the application and its guards."""

from collections.abc import Callable

from sqlalchemy import select, text

from pacc_flow.models import Report
from tests.support.cast import World


def alter_report(world: World, change: Callable[[str], str]) -> None:
    """Rewrites the stored content of the only report, and leaves the fingerprint that was signed as it is."""
    found = world.session.execute(select(Report.id, Report.snapshot)).one()
    world.session.rollback()
    with world.engine.connect() as connection:
        if world.engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text("ALTER TABLE report DISABLE TRIGGER ALL"))
        else:
            triggers = text("SELECT name FROM sqlite_master WHERE tbl_name = 'report' AND type = 'trigger'")
            for trigger in connection.execute(triggers).all():
                connection.execute(text(f"DROP TRIGGER {trigger.name}"))
        altered = {"snapshot": change(found.snapshot), "id": found.id}
        connection.execute(text("UPDATE report SET snapshot = :snapshot WHERE id = :id"), altered)
        connection.commit()
