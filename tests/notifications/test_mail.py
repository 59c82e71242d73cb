"""Mail leaves, waits or fails: against a real SMTP server on the loopback."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from aiosmtpd import smtp as daemon
from aiosmtpd.controller import Controller

from pacc_flow.notifications.letter import Letter
from pacc_flow.notifications.mail import Deferred, Failed, FolderTransport, Outcome, Sent, SmtpTransport

LAURA, OTHER = "laura@entidad.test", "otro@entidad.test"


class Office:
    """A post office that keeps what it takes, and answers as told to an address or to the content.

    Its methods have the names and the arguments that aiosmtpd calls.
    """

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.after_data = self.to_sender = "250 OK"
        self.taken: list[daemon.Envelope] = []

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name
        self,
        _server: daemon.SMTP,
        _session: daemon.Session,
        envelope: daemon.Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self,
        _server: daemon.SMTP,
        _session: daemon.Session,
        envelope: daemon.Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, _server: daemon.SMTP, _session: daemon.Session, envelope: daemon.Envelope
    ) -> str:
        if self.after_data.startswith("250"):
            self.taken.append(envelope)
        return self.after_data


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_NOT_TAKEN = "El servidor de correo no nos acepta:"


@contextmanager
def post_office(office: Office, **settings: object) -> Iterator[SmtpTransport]:
    controller = Controller(office, hostname="127.0.0.1", port=free_port(), **settings)
    controller.start()
    try:
        yield SmtpTransport("127.0.0.1", controller.port, timeout=5)
    finally:
        controller.stop()


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def transport(office: Office) -> Iterator[SmtpTransport]:
    with post_office(office) as door:
        yield door


def letter(*to: str, subject: str = "Le falta 1 actividad; vence mañana") -> Letter:
    message = EmailMessage(policy=SMTP)
    message["From"] = "PACC Flow <avisos@entidad.test>"
    message["To"] = ", ".join(to or (LAURA,))
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash(subject))}@entidad.test>"
    message.set_content("Envíela a Planeación.\n", cte="quoted-printable")
    return Letter(str(message["Message-ID"]), "avisos@entidad.test", to or (LAURA,), message.as_bytes())


def test_a_message_reaches_the_server_as_it_was_written(office: Office, transport: SmtpTransport):
    assert transport.send(letter()) == {LAURA: Sent()}
    (envelope,) = office.taken
    assert envelope.mail_from == "avisos@entidad.test"
    assert envelope.rcpt_tos == [LAURA]
    assert isinstance(envelope.content, bytes)
    received = message_from_bytes(envelope.content, policy=SMTP)
    assert received["Subject"] == "Le falta 1 actividad; vence mañana"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 No such user", Failed("El servidor de correo respondió 550 No such user")),
        ("451 Try again later", Deferred("El servidor de correo respondió 451 Try again later")),
        ("421 Too busy", Deferred("El servidor de correo respondió 421 Too busy")),
    ],
)
def test_a_refused_address_fails_for_good_or_waits_as_the_server_says(
    office: Office, transport: SmtpTransport, answer: str, outcome: object
):
    office.answers[LAURA] = answer
    assert transport.send(letter()) == {LAURA: outcome}
    assert office.taken == []


def test_one_refused_address_does_not_keep_the_message_from_the_others(office: Office, transport: SmtpTransport):
    office.answers[OTHER] = "550 No such user"
    outcomes = transport.send(letter(LAURA, OTHER))
    assert outcomes[LAURA] == Sent()
    assert isinstance(outcomes[OTHER], Failed)


@pytest.mark.parametrize(("answer", "kind"), [("554 Rejected as spam", Failed), ("452 Disk full", Deferred)])
def test_a_refused_content_fails_or_waits_too(office: Office, transport: SmtpTransport, answer: str, kind: type):
    office.after_data = answer
    outcome = transport.send(letter())[LAURA]
    assert isinstance(outcome, kind)
    assert answer in outcome.reason


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 cannot send as this sender", Deferred(f"{_NOT_TAKEN} 550 cannot send as this sender", for_all=True)),
        ("530 Authentication required", Deferred(f"{_NOT_TAKEN} 530 Authentication required", for_all=True)),
        ("552 Too large", Failed("El servidor de correo respondió 552 Too large")),
    ],
)
def test_a_server_that_does_not_take_us_is_our_trouble_and_loses_nobodys_mail(
    office: Office, transport: SmtpTransport, answer: str, outcome: object
):
    office.to_sender = answer
    assert transport.send(letter()) == {LAURA: outcome}


def said_by(*answers: str) -> Outcome:
    """What becomes of a letter with a server that answers so, line by line, and then no more."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            line, _ = listener.accept()
            with line:
                for one in answers:
                    line.sendall(f"{one}\r\n".encode())
                    line.recv(1024)
                while line.recv(1024):
                    pass

        with ThreadPoolExecutor(1) as pool:
            answering = pool.submit(answer)
            outcome = SmtpTransport("127.0.0.1", listener.getsockname()[1], timeout=0.5).send(letter())[LAURA]
            answering.result()
    return outcome


