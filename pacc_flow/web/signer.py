"""The signer of the log, as the pages reach it: its public keys, and a signature at once when a follow-up is published.

What ails the signer stops no page: whatever was done stands, and the alarm or the log of the program tells of it.
"""

import logging

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from pacc_flow import clock
from pacc_flow.actions.checkpoints import sign_or_alarm
from pacc_flow.actions.installation import signer_folder
from pacc_flow.actions.signer_folder import SignerLost
from pacc_flow.ledger.note import VerifierKey
from pacc_flow.web.database import db

log = logging.getLogger(__name__)


def verifiers() -> list[VerifierKey]:
    """The public keys, one for each epoch; none before the first signature, nor while the signer's folder is not well."""
    try:
        return signer_folder(current_app.extensions["settings"]).verifiers()
    except SignerLost as lost:
        log.error("the public keys cannot be shown: %s", lost)  # noqa: TRY400  # no bug here
        return []


def sign_the_log() -> None:
    """After a commit. The scheduler signs again within minutes, so a failure here never undoes what was committed."""
    try:
        sign_or_alarm(db.sessionmaker, signer_folder(current_app.extensions["settings"]), at=clock.now())
    except SQLAlchemyError:
        log.exception("the log was not signed after a publication")
