"""The parts of an installation that lie outside its database, from its settings."""

from urllib.parse import urlsplit

from config import Settings
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.storage import EvidenceStore


def signer_folder(settings: Settings) -> SignerFolder:
    """Named in checkpoints by the host that the public reaches."""
    return SignerFolder(settings.signer_dir, urlsplit(settings.base_url).netloc)


def evidence_store(settings: Settings) -> EvidenceStore:
    return EvidenceStore(settings.evidence_dir, settings.upload_bytes)
