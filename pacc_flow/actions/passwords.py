"""Passwords: kept as Argon2id (RFC 9106) and judged by length and guessability, not by riddles of characters."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pacc_flow.models import searchable

SHORTEST, LONGEST = 10, 200
_HASHER = PasswordHasher()
_TOO_COMMON = frozenset(
    {"1234567890", "contrasena1", "contrasena123", "colombia2026", "password123", "qwertyuiop", "bogota2026"}
)
# What an unknown address is checked against, so that the answer takes as long as for a known one.
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    try:
        matches = _HASHER.verify(password_hash or _NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return matches and password_hash is not None


def check_password(password: str, email: str) -> str | None:
    """The sentence that refuses a new password, or None."""
    if len(password) < SHORTEST:
        return f"La contraseña debe tener al menos {SHORTEST} caracteres. Una frase corta es fácil de recordar."
    if len(password) > LONGEST:
        return f"La contraseña puede tener hasta {LONGEST} caracteres."
    if searchable(password).replace(" ", "") in _TOO_COMMON or password.lower() in (email, email.partition("@")[0]):
        return "Esa contraseña es fácil de adivinar. Elija otra."
    return None
