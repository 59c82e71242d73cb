"""One document of a follow-up before it is written: what it shows, of what was signed, how it looks, and what proves it."""

from dataclasses import dataclass, replace
from typing import Self

from pacc_flow.reports.look import PLAIN, Look
from pacc_flow.reports.parts import WHOLE, Part
from pacc_flow.reports.registration import Registration
from pacc_flow.reports.snapshot import Snapshot


@dataclass(frozen=True)
class Edition:
    """`snapshot` holds the rows of `part` alone; `sha256` is that of all that was signed, as hexadecimal. `address` is where
    the follow-up is published, blank when nobody knows it; `logo` the PNG that `look` names, empty when there is none.
    """

    snapshot: Snapshot
    sha256: str
    part: Part = WHOLE
    look: Look = PLAIN
    logo: bytes = b""
    address: str = ""
    registration: Registration | None = None

    @classmethod
    def of(
        cls,
        signed: Snapshot,
        address: str = "",
        *,
        part: Part = WHOLE,
        look: Look = PLAIN,
        logo: bytes = b"",
        registration: Registration | None = None,
    ) -> Self:
        return cls(part.of(signed), signed.sha256, part, look, logo, address, registration)

    def showing(self, part: Part, signed: Snapshot) -> Self:
        """The same of another part; `signed` is all that was signed."""
        return replace(self, part=part, snapshot=part.of(signed))
