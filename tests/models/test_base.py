"""What every mapped class shares: instants, the tie to the ledger and the image of a row."""

import re
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from sqlalchemy import ForeignKeyConstraint, select
from sqlalchemy.dialects import postgresql, sqlite

from pacc_flow.models import Account, Audited, Entity, UTCDateTime
from pacc_flow.models.base import audited_classes, image_columns, image_of, row_image
from pacc_flow.models.ledger_record import LedgerInstant
from tests.support.cast import World

BOGOTA = timezone(timedelta(hours=-5))
DIALECTS = [sqlite.dialect(), postgresql.dialect()]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_instant_comes_out_aware_and_in_utc(dialect):  # noqa: ANN001 - a dialect of either engine
    given = datetime(2026, 4, 30, 23, tzinfo=BOGOTA)
    stored = UTCDateTime().process_bind_param(given, dialect)
    assert stored is not None
    assert (stored.tzinfo is None) == (dialect.name == "sqlite")
    found = UTCDateTime().process_result_value(stored, dialect)
    assert found == given
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", [UTCDateTime(), LedgerInstant()])
def test_no_instant_is_no_instant(dialect, kind):  # noqa: ANN001 - a dialect and a type
    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", [UTCDateTime(), LedgerInstant()])
def test_a_naive_instant_is_refused(dialect, kind):  # noqa: ANN001 - a dialect and a type
    with pytest.raises(ValueError, match="zon"):
        kind.process_bind_param(datetime(2026, 1, 1), dialect)  # noqa: DTZ001 - the fault under test


def test_the_ledger_instant_is_text_of_fixed_width():
    moment = datetime(2026, 4, 30, 23, tzinfo=BOGOTA)
    assert LedgerInstant().process_bind_param(moment, DIALECTS[0]) == "2026-05-01T04:00:00.000000Z"


@pytest.mark.parametrize("audited", audited_classes())
def test_every_audited_table_is_tied_to_the_ledger(audited: type[Audited]):
    (tie,) = [
        constraint
        for constraint in audited.table().constraints
        if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table.name == "ledger_record"
    ]
    assert (tie.deferrable, tie.initially, tie.column_keys) == (True, "DEFERRED", ["subject_type", "id", "rev"])
    assert audited.__mapper__.version_id_col is audited.table().c.rev
    assert audited.table().c.id.autoincrement is True


def test_the_subjects_are_all_different():
    subjects = [audited.__subject__ for audited in audited_classes()]
    assert len(subjects) == len(set(subjects)) > 0


def test_the_image_of_a_row_leaves_out_what_is_null_and_what_is_constant():
    row = Entity(id=1, rev=2, slug="icetex", name="Nin\u0303o", is_demo=False, schedule=["04-30"], offsets={"1": 2})
    assert row_image(row) == {
        "id": 1,
        "rev": 2,
        "slug": "icetex",
        "name": "Niño",
        "is_demo": False,
        "schedule": ["04-30"],
        "offsets": [{"key": "1", "value": 2}],
    }


SECRET_NAMES = re.compile("password|secret|token|salt|otp")


@pytest.mark.parametrize("audited", audited_classes())
def test_a_column_that_sounds_like_a_secret_is_marked_as_one(audited: type[Audited]):
    columns = {column.name: column.info.get("secret") for column in audited.table().columns}
    assert [name for name, is_secret in columns.items() if SECRET_NAMES.search(name) and not is_secret] == []


def test_the_image_of_a_row_proves_a_secret_without_holding_it(world: World):
    laura = world.person("Laura")
    image = image_of(
        world.session.execute(select(*image_columns(Account.table())).where(Account.id == laura.id)).mappings().one()
    )
    assert image["password_hash_sha256"] == sha256(laura.password_hash.encode()).hexdigest()
    assert "password_hash" not in image
    assert image == row_image(laura)


def test_a_secret_that_is_not_there_leaves_no_trace():
    row = Account(id=1, rev=1, entity_id=1, email="laura@entidad.gov.co", name="Laura", password_hash=None)
    assert not any(name.startswith("password") for name in row_image(row))
