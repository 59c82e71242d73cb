"""What must hold before a process that stays starts to work."""

from sqlalchemy.exc import OperationalError

from config import Settings
from pacc_flow.actions.refusals import Refusal
from pacc_flow.models.engine import create_engine
from pacc_flow.models.roles import why_not_start


def require_runtime_role(settings: Settings) -> None:
    """Raises Refusal if the program could weaken its own ledger and nobody has said that it may, or if it cannot be known."""
    if settings.allow_owner:
        return
    engine = create_engine(settings.database_url)
    try:
        reason = why_not_start(engine)
    except OperationalError as error:
        first_line, *_ = str(error.orig).splitlines()
        raise Refusal(f"El programa no arranca: la base de datos no responde ({first_line}).") from error
    finally:
        engine.dispose()
    if reason:
        raise Refusal(reason)