def test_a_server_that_does_not_know_us_is_our_trouble_too():
    refusal = "550 we do not know you"
    assert said_by("220 here", refusal, refusal) == Deferred(f"{_NOT_TAKEN} {refusal}", for_all=True)


def test_a_server_that_falls_silent_keeps_nobody_else_waiting():
    """The next letter would wait as long."""
    outcome = said_by("220 here", "250 here")
    assert isinstance(outcome, Deferred)
    assert (outcome.for_all, outcome.may_have_left) == (True, True)


def test_a_server_that_is_down_defers():
    outcome = SmtpTransport("127.0.0.1", free_port(), timeout=2).send(letter())[LAURA]
    assert isinstance(outcome, Deferred)
    assert outcome.reason == "El servidor de correo no está disponible: nadie contesta en esa dirección y ese puerto"


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (socket.gaierror(-2, "Name or service not known"), "no se encuentra una máquina con ese nombre"),
        (ssl.SSLError(1, "CERTIFICATE_VERIFY_FAILED"), "no se pudo acordar el cifrado"),
        (OSError(101, "Network is unreachable"), "falló la red"),
        (smtplib.SMTPException("No suitable authentication method found."), "no se pudo hablar con él"),
    ],
)
def test_what_the_library_says_in_english_is_said_in_spanish(
    transport: SmtpTransport, monkeypatch: pytest.MonkeyPatch, trouble: Exception, said: str
):
    def troubled(*_: object, **__: object) -> smtplib.SMTP:
        raise trouble

    monkeypatch.setattr(smtplib, "SMTP", troubled)
    (outcome,) = transport.send(letter()).values()
    assert outcome == Deferred(f"El servidor de correo no está disponible: {said}", for_all=True)


def test_a_server_that_says_nothing_defers_after_the_timeout():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        outcome = SmtpTransport("127.0.0.1", silent.getsockname()[1], timeout=0.2).send(letter())[LAURA]
    assert isinstance(outcome, Deferred)
    assert "no respondió a tiempo" in outcome.reason


def test_a_line_cut_in_the_middle_defers(office: Office, transport: SmtpTransport, monkeypatch: pytest.MonkeyPatch):
    def cut(server: smtplib.SMTP, message: object) -> tuple[int, bytes]:
        server.close()
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(smtplib.SMTP, "data", cut)
    outcome = transport.send(letter())[LAURA]
    said = "Se cortó la conexión con el servidor de correo: colgó sin responder"
    assert outcome == Deferred(said, may_have_left=True)
    assert office.taken == []


def test_a_server_that_is_rude_at_parting_has_taken_the_message_all_the_same(
    office: Office, transport: SmtpTransport, monkeypatch: pytest.MonkeyPatch
):
    def rude(server: smtplib.SMTP) -> tuple[int, bytes]:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(smtplib.SMTP, "quit", rude)
    assert transport.send(letter()) == {LAURA: Sent()}
    assert len(office.taken) == 1


