"""The seal of a record: one SHA-256 that is at once the link of the chain and the RFC 6962 leaf hash."""

from hashlib import sha256

GENESIS = bytes(32)
_VERSION = "pacc-ledger/v1"


def leaf(seq: int, prev_hash: bytes, body: str) -> bytes:
    return f"{_VERSION}\n{seq}\n{prev_hash.hex()}\n{body}".encode()


def entry_hash(seq: int, prev_hash: bytes, body: str) -> bytes:
    """RFC 6962, 2.1: the prefix 0x00 keeps a leaf from ever passing for an inner node of the tree."""
    return sha256(b"\x00" + leaf(seq, prev_hash, body)).digest()
