"""Texts that were copied from another activity or from the cut before, and texts that only resemble each other."""

import pytest

from pacc_flow.coherence import Wordings
from tests.coherence.reports import found, kinds, reported

OWN = (
    "La audiencia pública se transmitió el 24 de septiembre por el Canal Institucional y por las redes sociales de la entidad, "
    "con preguntas de la ciudadanía."
)
NEARLY = OWN.replace("se transmitió", "se emitió").replace("de la entidad", "institucionales")
# fmt: off
ALIKE = (  # what the other says, title
    (OWN,                                                  "El texto es igual al de la actividad 2"),
    (OWN.upper().replace(",", "") + " https://x.gov.co/1", "El texto es igual al de la actividad 2"),
    (NEARLY,                                               "El texto es casi igual al de la actividad 2"),
    (OWN + " Se repite en mayo de 2027.",                  "El texto es casi igual al de la actividad 2"),
)
UNLIKE = (
    ("another day",      OWN.replace("24 de septiembre", "12 de marzo")),
    ("another subject",  "El informe de gestión se publicó en el portal y en las redes sociales de la entidad con sus anexos."),
    ("a part of it",     "La audiencia pública se transmitió el 24 de septiembre."),
    ("nothing",          ""),
)
# fmt: on


@pytest.mark.parametrize(("other", "title"), ALIKE)
def test_the_text_of_another_activity_is_told_with_its_number(other: str, title: str):
    (one,) = found(reported(texts=(OWN,)), other)
    assert (one.kind, one.title, one.compared) == ("same_as_other", title, (other, OWN))


@pytest.mark.parametrize(("what", "other"), UNLIKE, ids=[what for what, _ in UNLIKE])
def test_a_text_that_only_resembles_it_is_not(what: str, other: str):
    assert kinds(reported(texts=(OWN,)), other) == [], what


def test_how_much_they_share_is_said():
    assert found(reported(texts=(OWN,)), NEARLY)[0].reason == "Coinciden 9 de cada 10 palabras."
    assert found(reported(texts=(OWN,)), OWN)[0].reason == "Coinciden todas las palabras."


def test_all_that_are_the_same_are_named_and_those_nearly_so_only_where_none_is():
    assert found(reported(texts=(OWN,)), NEARLY, OWN, OWN)[0].title == "El texto es igual al de las actividades 3 y 4"
    nearly = found(reported(texts=(OWN,)), NEARLY, "Otra cosa.", NEARLY, NEARLY)[0]
    assert nearly.title == "El texto es casi igual al de las actividades 2, 4 y 5"
    many = found(reported(texts=(OWN,)), *[OWN] * 8)[0]
    assert many.title == "El texto es igual al de las actividades 2, 3, 4, 5, 6 y 3 más"
    assert nearly.compared == (NEARLY, OWN)


@pytest.mark.parametrize("short", ["Sin avances en el período.", "Cumplida.", "Se hizo.", "100 %"])
def test_what_everybody_writes_in_a_few_words_is_nobodys_copy(short: str):
    assert "same_as_other" not in kinds(reported(texts=(short,)), short.replace("en el ", ""), "Se hizo.", "Cumplida.")


def test_the_same_report_of_another_period_is_no_copy():
    texts = (
        f"Se efectuó la verificación y evaluación a los controles determinados en el Mapa de Riesgos con corte al {day}."
        for day in ("30 de abril de 2026", "31 de agosto de 2026", "31 de diciembre de 2026")
    )
    first, *others = texts
    assert kinds(reported(texts=(first,)), *others) == []


# fmt: off
BEFORE = (  # text now, text before, percent before, now; title or nothing
    (OWN,                  OWN,           4000,   6000,    "El texto es igual al del corte anterior"),
    (OWN,                  NEARLY,        4000,   6000,    "El texto es casi igual al del corte anterior"),
    (OWN,                  OWN,           6000,   6000,    "El texto es igual al del corte anterior"),
    (OWN,                  OWN,           None,   6000,    "El texto es igual al del corte anterior"),
    ("Avanza según plan.", "Avanza según plan.", 4000, 6000, "El texto es igual al del corte anterior"),
    ("Sin iniciar.",       "Sin iniciar.", 0,     0,       None),   # nothing had begun, nothing has
    (OWN,                  OWN,           10_000, 10_000,  None),   # it was done, and it is
    (OWN,                  "",            4000,   6000,    None),
    ("",                   "",            4000,   4000,    None),
    (OWN,                  UNLIKE[0][1],  4000,   6000,    None),
    (OWN,                  UNLIKE[1][1],  4000,   6000,    None),
)
# fmt: on


@pytest.mark.parametrize(("now", "text_before", "before", "percent", "title"), BEFORE)
def test_the_text_of_the_cut_before_is_told_where_something_moved_or_should_have(
    now: str, text_before: str, before: int | None, percent: int, title: str | None
):
    one = reported(texts=(now,), text_before=text_before, before=before, percent=percent)
    titles = [finding.title for finding in found(one) if finding.kind == "same_as_before"]
    assert titles == ([title] if title else [])


def test_what_the_percentage_did_meanwhile_is_said():
    moved, still, unknown = (
        found(reported(texts=(OWN,), text_before=OWN, before=before, percent=6000))[0].reason for before in (4000, 6000, None)
    )
    assert moved == "El porcentaje pasó de 40\u00a0% a 60\u00a0%."
    assert still == "El porcentaje tampoco cambió: 60\u00a0%."
    assert unknown == "Coinciden todas las palabras."


def test_of_very_many_copies_only_some_are_compared():
    texts = Wordings(dict.fromkeys(range(1, 3001), OWN))
    assert 0 < len(texts.alike(3000)) <= 40


def test_whatever_is_nearly_the_same_is_found_among_others():
    """The rare words are only a short cut: what they find is what comparing each with each finds."""
    words = OWN.replace(",", "").split()
    texts = {at: " ".join([*words[:at], "otra", *words[at + 1 :]]) for at in range(0, len(words), 2)}
    texts |= {100 + at: " ".join(words[at:]) for at in range(1, len(words))}
    index = Wordings(texts)
    each = {
        one: {other for other in texts if other != one and index._wordings[one].likeness(index._wordings[other]) >= 0.8}
        for one in texts
    }
    assert {one: {other for other, _ in index.alike(one)} for one in texts} == {
        one: others if len(index._wordings[one].different) >= 5 else set() for one, others in each.items()
    }
