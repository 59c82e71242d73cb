"""Settings, read once from the environment. A missing or odd value stops the boot and names its variable.

There is no default secret: `make run` writes one to `var/` on its first start and passes it on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

# Of what RFC 5322 allows, what mail servers take unquoted.
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)
ROOT = Path(__file__).resolve().parent


class SettingError(Exception):
    """A setting that cannot be used; the message names the variable and says what it takes."""


class MailMode(StrEnum):
    FOLDER = "folder"
    SMTP = "smtp"


@dataclass(frozen=True)
class Settings:
    """Where things are and how they behave: paths absolute, times in minutes or seconds as named, sizes in bytes."""

    secret_key: str
    database_url: str
    var_dir: Path
    base_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    workers: int = 2
    secure_cookies: bool = False
    session_minutes: int = 60
    upload_bytes: int = 20 * 1024 * 1024
    request_bytes: int = 64 * 1024 * 1024
    mail_mode: MailMode = MailMode.FOLDER
    mail_from: str = "pacc-flow@localhost"
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = False
    mail_per_minute: int = 100
    # What signs the ledger and remembers the last it signed: better kept where the owner of the database does not reach.
    signer_dir: Path = Path()
    # On PostgreSQL, whether to work with a role that could weaken the ledger: `pacc db roles` makes one that cannot.
    allow_owner: bool = False

    def __post_init__(self) -> None:
        if self.signer_dir == Path():
            object.__setattr__(self, "signer_dir", self.var_dir / "signer")

    @property
    def evidence_dir(self) -> Path:
        return self.var_dir / "evidence"

    @property
    def reading_dir(self) -> Path:
        """How far the files that are being read got: nothing worth a backup."""
        return self.var_dir / "reading"

    @property
    def mail_dir(self) -> Path:
        return self.var_dir / "mail"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        var_dir = Path(environ.get("PACC_VAR", "") or ROOT / "var").resolve()
        read = _Reader(environ)
        base_url = environ.get("PACC_BASE_URL", "") or f"http://127.0.0.1:{read.integer('PACC_PORT', 8000, 1, 65535)}"
        return cls(
            secret_key=_secret(environ, var_dir),
            database_url=_database_url(environ, var_dir),
            var_dir=var_dir,
            base_url=base_url.rstrip("/"),
            port=read.integer("PACC_PORT", 8000, 1, 65535),
            workers=read.integer("PACC_WORKERS", 2, 1, 64),
            secure_cookies=base_url.startswith("https://"),
            session_minutes=read.integer("PACC_SESSION_MINUTES", 60, 5, 24 * 60),
            mail_mode=read.mail_mode(),
            mail_from=read.address("PACC_MAIL_FROM", "pacc-flow@localhost"),
            smtp_host=environ.get("PACC_SMTP_HOST", "") or "127.0.0.1",
            smtp_port=read.integer("PACC_SMTP_PORT", 25, 1, 65535),
            smtp_user=environ.get("PACC_SMTP_USER", ""),
            smtp_password=environ.get("PACC_SMTP_PASSWORD", ""),
            smtp_starttls=read.flag("PACC_SMTP_STARTTLS"),
            mail_per_minute=read.integer("PACC_MAIL_PER_MINUTE", 100, 1, 10_000),
            signer_dir=Path(environ.get("PACC_SIGNER", "") or var_dir / "signer").resolve(),
            allow_owner=read.flag("PACC_ALLOW_OWNER"),
        )


@dataclass(frozen=True)
class _Reader:
    environ: Mapping[str, str]

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        text = self.environ.get(name, "") or str(default)
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise SettingError(f"{name} debe ser un número entero entre {low} y {high}; dice «{text}».")
        return int(text)

    def flag(self, name: str) -> bool:
        text = self.environ.get(name, "") or "no"
        if text not in ("sí", "si", "yes", "1", "no", "0"):
            raise SettingError(f"{name} debe ser «si» o «no»; dice «{text}».")
        return text not in ("no", "0")

    def address(self, name: str, default: str) -> str:
        """One bare address: the messages add the name of the entity. Whoever reads it refuses what is not one."""
        text = self.environ.get(name, "") or default
        if not _ADDRESS.fullmatch(text):
            raise SettingError(f"{name} debe ser una dirección sola, sin nombre, como pacc@entidad.gov.co; dice «{text}».")
        return text

    def mail_mode(self) -> MailMode:
        text = self.environ.get("PACC_MAIL", "") or MailMode.FOLDER
        if text not in list(MailMode):
            raise SettingError(f"PACC_MAIL debe ser «folder» o «smtp»; dice «{text}».")
        return MailMode(text)


def _database_url(environ: Mapping[str, str], var_dir: Path) -> str:
    url = environ.get("DATABASE_URL", "") or f"sqlite:///{var_dir / 'pacc.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
        raise SettingError("DATABASE_URL debe empezar por sqlite:/// o postgresql://.")
    return url


def _secret(environ: Mapping[str, str], var_dir: Path) -> str:
    """From PACC_SECRET_KEY, or from the file that the first start wrote for its owner alone."""
    kept = var_dir / "secret_key"
    secret = environ.get("PACC_SECRET_KEY", "") or (kept.read_text("ascii").strip() if kept.exists() else "")
    if len(secret) < 32:  # noqa: PLR2004  # the sentence says the figure
        raise SettingError("PACC_SECRET_KEY debe tener al menos 32 caracteres. «make run» escribe una en var/secret_key.")
    return secret
