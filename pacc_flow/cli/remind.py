"""`pacc remind`: what the scheduler does by the clock, done now."""

from collections.abc import Sequence
from datetime import UTC, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from pacc_flow import clock, jobs
from pacc_flow.actions.trail import Session
from pacc_flow.calendar import Reminder
from pacc_flow.cli import runtime
from pacc_flow.models import Account

_ASKED = {
    "submit": "por reportar",
    "write": "por escribir su sección",
    "copy": "para su conocimiento, sin enviar",
    "review": "por revisar",
    "verify": "por verificar",
}

_YEARS = range(2000, 2101)


class Instant(click.ParamType[datetime]):
    """An ISO 8601 instant with its time zone, or a Bogotá date and time without one."""

    name = "instante"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"«{value}» no es un instante: escriba 2026-04-27T08:00.", param, ctx)
        if instant.year not in _YEARS:
            self.fail(f"«{value}» no sirve: escriba un año entre {_YEARS[0]} y {_YEARS[-1]}.", param, ctx)
        return (instant if instant.tzinfo else instant.replace(tzinfo=clock.BOGOTA)).astimezone(UTC)


@click.command()
@click.option("--now", "now", type=Instant(), help="El instante en que se hace, en vez de ahora: 2026-04-27T08:00.")
@click.option("--dry-run", is_flag=True, help="Dice a quién se recordaría qué, y no cambia nada.")
@click.pass_context
def command(ctx: click.Context, now: datetime | None, *, dry_run: bool) -> None:
    """Abre los cortes que ya deben estar abiertos, decide los recordatorios y envía el correo pendiente."""
    at = clock.now()
    now = now or at
    with runtime.sessions() as sessions:
        opened = 0 if dry_run else jobs.open_due_cuts(sessions, now, at=at)
        reminders = jobs.enqueue_due_reminders(sessions, now, at=at, dry_run=dry_run)
        names = _names(sessions, reminders)
        for reminder in reminders:
            click.echo(f"{names[reminder.recipient_id]}: {_ASKED[reminder.kind]}, {len(reminder.entries)}")
        mail = jobs.Delivered(0, ()) if dry_run else jobs.deliver_mail(sessions, runtime.post(runtime.settings()), now, at=at)
    click.echo(f"Cortes abiertos: {opened}. Recordatorios: {len(reminders)}. Correos enviados: {mail.sent}.", err=True)
    if mail.reasons:
        click.echo(
            f"No salieron {len(mail.reasons)} correos; nada se pierde, se intentará de nuevo. {mail.reasons[0]}", err=True
        )
        ctx.exit(1)


def _names(sessions: sessionmaker[Session], reminders: Sequence[Reminder]) -> dict[int, str]:
    with sessions() as session:
        people = select(Account.id, Account.name).where(Account.id.in_({one.recipient_id for one in reminders}))
        return {row.id: row.name for row in session.execute(people)}
