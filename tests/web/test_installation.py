"""How the installation is doing, as whoever administers it and whoever watches over the server see it."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from pacc_flow.actions import job_runs, lease
from pacc_flow.models import Notice, NoticeState
from pacc_flow.models.database_clock import database_time
from tests.support.cast import NOW, World
from tests.support.web import sign_in, token_of

PAGE = "/app/admin/sistema/"
STOPPED = "El programador no responde"


def alive(world: World) -> None:
    now = database_time(world.session.connection())
    assert lease.take(world.session, "servidor:42", at=now)
    for name in ("open_due_cuts", "deliver_mail"):
        job_runs.begin(world.session, name, at=now)
    job_runs.end(world.session, "open_due_cuts", at=now, next_at=now - timedelta(hours=1), done=2)
    job_runs.end(world.session, "deliver_mail", at=now, next_at=now + timedelta(seconds=20), error="No terminó: OSError.")


def given_up(world: World) -> int:
    laura = world.person("Laura").id
    for step in ("a", "b"):
        world.session.add(
            Notice(
                recipient_id=laura,
                cut_id=world.cut().id,
                kind="submit",
                step=step,
                round=1,
                state=NoticeState.FAILED,
                created_at=NOW,
                next_try_at=NOW,
                last_error="El servidor de correo respondió 550 no such user",
            )
        )
    world.session.commit()
    return laura


def test_an_administrator_sees_on_every_page_that_nobody_works_by_the_clock(client: FlaskClient, world: World):
    sign_in(client, "Ana")
    for address in ("/app/admin/personas", "/app/admin/oficinas", "/app/cuenta", PAGE):
        assert STOPPED in client.get(address).text
    alive(world)
    for address in ("/app/admin/personas", "/app/admin/oficinas", "/app/cuenta", PAGE):
        assert STOPPED not in client.get(address).text


def test_nobody_else_is_bothered_with_it(client: FlaskClient, world: World):
    sign_in(client, "Laura")
    assert STOPPED not in client.get("/app/cuenta").text


def test_the_page_tells_who_leads_and_how_each_job_went(client: FlaskClient, world: World):
    alive(world)
    sign_in(client, "Ana")
    page = client.get(PAGE).text
    assert "servidor:42" in page
    assert "2 cortes abiertos" in page
    assert "Atrasada desde el" in page
    assert "No terminó: OSError." in page
    assert "Todavía no" in page
    assert "Todo el correo salió" in page


def test_a_leader_that_is_silent_is_no_leader(client: FlaskClient, world: World):
    alive(world)
    lease.release(world.session, "servidor:42", at=database_time(world.session.connection()) - timedelta(minutes=5))
    sign_in(client, "Ana")
    page = client.get(PAGE).text
    assert "servidor:42" not in page
    assert "respondió por última vez" in page
    assert page.count(STOPPED) == 1, "the page says so itself"


def test_mail_that_was_given_up_is_told_with_its_reason_and_tried_again(client: FlaskClient, world: World):
    laura = given_up(world)
    sign_in(client, "Ana")
    page = client.get(PAGE).text
    assert "550 no such user" in page
    answer = client.post(
        f"/app/admin/sistema/correo/{laura}", data={"csrf_token": token_of(client.get(PAGE))}, follow_redirects=True
    )
    assert "se intentará de nuevo" in answer.text
    assert "2 avisos esperan su turno" in answer.text
    again = client.post(
        f"/app/admin/sistema/correo/{laura}", data={"csrf_token": token_of(client.get(PAGE))}, follow_redirects=True
    )
    assert "No había correo por volver a intentar" in again.text


def test_news_that_wait_for_their_digest_are_no_mail_that_did_not_leave(client: FlaskClient, world: World):
    """What a server did not take is, though it waits for its next try too."""
    news = Notice(
        recipient_id=world.person("Laura").id,
        cut_id=world.cut().id,
        kind="reviewed",
        step="1",
        round=1,
        created_at=NOW,
        next_try_at=NOW + timedelta(days=1),
    )
    world.session.add(news)
    world.session.commit()
    sign_in(client, "Ana")
    assert "Todo el correo salió" in client.get(PAGE).text
    news.attempts, news.last_error = 1, "El servidor de correo no está disponible: nadie contesta"
    world.session.commit()
    page = client.get(PAGE).text
    assert "1 aviso espera su turno, para 1 persona. Último motivo:" in page
    assert "nadie contesta. El próximo intento es" in page


def test_mail_of_another_entity_is_nobody_elses(client: FlaskClient, world: World):
    sign_in(client, "Ana")
    token = token_of(client.get(PAGE))
    outsider = world.outsider.id
    world.session.rollback()
    assert client.post(f"/app/admin/sistema/correo/{outsider}", data={"csrf_token": token}).status_code == 404


def test_whoever_watches_over_the_server_reads_it_at_one_address(app: Flask, world: World):
    watcher = app.test_client()
    assert watcher.get("/readyz").json == {"status": "ok", "scheduler": {"alive": False, "leader": None, "jobs": {}}}
    alive(world)
    told = watcher.get("/readyz").json["scheduler"]
    assert told["alive"] is True
    assert "servidor" not in told["leader"]
    assert told["jobs"]["open_due_cuts"]["lag_seconds"] >= 3600
    assert told["jobs"]["open_due_cuts"]["failed"] is False
    assert told["jobs"]["deliver_mail"]["failed"] is True
    assert told["jobs"]["deliver_mail"]["next_run"] > told["jobs"]["deliver_mail"]["last_run"]
