"""A case of the verifier: files, what the reader brings, and exactly what must be found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True)
class Case:
    """`files` are written and verified in their order; `codes` are the findings expected, in theirs; "usage" is exit 2."""

    name: str
    files: Mapping[str, bytes | str] = field(repr=False)  # some are of megabytes
    codes: Sequence[str] = ()
    held: Mapping[str, str] = field(default_factory=dict, repr=False)
    keys: Sequence[str] = ()
    receipt: str | None = None
    limits: Mapping[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        for name, content in {**self.files, **self.held}.items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def outcome(verifier: ModuleType, case: Case, folder: Path) -> tuple[list[str], object]:
    """The codes found and all that was said, by a verifier whose limits the case may lower."""
    before = {name: getattr(verifier, name) for name in case.limits}
    for name, value in case.limits.items():
        setattr(verifier, name, value)
    try:
        keys = [verifier.parse_key(line) for line in case.keys]
        given = verifier.Given(keys, [verifier.file_part(str(folder / name)) for name in case.held], case.receipt)
        report = verifier.verify([str(folder / name) for name in case.files], given)
    except verifier.UsageError as error:
        return ["usage"], str(error)
    finally:
        for name, value in before.items():
            setattr(verifier, name, value)
    return [finding.code for finding in report.findings], (report.findings, report.more, report.facts)
