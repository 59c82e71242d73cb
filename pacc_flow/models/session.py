"""The session that every part of the program uses, inside Flask and outside it."""

import sqlalchemy as sa
from sqlalchemy import orm

READ_ONLY = {"read_only": True, "postgresql_readonly": True}


class Session(orm.Session):
    """Never autoflushes, so that each audited row is written once in a transaction and takes one revision.

    While `read_only` its transactions take no write lock and the database refuses every write. It is set between
    transactions: at the start of a request that only reads, before the first statement.
    """

    _reader: sa.Engine | None = None

    @property
    def read_only(self) -> bool:
        return self._reader is not None

    @read_only.setter
    def read_only(self, wanted: bool) -> None:
        if self.in_transaction():
            raise RuntimeError("a session turns read-only, or back, only between transactions")
        self._reader = None
        if wanted:
            bind = super().get_bind()
            if isinstance(bind, sa.Engine):  # a test may bind the session to one connection and its own transaction
                self._reader = bind.execution_options(**READ_ONLY)

    def get_bind(self, *args: object, **kwargs: object) -> sa.Engine | sa.Connection:
        return self._reader or super().get_bind(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched


# For whoever builds its own factory of `Session`, as Flask-SQLAlchemy-Lite does.
SESSION_OPTIONS = {"autoflush": False, "expire_on_commit": False}


def make_session_factory(engine: sa.Engine) -> orm.sessionmaker[Session]:
    return orm.sessionmaker(engine, class_=Session, autoflush=False, expire_on_commit=False)
