"""Which wordings are of the same activity, and which only look so."""

import pytest

from pacc_flow.matrix.likeness import alike, is_rewording

SAME = [
    ("Actulizar el mapa de riesgos", "Actualizar el mapa de riesgos"),
    ("Hacer un foro ciudadano", "Hacer un foro ciudadano virtual"),
    ("Capac. a funcionarios de la entidad", "Capacitar a los funcionarios de la entidad"),
    ("Socializar la admón. del riesgo", "Socializar la administración del riesgo"),
    ("Realizar dos (2) foros", "Realizar 2 foros"),
    ("Publicar los informes de gestión", "Publicación de informes de gestión"),
    ("Divulgar el plan en la pagian web", "Divulgar el plan en la página web"),
]
OTHER = [
    ("Realizar el primer seguimiento", "Realizar el segundo seguimiento"),
    ("Realizar seguimiento al mapa", "Realizar el segundo seguimiento al mapa"),
    ("Capacitar en integridad", "Capacitar en transparencia"),
    ("Publicar el informe de control interno", "Publicar el informe de control externo"),
    ("Publicar la información activa", "Publicar la información pasiva"),
    ("Actualizar el formato 12", "Actualizar el formato 13"),
    ("Seguimiento de abril", "Seguimiento de agosto"),
    ("Hacer", "Hacer un foro ciudadano virtual con las juntas"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[one for one, _ in SAME])
def test_a_misspelt_a_cut_off_or_an_added_word_changes_no_activity(one: str, other: str):
    assert is_rewording(one, other)
    assert is_rewording(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER, ids=[other for _, other in OTHER])
def test_another_number_or_another_word_in_its_place_makes_another_activity(one: str, other: str):
    assert not is_rewording(one, other)
    assert not is_rewording(other, one)


def test_the_most_alike_come_first_and_each_pair_once():
    texts = [frozenset(text.split()) for text in ("hacer un foro", "hacer un foro virtual", "otra cosa", "hacer un foro hoy")]
    assert alike(texts, lambda _one, _other: True) == [(0, 1), (0, 3), (1, 3)]


def test_a_word_that_very_many_share_brings_nobody_together():
    texts = [frozenset({"hacer", str(n)}) for n in range(3000)]
    asked = []
    assert alike(texts, lambda one, other: bool(asked.append((one, other)))) == []
    assert asked == []
