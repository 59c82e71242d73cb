"""The words that columns may hold, and the one way to compare names as people write them."""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum


class OfficeKind(StrEnum):
    OFFICE = "office"
    PLANNING = "planning"
    CONTROL = "control"


class CutState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    PUBLISHED = "published"


class EvidenceKind(StrEnum):
    FILE = "file"
    LINK = "link"


class ProposalState(StrEnum):
    OPEN = "open"
    CREATED = "created"
    DISCARDED = "discarded"


class NoticeState(StrEnum):
    """Dropped: what it spoke of was done before the mail left."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


def one_of(column: str, words: Iterable[str]) -> str:
    """The SQL condition of a CHECK: the column holds one of these words, which are ours and carry no quote."""
    quoted = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({quoted})"


def searchable(text: str) -> str:
    """The text as it is searched and compared: no accents, no case, single spaces. Kept in a column, for no engine's
    collation can be relied on.
    """
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())
