"""The files that the records know: evidence, the documents that plans were read from, and the logos of entities."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pacc_flow.ledger.body import FileRef
from pacc_flow.models import Account, Entity, Evidence, Proposal
from pacc_flow.reports.look import LOGO_NAME, Look


def recorded_files(session: Session) -> list[tuple[int, FileRef]]:
    """(entity, file), each file once: taken away from an entry or not, what was recorded must stay as it was."""
    evidence = select(Account.entity_id, Evidence.name, Evidence.sha256, Evidence.size).join(
        Account, Account.id == Evidence.added_by_id
    )
    sources = select(Proposal.entity_id, Proposal.file_name, Proposal.file_sha256, Proposal.file_size)
    rows = [*session.execute(evidence.where(Evidence.sha256.is_not(None))), *session.execute(sources), *_logos(session)]
    found = {sha256: (entity_id, FileRef(name, sha256, size)) for entity_id, name, sha256, size in rows}
    return [found[sha256] for sha256 in sorted(found)]


def _logos(session: Session) -> list[tuple[int, str, str, int]]:
    looks = [(entity_id, Look.from_json(look).logo) for entity_id, look in session.execute(select(Entity.id, Entity.look))]
    return [(entity_id, LOGO_NAME, logo.sha256, logo.size) for entity_id, logo in looks if logo]
