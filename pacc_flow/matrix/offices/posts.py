"""Posts that stand for their office: «Secretario de Gobierno» is whoever heads the Secretaría de Gobierno."""

import re
from collections.abc import Mapping

from pacc_flow.matrix.offices.offices import key_of

# fmt: off
_OFFICE_OF = {
    # the post                 the word that its office begins with; none for whoever heads one that is named whole
    "SECRETARIO":              "SECRETARIA",
    "SUBSECRETARI[OA]":        "SUBSECRETARIA",
    "DIRECTORA?":              "DIRECCION",
    "SUBDIRECTORA?":           "SUBDIRECCION",
    "GERENTE":                 "GERENCIA",
    "SUBGERENTE":              "SUBGERENCIA",
    "COORDINADORA?":           "COORDINACION",
    "JEF[EA]":                 "",
}
# fmt: on


def office_of_post(name: str, offices: Mapping[tuple[str, ...], str]) -> str | None:
    """The name of the office that a post heads, among those known by their keys; None when it is no post or none of them."""
    head, *rest = key_of(name)
    word = next((word for post, word in _OFFICE_OF.items() if re.fullmatch(post, head)), None)
    return None if word is None else offices.get((*([word] if word else []), *rest))
