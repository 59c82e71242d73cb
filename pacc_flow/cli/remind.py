"""`pacc remind`: what the scheduler does by the clock, done now."""

from datetime import UTC, datetime

import click

from pacc_flow import clock, jobs
from pacc_flow.cli import runtime


class Instant(click.ParamType[datetime]):
    """An ISO 8601 instant with its time zone, or a Bogotá date and time without one."""

    name = "instante"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"«{value}» no es un instante: escriba 2026-04-27T08:00.", param, ctx)
        return (instant if instant.tzinfo else instant.replace(tzinfo=clock.BOGOTA)).astimezone(UTC)


@click.command()
@click.option("--now", "now", type=Instant(), help="El instante en que se hace, en vez de ahora: 2026-04-27T08:00.")
@click.option("--dry-run", is_flag=True, help="Dice a quién se recordaría qué, y no cambia nada.")
def command(now: datetime | None, *, dry_run: bool) -> None:
    """Abre los cortes que ya deben estar abiertos, decide los recordatorios y envía el correo pendiente."""
    at = now or clock.now()
    with runtime.sessions() as sessions:
        opened = 0 if dry_run else jobs.open_due_cuts(sessions, at)
        reminders = jobs.enqueue_due_reminders(sessions, at, dry_run=dry_run)
        for reminder in reminders:
            click.echo(f"{reminder.recipient_id}\t{reminder.kind}\t{reminder.step}\t{len(reminder.entries)}")
        sent = 0 if dry_run else jobs.deliver_mail(sessions, runtime.post(runtime.settings()), at)
    click.echo(f"Cortes abiertos: {opened}. Recordatorios: {len(reminders)}. Correos enviados: {sent}.", err=True)
