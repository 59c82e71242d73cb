"""The command `pacc`. Each subcommand is a module of its own, loaded when it is asked for, so that `pacc --help` is quick.

Ends with 0 when it is done, 1 when it was refused or there are findings, 2 on wrong usage; what went wrong is said in
Spanish on standard error.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn

import click

from config import SettingError
from pacc_flow.actions.refusals import Refusal

REFUSED, WRONG_USAGE = 1, 2

# fmt: off
_COMMANDS = {  # name: (the click command, what it does)
    "cut":       ("cut:command",       "Muestra, abre y publica los cortes de un plan."),
    "db":        ("db:command",        "Crea, actualiza y revisa la base de datos."),
    "demo":      ("demo:command",      "Carga la demostración."),
    "entity":    ("entity:command",    "Agrega entidades."),
    "ledger":    ("ledger:command",    "Verifica, firma y empaqueta el registro."),
    "matrix":    ("matrix:matrix",     "Lee matrices de seguimiento, sin guardar nada."),
    "plan":      ("plan:command",      "Importa planes."),
    "remind":    ("remind:command",    "Recuerda a quien debe algo, y envía el correo pendiente."),
    "report":    ("report:command",    "Exporta seguimientos publicados."),
    "scheduler": ("scheduler:command", "Abre cortes, recuerda y envía correo, hasta que se lo detenga."),
    "serve":     ("serve:command",     "Atiende la web hasta que se la detenga."),
    "user":      ("user:command",      "Agrega, invita y desactiva personas."),
}
# fmt: on


class _Commands(click.Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[name][0].partition(":")
        command: click.Command = getattr(import_module(f"pacc_flow.cli.{module}"), attribute)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Órdenes"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what click returns
        return _explained(lambda: super(_Commands, self).invoke(ctx))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """PACC Flow: seguimiento del plan anticorrupción de una entidad pública."""


def _explained(run: Callable[[], object]) -> object:
    """One sentence instead of a traceback for what the person at the terminal can mend."""
    from sqlalchemy.exc import OperationalError, ProgrammingError  # noqa: PLC0415 - slow to import, and `--help` needs none

    try:
        return run()
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "pacc"
        _end(f"{_misused(error)} Vea: {where} --help", WRONG_USAGE)
    except SettingError as error:
        _end(str(error), WRONG_USAGE)
    except Refusal as refusal:
        _end(refusal.sentence, REFUSED)
    except (OperationalError, ProgrammingError) as error:
        _end(f"No se pudo usar la base de datos ({error.orig}). Si falta crearla: pacc db upgrade", REFUSED)


def _misused(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter(param=click.Parameter() as parameter):
            return f"Falta {_named(parameter)}."
        case click.BadParameter(param=click.Parameter(type=click.Path(exists=True)) as parameter):
            return f"El archivo de {_named(parameter)} no existe o no se puede leer."
        case click.BadParameter(param=click.Parameter() as parameter):
            return f"El valor de {_named(parameter)} no sirve."
        case click.NoSuchOption(option_name=name):
            return f"No existe la opción {name}."
        case _:
            return "La orden no se entiende."


def _named(parameter: click.Parameter) -> str:
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _end(sentence: str, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(code)
