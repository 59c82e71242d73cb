"""What proves that a publication is in the log, as documents carry it, and the checkpoint as a drawing."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import segno

CODE_WORDS = "Código QR del punto de control firmado que cubre esta publicación"


@dataclass(frozen=True)
class Registration:
    """`note` is the first signed checkpoint that covers the record (C2SP signed-note, ends in a line feed), `proof` the
    C2SP tlog-proof that leads to it, and `key` the verifier key of whoever signed; hashes are in hexadecimal.
    """

    seq: int
    body: str
    prev_hash: str
    entry_hash: str
    proof: str
    note: str
    key: str

    @property
    def size(self) -> int:
        """How many records the checkpoint covers."""
        return int(self.note.split("\n")[1])

    @property
    def root(self) -> str:
        """In base64, as the checkpoint writes it."""
        return self.note.split("\n")[2]

    @property
    def words(self) -> str:
        return f"{self.size} registros, raíz {self.root}"

    @property
    def receipt(self) -> str:
        """As the person who signed got it: the number of the record and the beginning of its hash."""
        return f"{self.seq} · {self.entry_hash[:8]}"

    def as_object(self) -> dict[str, Any]:
        record = {"body": self.body, "entry_hash": self.entry_hash, "prev_hash": self.prev_hash, "seq": self.seq}
        return {"record": record, "proof": self.proof, "key": self.key}


@lru_cache(maxsize=64)
def qr_png(text: str) -> bytes:
    """Black on white with its quiet zone, error correction M (ISO/IEC 18004); the same text gives the same bytes."""
    stream = io.BytesIO()
    segno.make(text, error="m", micro=False).save(stream, kind="png", scale=4, border=4)
    return stream.getvalue()
