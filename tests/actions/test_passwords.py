"""Passwords: judged by length and guessability, kept as a hash."""

import pytest

from pacc_flow.actions.passwords import check_password, hash_password, password_matches

EMAIL = "laura@entidad.gov.co"


@pytest.mark.parametrize("password", ["tres tristes tigres", "ñandú y colibrí", "x" * 200])
def test_a_phrase_will_do(password: str):
    assert check_password(password, EMAIL) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("nueve 789", "al menos 10 caracteres"),
        ("x" * 201, "hasta 200 caracteres"),
        ("1234567890", "fácil de adivinar"),
        ("Contraseña 123", "fácil de adivinar"),
        ("LAURA@entidad.gov.co", "fácil de adivinar"),
    ],
)
def test_what_is_short_long_or_easy_is_refused(password: str, sentence: str):
    assert sentence in str(check_password(password, EMAIL))


def test_only_the_password_itself_matches_its_hash():
    kept = hash_password("tres tristes tigres")
    assert "tigres" not in kept
    assert password_matches(kept, "tres tristes tigres")
    assert not password_matches(kept, "tres tristes tigre")


def test_without_a_hash_or_with_a_broken_one_nothing_matches():
    assert not password_matches(None, "nobody has this password")
    assert not password_matches("broken", "tres tristes tigres")
