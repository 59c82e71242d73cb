"""Offices in a sentence."""

import pytest

from pacc_flow.workflow.office_names import of_the, the, the_first

# fmt: off
NAMES = [
    ("Oficina de Control Interno", "la Oficina de Control Interno", "de la Oficina de Control Interno"),
    ("SECRETARÍA GENERAL",         "la SECRETARÍA GENERAL",         "de la SECRETARÍA GENERAL"),
    ("Grupo de Contratos",         "el Grupo de Contratos",         "del Grupo de Contratos"),
    ("Áreas misionales",           "las Áreas misionales",          "de las Áreas misionales"),
    ("Control Interno",            "Control Interno",               "de Control Interno"),
]
# fmt: on


@pytest.mark.parametrize(("name", "named", "of"), NAMES)
def test_an_office_takes_the_article_of_its_first_word(name: str, named: str, of: str):
    assert (the(name), of_the(name)) == (named, of)


def test_a_sentence_begins_with_a_capital():
    assert the_first("Oficina de Riesgos") == "La Oficina de Riesgos"
    assert the_first("Control Interno") == "Control Interno"
