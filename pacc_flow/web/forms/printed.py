"""A number as documents, pages and letters print it: the fingerprint of something, or the receipt of an act."""

import re
from dataclasses import dataclass

from pacc_flow.ledger.checkpoint import whole_of

NUMBER_CHARS = 200
FINGERPRINT = re.compile("[0-9a-f]{64}")
_RECEIPT = re.compile(
    r"(?:recibo:? )?(?P<seq>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:(?: ?· ?| )(?P<start>[0-9a-f]{4} ?[0-9a-f]{4}|[0-9a-f]{64}))?"
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A whole SHA-256 in hexadecimal."""

    sha256: str


@dataclass(frozen=True, slots=True)
class ReceiptNumber:
    """The number of a record; `start` is how its hash begins, eight digits or all of them, empty when it was not typed."""

    seq: int
    start: str


def printed_number(typed: str) -> Fingerprint | ReceiptNumber | None:
    """However it is spaced, and in capitals or not; None for whatever else was typed."""
    if len(typed) > NUMBER_CHARS:
        return None
    text = " ".join(typed.lower().split())
    digits = text.replace(" ", "")
    if FINGERPRINT.fullmatch(digits):
        return Fingerprint(digits)
    found = _RECEIPT.fullmatch(text)
    seq = whole_of(found["seq"].replace(".", "")) if found else None
    return None if found is None or seq is None else ReceiptNumber(seq, (found["start"] or "").replace(" ", ""))
