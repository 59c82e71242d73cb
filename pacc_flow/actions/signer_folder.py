"""What signs the ledger, kept outside its database: the key, what was signed last, and every note that was signed.

    key.pem              the private key, readable by its owner alone
    state.json           {"origin", "root" in hexadecimal, "size"}: what was signed last, written before the signature
    notes/<size>.txt     each signed checkpoint
    lock                 one signer at a time, among the processes of the machine

Whoever rewrites the database does not reach this folder, unless the same person owns both: that is why checkpoints leave
the house as well.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from pacc_flow.ledger.checkpoint import Checkpoint
from pacc_flow.ledger.merkle import EMPTY_ROOT
from pacc_flow.ledger.note import NoteError, SigningKey, VerifierKey

FIRST_EPOCH = 1


class SignerLost(Exception):  # noqa: N818  # named by what happened, as the refusals are
    """The folder is not as the signer left it; the sentence says in what, for whoever administers."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed last: nothing yet is size 0. `root` in hexadecimal."""

    origin: str
    size: int = 0
    root: str = EMPTY_ROOT.hex()

    @property
    def epoch(self) -> int:
        return int(self.origin.rpartition("/")[2])

    @property
    def origins(self) -> list[str]:
        """Of every epoch so far, from the first one."""
        log = self.origin.rpartition("/")[0]
        return [f"{log}/{epoch}" for epoch in range(FIRST_EPOCH, self.epoch + 1)]

    def next_epoch(self) -> "Signed":
        return Signed(f"{self.origin.rpartition('/')[0]}/{self.epoch + 1}")


@dataclass(frozen=True)
class SignerFolder:
    """`host` names the installation in the origin of its checkpoints, the first time; later on the folder remembers it."""

    root: Path
    host: str

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Waits for whoever signs now."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(self.root / "lock"):
            yield

    def prepare(self) -> None:
        """The first use, under the lock: the state before the key, so that a key without state is always a loss."""
        if not self._key.exists() and not self._state.exists():
            self.remember(Signed(f"{self.host}/registro/{FIRST_EPOCH}"))
        if not self._key.exists() and self.last().size == 0:
            self._write(self._key, SigningKey.generate(self.last().origin).to_pem())

    def last(self) -> Signed:
        """Raises SignerLost when the folder does not say it any more."""
        try:
            state = json.loads(self._state.read_text("utf-8"))
            found = Signed(str(state["origin"]), int(state["size"]), str(state["root"]))
            Checkpoint(found.origin, found.size, bytes.fromhex(found.root))
            _ = found.epoch
        except FileNotFoundError as error:
            raise SignerLost(f"Falta {self._state}: el firmante no sabe qué firmó la última vez.") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SignerLost(f"{self._state} no se puede leer: el firmante no sabe qué firmó la última vez.") from error
        return found

    def key(self, origin: str) -> SigningKey:
        """The same key signs every epoch, under the name of its origin."""
        try:
            return SigningKey.from_pem(self._key.read_bytes(), origin)
        except (OSError, NoteError) as error:
            raise SignerLost(f"{self._key} no se puede leer: sin la llave no hay firma.") from error

    def verifiers(self) -> list[VerifierKey]:
        """The public keys, one for each epoch; none before the first use. Raises SignerLost."""
        try:
            is_new = not self._state.exists() and not self._key.exists()
        except OSError as error:
            raise SignerLost(f"{self.root} no se puede leer: {error.strerror}.") from error
        return [] if is_new else [self.key(origin).verifier for origin in self.last().origins]

    def remember(self, signed: Signed) -> None:
        """Durable before it returns."""
        self._write(self._state, f"{json.dumps(asdict(signed), sort_keys=True)}\n".encode())

    def keep_note(self, size: int, note: str) -> None:
        self._write(self._notes / f"{size}.txt", note.encode())

    def notes(self) -> dict[int, str]:
        """Every note that was signed, by the size in its name."""
        found = {int(path.stem): path for path in self._notes.glob("*.txt") if path.stem.isdigit()}
        return {size: path.read_text("utf-8", errors="replace") for size, path in sorted(found.items())}

    @property
    def _key(self) -> Path:
        return self.root / "key.pem"

    @property
    def _state(self) -> Path:
        return self.root / "state.json"

    @property
    def _notes(self) -> Path:
        return self.root / "notes"

    def _write(self, path: Path, content: bytes) -> None:
        """Whole or not at all, for its owner alone, and on the disk."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
