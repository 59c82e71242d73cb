"""What a person takes home of what they did, and what leaves the house when a follow-up is published."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from pacc_flow import jobs
from pacc_flow.actions.checkpoints import sign
from pacc_flow.actions.corrections import publish_correction
from pacc_flow.actions.publication import publish_cut
from pacc_flow.actions.signer_folder import SignerFolder
from pacc_flow.actions.trail import Session
from pacc_flow.actions.wanted import Wanted
from pacc_flow.ledger.checkpoint import opened
from pacc_flow.models import Entry, LedgerRecord
from pacc_flow.workflow import Action
from tests.support.cast import NOW, World
from tests.support.mail import PostOffice

SOON = NOW + timedelta(minutes=15)


@pytest.fixture
def folder(tmp_path: Path) -> SignerFolder:
    return SignerFolder(tmp_path / "signer", "pacc.entidad.gov.co")


def publish(world: World) -> None:
    """Nothing was verified: each entry is listed with its reason."""
    reasons = dict.fromkeys(world.session.scalars(select(Entry.id).where(Entry.cut_id == world.cut().id)), "No alcanzó.")
    publish_cut(world.session, world.cut().id, actor=world.person("Marta"), reasons=reasons, at=NOW)
    world.session.commit()


def text_to(smtp_server: PostOffice, address: str) -> str:
    (message,) = [one for one in smtp_server.messages if one["To"].addresses[0].addr_spec == address]
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_the_steps_of_a_quarter_of_an_hour_come_in_one_mail_with_their_receipts(
    world: World, sessions: sessionmaker[Session], post: jobs.Post, smtp_server: PostOffice
):
    world.submit(1)
    world.submit(2)
    assert jobs.deliver_mail(sessions, post, NOW).sent == 0
    assert jobs.deliver_mail(sessions, post, SOON).sent == 1
    text = text_to(smtp_server, "laura@entidad.gov.co")
    records = world.session.scalars(select(LedgerRecord).where(LedgerRecord.kind == "entry:submit")).all()
    for number, record in enumerate(records, start=1):
        assert f"Envió la actividad {number}\n     Registro {record.seq}, huella {record.entry_hash.hex()}" in text
    assert [str(message["Subject"]) for message in smtp_server.messages] == ["Recibos de los 2 pasos que dio"]
    world.session.rollback()
    assert jobs.deliver_mail(sessions, post, SOON + timedelta(hours=1)).sent == 0


def test_one_step_names_itself_in_the_subject_and_a_saved_draft_has_no_receipt(
    world: World, sessions: sessionmaker[Session], post: jobs.Post, smtp_server: PostOffice
):
    world.act("Laura", Action.SAVE, content=world.written("Laura"))
    world.submit(1)
    world.session.rollback()
    jobs.deliver_mail(sessions, post, SOON)
    assert [str(message["Subject"]) for message in smtp_server.messages] == ["Recibo: envió la actividad 1"]


def test_a_publication_is_told_with_the_checkpoint_that_covers_it(
    world: World, sessions: sessionmaker[Session], folder: SignerFolder, post: jobs.Post, smtp_server: PostOffice
):
    publish(world)
    sign(sessions, folder, at=NOW)
    jobs.deliver_mail(sessions, post, NOW)
    told = {message["To"].addresses[0].addr_spec for message in smtp_server.messages}
    assert told == {f"{name}@entidad.gov.co" for name in ("andres", "diana", "marta", "jorge", "oscar")}
    published = world.session.scalars(select(LedgerRecord).where(LedgerRecord.kind == "report:publish")).one()
    for message in smtp_server.messages:
        assert str(message["Subject"]) == "Se publicó el seguimiento con corte al 30 de abril de 2026"
        (attached,) = message.iter_attachments()
        checkpoint = opened(attached.get_content().decode(), folder.verifiers())
        assert attached.get_filename() == f"punto-de-control-{checkpoint.size}.txt"
        assert checkpoint.size > published.seq
    text = text_to(smtp_server, "oscar@entidad.gov.co")
    assert "https://pacc.entidad.gov.co/entidad/2026/corte-1/" in text
    assert f"registro {published.seq}, huella {published.entry_hash.hex()}" in text


def test_a_correction_is_told_with_its_revision_its_reason_and_what_changed(
    world: World, sessions: sessionmaker[Session], post: jobs.Post, smtp_server: PostOffice
):
    publish(world)
    jobs.deliver_mail(sessions, post, NOW)
    smtp_server.messages.clear()
    marta, rows = world.person("Marta"), {1: Wanted(percent=5000)}
    publish_correction(world.session, world.cut().id, actor=marta, rows=rows, reason="La oficina sí reportó.", at=SOON)
    world.session.commit()
    jobs.deliver_mail(sessions, post, SOON)
    subjects = {str(message["Subject"]) for message in smtp_server.messages}
    assert subjects == {"Se corrigió el seguimiento con corte al 30 de abril de 2026: revisión 2"}
    text = text_to(smtp_server, "oscar@entidad.gov.co")
    assert "Por qué: «La oficina sí reportó.» La revisión anterior se conserva." in " ".join(text.split())
    assert "https://pacc.entidad.gov.co/entidad/2026/corte-1/cambios/" in text


def test_a_publication_that_no_checkpoint_covers_says_so(
    world: World, sessions: sessionmaker[Session], post: jobs.Post, smtp_server: PostOffice
):
    publish(world)
    jobs.deliver_mail(sessions, post, NOW)
    text = text_to(smtp_server, "oscar@entidad.gov.co")
    assert "Todavía no hay un punto de control firmado" in text
    assert not list(smtp_server.messages[0].iter_attachments())