def test_an_address_that_the_server_cannot_carry_fails(transport: SmtpTransport, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(smtplib.SMTP, "has_extn", lambda _server, _name: False)
    outcome = transport.send(letter("lucía@entidad.test"))["lucía@entidad.test"]
    assert isinstance(outcome, Failed)
    assert outcome.reason.startswith("El servidor de correo no admite esta dirección: ")


def test_no_encryption_where_it_was_asked_for_defers_and_nothing_goes_in_the_clear(office: Office):
    with post_office(office) as plain:
        outcome = SmtpTransport(plain.host, plain.port, "u", "s3creta", starttls=True, timeout=5).send(letter())[LAURA]
    assert isinstance(outcome, Deferred)
    assert "STARTTLS" in outcome.reason
    assert office.taken == []


def _accepts(password: bytes) -> Callable[..., daemon.AuthResult]:
    def judge(
        server: daemon.SMTP,
        session: daemon.Session,
        envelope: daemon.Envelope,
        mechanism: str,
        data: daemon.LoginPassword,
    ) -> daemon.AuthResult:
        return daemon.AuthResult(success=data.password == password, handled=False)

    return judge


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")  # the loopback needs none
@pytest.mark.parametrize(("password", "kind"), [("s3creta", Sent), ("otra", Deferred)])
def test_a_wrong_password_is_our_trouble_and_loses_no_mail(office: Office, password: str, kind: type):
    settings = {"authenticator": _accepts(b"s3creta"), "auth_required": True, "auth_require_tls": False}
    with post_office(office, **settings) as door:
        outcome = SmtpTransport(door.host, door.port, "pacc", password, timeout=5).send(letter())[LAURA]
    assert isinstance(outcome, kind)
    assert len(office.taken) == (kind is Sent)
    assert isinstance(outcome, Sent) or "535" in outcome.reason


def test_the_password_is_not_shown_with_the_transport():
    assert "s3creta" not in repr(SmtpTransport("h", 25, "u", "s3creta"))


def test_the_folder_keeps_each_message_as_a_file_that_mail_programs_open(tmp_path: Path):
    folder = tmp_path / "var" / "mail"
    assert FolderTransport(folder).send(letter(LAURA, OTHER)) == {LAURA: Sent(), OTHER: Sent()}
    FolderTransport(folder).send(letter(subject="Otro"))
    files = sorted(folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    subjects = {message_from_bytes(file.read_bytes(), policy=SMTP)["Subject"] for file in files}
    assert subjects == {"Le falta 1 actividad; vence mañana", "Otro"}


def test_the_same_message_put_twice_into_the_folder_is_one_file(tmp_path: Path):
    for _ in range(2):
        FolderTransport(tmp_path).send(letter())
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_defers_and_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    outcome = FolderTransport(tmp_path).send(letter())[LAURA]
    assert outcome == Deferred("No se pudo escribir en la carpeta de correo: No space left on device.", for_all=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_defers(tmp_path: Path):
    (tmp_path / "mail").write_text("aquí no")
    assert isinstance(FolderTransport(tmp_path / "mail").send(letter())[LAURA], Deferred)


def test_one_message_after_another_goes_over_one_line(
    office: Office, transport: SmtpTransport, monkeypatch: pytest.MonkeyPatch
):
    connected: list[int] = []
    connect = smtplib.SMTP.connect

    def counted(server: smtplib.SMTP, host: str = "localhost", port: int = 0) -> tuple[int, bytes]:
        connected.append(port)
        return connect(server, host, port)

    monkeypatch.setattr(smtplib.SMTP, "connect", counted)
    with transport.open() as line:
        for number in range(5):
            assert line.send(letter(subject=f"Mensaje {number}")) == {LAURA: Sent()}
    assert len(office.taken) == 5
    assert len(connected) == 1


def test_what_one_message_met_is_not_held_against_the_next(office: Office, transport: SmtpTransport):
    office.answers[OTHER] = "421 Too busy"
    with transport.open() as line:
        assert isinstance(line.send(letter(OTHER))[OTHER], Deferred)
        assert line.send(letter()) == {LAURA: Sent()}
