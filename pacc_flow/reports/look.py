"""How an entity's documents look on paper: its logo and colour, its cover, who signs, and the columns.

None of it is signed: it stands around the content, which is the same under any look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from pacc_flow.reports import canonical
from pacc_flow.reports.columns import COLUMNS, DEFAULT_COLUMNS
from pacc_flow.reports.record import Record, require

COLOUR = "#004884"
LOGO_NAME = "logo.png"
COVER_CHARS = 1_500
ROLE_CHARS = 60
MOST_SIGNATORIES = 6
CONTRAST = 4.5  # of white letters on the colour (WCAG 2.1, 1.4.3)


@dataclass(frozen=True, kw_only=True)
class Signatory(Record):
    """`role` is what the office did, as «Elaboró»; it is an office that signs, and never a person."""

    role: str
    office: str

    def check(self) -> None:
        require(0 < len(self.role.strip()) <= ROLE_CHARS, f"Diga en {ROLE_CHARS} caracteres qué hizo cada dependencia.")
        require(bool(self.office.strip()) and "@" not in self.office, "Elija la dependencia que firma.")


@dataclass(frozen=True, kw_only=True)
class Logo(Record):
    """A PNG by the fingerprint of its bytes, which travel apart: their `size`, and its measures in pixels."""

    sha256: str
    size: int
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Look(Record):
    """`columns` are names of `COLUMNS`, in the order in which they stand."""

    colour: str = COLOUR
    cover: str = ""
    signatories: tuple[Signatory, ...] = ()
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    logo: Logo | None = None

    def check(self) -> None:
        require(is_colour(self.colour), f"«{self.colour}» no es un color: escriba # y seis cifras, como {COLOUR}.")
        require(
            contrast_with_white(self.colour) >= CONTRAST,
            "Sobre ese color no se leen las letras blancas de los encabezados: elija uno más oscuro.",
        )
        require(len(self.cover) <= COVER_CHARS, f"El texto de la portada no puede pasar de {COVER_CHARS} caracteres.")
        require(len(self.signatories) <= MOST_SIGNATORIES, f"Firman a lo sumo {MOST_SIGNATORIES} dependencias.")
        require(set(self.columns) <= COLUMNS.keys(), "Hay una columna que no existe.")
        require(len(set(self.columns)) == len(self.columns), "Hay una columna repetida.")
        require("activity" in self.columns, "La columna «Actividades» no se puede quitar: sin ella no se sabe de qué se habla.")

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = canonical.plain(self)
        return found

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> Self:
        """What `to_json` gave; an entity that chose none has the first one."""
        return canonical.built(cls, value, "look") if value else cls()


def is_colour(text: str) -> bool:
    return len(text) == len(COLOUR) and text.startswith("#") and set(text[1:]) <= set("0123456789abcdefABCDEF")


def contrast_with_white(colour: str) -> float:
    """From 1 to 21 (WCAG 2.1, relative luminance)."""
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the curve of sRGB


PLAIN = Look()
