"""Accounts, memberships, attempts and refusals below the web: the rules at their edges."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from pacc_flow.actions.accounts import (
    change_password,
    create_account,
    deactivate_account,
    invite_account,
    reactivate_account,
    update_account,
)
from pacc_flow.actions.attempts import WINDOW, count_attempt, forget_attempts, is_told
from pacc_flow.actions.invitations import VALID_FOR, SpentInvitation, invitation_token, invited_account
from pacc_flow.actions.memberships import Place, join_office, place_account
from pacc_flow.actions.passwords import password_matches
from pacc_flow.actions.refusals import Conflict, Forbidden, Invalid
from pacc_flow.actions.refused import record_refusal
from pacc_flow.actions.sign_ins import Attempt, record_failed_sign_in, record_sign_in, record_sign_out
from pacc_flow.actions.source import NOWHERE
from pacc_flow.models import Account, LedgerRecord, RateCount
from pacc_flow.workflow import Standing
from tests.support.cast import NOW, PASSWORD, SETUP, World

LATER = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"email": "sin arroba"}, "email", "Escriba un correo completo"),
        ({"email": "a b@c.co"}, "email", "Escriba un correo completo"),
        ({"email": f"{'a' * 250}@c.co"}, "email", "Escriba un correo completo"),
        ({"email": " LAURA@entidad.gov.co"}, "email", "Ya hay una cuenta con el correo laura@entidad.gov.co."),
        ({"name": "  "}, "name", "Escriba el nombre de la persona"),
        ({"name": "x" * 121}, "name", "en no más de 120 caracteres"),
        ({"password": "corta"}, "password", "al menos 10 caracteres"),
    ],
)
def test_an_account_that_will_not_do_names_its_field(world: World, typed: dict[str, str], field: str, sentence: str):
    values = {"email": "rosa@entidad.gov.co", "name": "Rosa", "actor": SETUP, "at": NOW} | typed
    with pytest.raises(Invalid) as refusal:
        create_account(world.session, world.entity, **values)
    assert list(refusal.value.errors) == [field]
    assert sentence in refusal.value.errors[field]


def test_an_account_that_stays_as_it_was_leaves_no_record(world: World):
    laura = world.person("Laura")
    assert update_account(world.session, laura, name=laura.name, standing=Standing.MEMBER, actor=SETUP, at=NOW) is None
    assert reactivate_account(world.session, laura, actor=SETUP, at=NOW) is None
    assert place_account(world.session, laura, _places(world, laura), standing=Standing.MEMBER, actor=SETUP, at=NOW) == 0


def test_a_name_can_be_changed_to_nothing_by_nobody(world: World):
    with pytest.raises(Invalid, match="Escriba el nombre"):
        update_account(world.session, world.person("Laura"), name=" ", standing=Standing.MEMBER, actor=SETUP, at=NOW)


def test_an_address_is_corrected_to_one_that_nobody_has(world: World):
    laura = world.person("Laura")
    typed = {"name": laura.name, "standing": Standing.MEMBER, "actor": SETUP, "at": NOW}
    for email, sentence in (("laura", "un correo completo"), ("MATEO@entidad.gov.co", "Ya hay una cuenta")):
        with pytest.raises(Invalid, match=sentence):
            update_account(world.session, laura, email=email, **typed)
    assert update_account(world.session, laura, email=" Laura@entidad.gov.co", **typed) is None
    assert update_account(world.session, laura, email="laura.c@entidad.gov.co", **typed) is not None
    assert laura.email == "laura.c@entidad.gov.co"


def test_nobody_changes_what_they_are_nor_closes_their_own_account(world: World):
    ana = world.person("Ana")
    herself = NOWHERE.actor(ana, role="admin")
    with pytest.raises(Invalid, match="Su propia cuenta la cambia otro administrador"):
        update_account(world.session, ana, name=ana.name, standing=Standing.MEMBER, actor=herself, at=NOW)
    with pytest.raises(Forbidden, match="No puede desactivar su propia cuenta"):
        deactivate_account(world.session, ana, actor=herself, at=NOW)


def test_an_account_is_closed_and_opened_once_and_raises_the_epoch(world: World):
    laura = world.person("Laura")
    epoch = laura.session_epoch
    assert deactivate_account(world.session, laura, actor=SETUP, at=NOW) is not None
    assert deactivate_account(world.session, laura, actor=SETUP, at=NOW) is None
    assert laura.session_epoch == epoch + 1
    with pytest.raises(Invalid, match="está desactivada"):
        invite_account(world.session, laura, actor=SETUP, at=NOW)
    world.session.commit()
    assert reactivate_account(world.session, laura, actor=SETUP, at=NOW) is not None
    world.session.commit()
    assert world.person("Laura").is_active


def test_nobody_joins_an_office_twice_nor_one_of_another_entity(world: World):
    laura, elsewhere = world.person("Laura"), world.outsider.memberships[0].office
    with pytest.raises(Invalid, match="ya está en la Oficina Comercial"):
        join_office(world.session, laura, laura.memberships[0].office, actor=SETUP, at=NOW)
    with pytest.raises(Invalid, match="no existe en la entidad"):
        join_office(world.session, laura, elsewhere, actor=SETUP, at=NOW)


def test_an_office_that_was_left_can_be_joined_again(world: World):
    laura = world.person("Laura")
    office = laura.memberships[0].office
    assert place_account(world.session, laura, [], standing=Standing.MEMBER, actor=SETUP, at=NOW) == 1
    world.session.commit()
    assert place_account(world.session, world.person("Laura"), [Place(office)], standing=Standing.MEMBER, actor=SETUP, at=LATER)
    world.session.commit()
    kept = sorted(world.person("Laura").memberships, key=lambda membership: membership.id)
    assert [each.ended_at for each in kept] == [NOW, None]


def test_the_head_of_an_office_is_marked_and_unmarked(world: World):
    laura = world.person("Laura")
    office = laura.memberships[0].office
    for is_head in (True, False):
        places = [Place(office, is_head=is_head)]
        assert place_account(world.session, laura, places, standing=Standing.MEMBER, actor=SETUP, at=NOW) == 1
        world.session.commit()
        assert [each.is_head for each in world.person("Laura").memberships] == [is_head]


def test_a_new_name_is_told_old_and_new(world: World):
    laura = world.person("Laura")
    receipt = update_account(world.session, laura, name="Laura  Ríos", standing=Standing.MEMBER, actor=SETUP, at=NOW)
    world.session.commit()
    body = world.session.scalars(select(LedgerRecord.body).where(LedgerRecord.seq == receipt.seq)).one()
    assert '"data":{"name":["Laura Cifuentes","Laura Ríos"]}' in body


def test_a_password_is_changed_by_whoever_knows_it(world: World):
    laura, new = world.person("Laura"), "cuatro gatos en un tejado"
    epoch = laura.session_epoch
    with pytest.raises(Invalid, match="no es esa"):
        change_password(world.session, laura, current="otra clave larga", new=new, source=NOWHERE, at=NOW)
    with pytest.raises(Invalid, match="al menos 10"):
        change_password(world.session, laura, current=PASSWORD, new="corta", source=NOWHERE, at=NOW)
    change_password(world.session, laura, current=PASSWORD, new=new, source=NOWHERE, at=NOW)
    world.session.commit()
    assert password_matches(world.person("Laura").password_hash, new)
    assert world.person("Laura").session_epoch == epoch + 1


def test_an_invitation_names_its_account_until_it_is_used_replaced_or_too_old(world: World):
    laura = world.person("Laura")
    token = invitation_token(laura, secret="s", at=NOW)
    assert invited_account(world.session, token, secret="s", at=NOW).id == laura.id
    for secret, at, given in (("s", NOW + VALID_FOR, token), ("t", NOW, token), ("s", NOW, "x")):
        with pytest.raises(SpentInvitation):
            invited_account(world.session, given, secret=secret, at=at)
    invite_account(world.session, laura, actor=SETUP, at=NOW)
    world.session.commit()
    with pytest.raises(SpentInvitation, match="ya se usó o venció"):
        invited_account(world.session, token, secret="s", at=NOW)


def test_whoever_administers_or_audits_is_of_no_office(world: World):
    laura = world.person("Laura")
    for standing in (Standing.ADMIN, Standing.AUDITOR):
        with pytest.raises(Invalid, match="no es de ninguna oficina"):
            place_account(world.session, laura, _places(world, laura), standing=standing, actor=SETUP, at=NOW)


def test_attempts_are_counted_in_windows_and_forgotten_when_they_are_over(world: World):
    session = world.session
    assert [count_attempt(session, "x", at=NOW) for _ in range(3)] == [1, 2, 3]
    assert count_attempt(session, "x", at=NOW + WINDOW) == 1
    count_attempt(session, "y", at=NOW + WINDOW)
    forget_attempts(session, "y", at=NOW + WINDOW)
    session.commit()
    assert session.scalars(select(RateCount.key)).all() == ["x"]
    forget_attempts(session, "z", at=NOW + WINDOW + timedelta(hours=1))
    session.commit()
    assert session.scalars(select(RateCount.key)).all() == []


def test_a_flood_is_told_by_one_figure_a_digit():
    assert [count for count in range(1, 1001) if is_told(count)] == [
        *range(1, 10), *range(10, 100, 10), *range(100, 1001, 100),
    ]  # fmt: skip


def test_nobody_signs_in_without_an_account(world: World):
    with pytest.raises(ValueError, match="without an account"):
        record_sign_in(world.session, Attempt(None, "x", 1, 1), source=NOWHERE, at=NOW)


def test_an_attempt_in_the_middle_of_a_flood_is_only_counted(world: World):
    before = _size(world)
    record_failed_sign_in(world.session, Attempt(None, "x", 11, 1), source=NOWHERE, at=NOW)
    world.session.commit()
    assert _size(world) == before
    record_failed_sign_in(world.session, Attempt(None, "x", 20, 1), source=NOWHERE, at=NOW)
    world.session.commit()
    assert _size(world) == before + 1


def test_whoever_has_no_office_signs_in_and_out_all_the_same(world: World):
    before = _size(world)
    record_sign_out(world.session, actor=world.person("Ana"), source=NOWHERE, at=NOW)
    world.session.commit()
    assert _size(world) == before + 1


def test_a_refused_decision_tells_over_which_content_it_was(world: World):
    laura = world.person("Laura")
    receipt = record_refusal(world.session, actor=laura, source=NOWHERE, refusal=Conflict(7, 3), at=NOW)
    world.session.commit()
    assert receipt is not None
    assert receipt.kind == "refusal:step"
    told = [record_refusal(world.session, actor=laura, source=NOWHERE, refusal=Forbidden("No."), at=NOW) for _ in range(11)]
    world.session.commit()
    assert told[-2] is None


def _places(world: World, account: Account) -> list[Place]:
    return [Place(each.office, is_head=each.is_head) for each in account.memberships]


def _size(world: World) -> int:
    return world.session.scalar(select(func.count()).select_from(LedgerRecord))
