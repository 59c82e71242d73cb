"""What a person wants to be published of one activity instead of what is: as typed, judged, and as a correction takes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pacc_flow.actions.content import NARRATIVE_CHARS, PIECES_AT_ONCE, PIECES_OF_EVIDENCE, link_name, why_not_link
from pacc_flow.actions.freeze import publishable
from pacc_flow.actions.perform import OBSERVATION_CHARS
from pacc_flow.actions.publication import REASON_CHARS
from pacc_flow.actions.signing import too_long
from pacc_flow.reports.correction import RowCorrection, evidence_key
from pacc_flow.reports.snapshot import Evidence, EvidenceKind, Row

NO_UNREPORTED_REASON = "Escriba por qué no se reportó."
NO_PERCENT = "Falta el porcentaje verificado."


@dataclass(frozen=True)
class Wanted:
    """The whole of it; `percent` in hundredths. `removed` are keys of its evidence, see `reports.correction.evidence_key`;
    `links` are addresses to add.
    """

    is_reported: bool = True
    percent: int | None = None
    narrative: str = ""
    observation: str = ""
    unreported_reason: str = ""
    removed: frozenset[str] = field(default_factory=frozenset)
    links: Sequence[str] = ()

    def errors(self, row: Row) -> dict[str, str]:
        """Against what is published of the activity: a sentence for each field that cannot be taken, such as `percent_24`,
        `narrative_24`, `observation_24`, `unreported_24`, `evidence_24` or `links_24`. Of what is not reported only the
        reason counts.
        """
        if not self.is_reported:
            why, name = publishable(self.unreported_reason), f"unreported_{row.n}"
            return too_long({name: (why, REASON_CHARS)}) if why else {name: NO_UNREPORTED_REASON}
        # What several offices wrote together may be longer than what one writes, and may stay.
        errors = too_long({
            f"narrative_{row.n}": (publishable(self.narrative), max(NARRATIVE_CHARS, len(row.narrative))),
            f"observation_{row.n}": (publishable(self.observation), max(OBSERVATION_CHARS, len(row.observation))),
        })  # fmt: skip
        if self.percent is None:
            errors[f"percent_{row.n}"] = NO_PERCENT
        if link := self._why_not_links(len(row.evidence)):
            errors[f"links_{row.n}"] = link
        if not self.removed <= {evidence_key(piece) for piece in row.evidence}:
            errors[f"evidence_{row.n}"] = "La evidencia ya no es esa. Mire la lista y decida de nuevo."
        return errors

    def corrected(self) -> RowCorrection:
        """Once it has no errors."""
        return RowCorrection(
            percent=self.percent if self.is_reported else None,
            narrative=publishable(self.narrative),
            observation=publishable(self.observation),
            unreported_reason=publishable(self.unreported_reason),
            removed=self.removed,
            added=tuple(map(_link, map(publishable, self.links))) if self.is_reported else (),
        )

    def _why_not_links(self, published: int) -> str | None:
        if len(self.links) > PIECES_AT_ONCE:
            return f"Agregue hasta {PIECES_AT_ONCE} enlaces a la vez."
        if self.links and published + len(self.links) > PIECES_OF_EVIDENCE:
            return f"Una actividad admite hasta {PIECES_OF_EVIDENCE} archivos y enlaces."
        return next((why for link in self.links if (why := why_not_link(publishable(link)))), None)


def _link(address: str) -> Evidence:
    return Evidence(kind=EvidenceKind.LINK, name=link_name(address), url=address)
