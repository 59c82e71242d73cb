"""Texts that stop in the middle, and texts that only end without a full stop."""

import pytest

from tests.coherence.reports import found, kinds, reported

CUT = (
    "Se publicó el informe de",
    "Se publicó el informe y",
    "Se publicó el informe,",
    "Se publicaron los siguientes informes:",
    "Se publicó el informe (",
    "Se publicó el informe...",
    "Se publicó el informe…",
    "Se publicó el infor-",
    "Se hicieron:\n1. El informe.\n2.",
    "Se hicieron:\n- El informe.\n-",
    "Se hizo. <ul style=",
    "Se publicó el informe de  \n",
)
WHOLE = (
    "Se publicó el informe.",
    "Se publicó el informe",
    "Se publicaron 15 de 17.",
    "Se publicó el 31 de diciembre de 2026.",
    "Se entregó el Anexo A",
    "Se atendió al Grupo Y",
    "Se invitó a gremios, academia, veedurías, etc...",
    "Se invitó a gremios, academia y otros…",
    "Se adjuntan los soportes:",
    "Está en https://www.entidad.gov.co/informe-",
    "Está en https://www.entidad.gov.co/a",
    "Se cumplió (ver acta)",
    "Se cumplió «todo»",
    "¿Se cumplió? Sí",
    "El avance es <5 días",
    "",
)


@pytest.mark.parametrize("text", CUT)
def test_a_text_that_stops_in_the_middle_is_told(text: str):
    assert "cut_off" in kinds(reported(texts=(text,), links=()))


@pytest.mark.parametrize("text", WHOLE)
def test_a_text_that_ends_is_not(text: str):
    assert "cut_off" not in kinds(reported(texts=(text,)))


def test_the_end_is_quoted_whichever_section_it_is_of():
    (one,) = found(reported(texts=("Se hizo " + "muy bien " * 30 + "el informe de", "Se hizo.")))
    assert one.title == "El texto parece cortado"
    assert one.reason.startswith("Termina en «…")
    assert one.reason.endswith("muy bien el informe de»")
    assert found(reported(texts=("Se hizo.", "Se publicó el de")))[0].reason == "Termina en «Se publicó el de»"
