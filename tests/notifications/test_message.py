from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

import pytest
from lxml import html

from pacc_flow.calendar import BusinessCalendar
from pacc_flow.notifications.letter import Letter
from pacc_flow.notifications.message import Digest, Item, Kind, News, Publication, Receipt, Section, Thread, compose, situation

DUE_ON = date(2026, 9, 7)
CUT = "corte del 31 de agosto de 2026"
CORRECT = Section("correct", CUT, DUE_ON, (Item(24, "Optimizar la atención", "Devuelta", "https://x.test/e/24"),))
SUBMIT = Section(
    "submit",
    CUT,
    DUE_ON,
    (
        Item(28, "Mejorar los procedimientos", "Sin empezar", "https://x.test/e/28"),
        Item(29, "Estrategia de <b>segmentación</b> & otras", "Borrador", "https://x.test/e/29?a=1&b=2", "Con Calidad"),
    ),
)
DIGEST = Digest(
    reference="11 2026-09-03",
    recipient_name="Laura Cifuentes",
    recipient_address="laura@entidad.test",
    entity_name="ICETEX",
    home_link="https://x.test/mis-actividades",
    sections=(SUBMIT, CORRECT),
)


def letter(digest: Digest = DIGEST, day: int = 3, hour: int = 8) -> Letter:
    now = datetime(2026, 9, day, 5, tzinfo=UTC).replace(hour=hour + 5)
    return compose(digest, sender="avisos@entidad.test", now=now, calendar=BusinessCalendar())


def read(content: bytes) -> EmailMessage:
    """As whoever gets it reads it, with nothing in it that had to be guessed."""
    message = message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[]] * len(list(message.walk()))
    assert [header.defects for header in message.values()] == [()] * len(message)
    return message


def written(digest: Digest = DIGEST, day: int = 3, hour: int = 8) -> EmailMessage:
    return read(letter(digest, day, hour).content)


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def section(kind: Kind, count: int, due_on: date = DUE_ON) -> Section:
    return Section(kind, CUT, due_on, tuple(Item(n, f"Actividad {n}", "Borrador", "https://x.test/") for n in range(count)))


@pytest.mark.parametrize(
    ("sections", "today", "subject"),
    [
        ((SUBMIT, CORRECT), date(2026, 9, 3), "Le faltan 3 actividades; vence el lunes 7 de septiembre"),
        ((CORRECT,), date(2026, 9, 6), "Le falta 1 actividad; vence mañana"),
        ((SUBMIT,), DUE_ON, "Le faltan 2 actividades; vence hoy"),
        ((SUBMIT,), date(2026, 9, 8), "Le faltan 2 actividades; el plazo venció ayer"),
        ((SUBMIT,), date(2026, 9, 9), "Le faltan 2 actividades; el plazo venció el lunes 7 de septiembre"),
        ((section("write", 1),), DUE_ON, "Falta su sección en 1 actividad; vence hoy"),
        ((section("copy", 4), section("review", 1)), DUE_ON, "Le falta revisar 1 actividad; vence hoy"),
        ((section("verify", 2),), DUE_ON, "Le falta verificar 2 actividades; vence hoy"),
        ((section("copy", 4),), date(2026, 9, 8), "Siguen sin enviar 4 actividades; el plazo venció ayer"),
        ((section("submit", 1, date(2027, 1, 8)), SUBMIT), DUE_ON, "Le faltan 3 actividades; vence hoy"),
        ((section("submit", 0), section("review", 2)), DUE_ON, "Le falta revisar 2 actividades; vence hoy"),
    ],
)
def test_the_subject_says_the_situation(sections: tuple[Section, ...], today: date, subject: str):
    assert situation(sections, today) == subject


def test_a_digest_that_tells_nothing_is_refused():
    with pytest.raises(ValueError, match="Un aviso sin actividades no se envía"):
        situation((section("submit", 0),), DUE_ON)


@pytest.mark.parametrize(
    ("kind", "count", "day", "sentence"),
    [
        ("submit", 2, 3, "Envíelas a Planeación a más tardar el lunes 7 de septiembre. Le quedan 2 días hábiles."),
        ("submit", 1, 4, "Envíela a Planeación a más tardar el lunes 7 de septiembre. Le queda 1 día hábil."),
        ("submit", 2, 7, "Envíelas a Planeación hoy: es el último día del plazo."),
        ("submit", 2, 9, "7 de septiembre, hace 2 días hábiles. Envíelas a Planeación hoy: quedarán como extemporáneas."),
        ("correct", 1, 8, "El plazo venció ayer, lunes 7 de septiembre. Corríjala y envíela hoy: quedará como extemporánea."),
        ("write", 1, 8, "El plazo venció ayer, lunes 7 de septiembre. Escriba su sección hoy."),
        ("review", 2, 8, "El plazo venció ayer, lunes 7 de septiembre. Revíselas hoy."),
        ("verify", 1, 3, "Verifíquela a más tardar el lunes 7 de septiembre. Le quedan 2 días hábiles."),
        ("copy", 2, 9, "El plazo venció el lunes 7 de septiembre, hace 2 días hábiles. Siguen sin enviar."),
    ],
)
def test_each_section_says_what_to_do_and_by_when(kind: Kind, count: int, day: int, sentence: str):
    message = written(replace(DIGEST, sections=(section(kind, count),)), day=day)
    assert sentence in text_of(message)
    assert sentence in html_of(message)


@pytest.mark.parametrize(
    ("hour", "greeting"), [(0, "Buenos días"), (11, "Buenos días"), (12, "Buenas tardes"), (18, "Buenas tardes")]
)
def test_the_greeting_is_that_of_the_hour_in_bogota(hour: int, greeting: str):
    assert f"{greeting}, Laura Cifuentes:" in text_of(written(hour=hour))


def test_at_night_it_says_good_night():
    now = datetime(2026, 9, 4, 1, tzinfo=UTC)
    message = compose(DIGEST, sender="avisos@entidad.test", now=now, calendar=BusinessCalendar())
    assert "Buenas noches, Laura Cifuentes:" in text_of(read(message.content))


def test_what_came_back_is_told_first_and_every_activity_has_its_link():
    text = text_of(written())
    assert text.index("CORRIJA Y VUELVA A ENVIAR (1) · Corte del 31 de agosto") < text.index("POR REPORTAR (2)")
    for link in ("https://x.test/e/24", "https://x.test/e/28", "https://x.test/e/29?a=1&b=2", DIGEST.home_link):
        assert link in text
    links = html.fromstring(html_of(written())).xpath("//a/@href")
    assert links == [
        "https://x.test/e/24", "https://x.test/e/28", "https://x.test/e/29?a=1&b=2", DIGEST.home_link,
    ]  # fmt: skip


def test_markup_in_a_title_is_text_in_html_and_stays_as_typed_in_plain_text():
    page = html.fromstring(html_of(written()))
    assert page.xpath("//a[contains(@href, '29')]/text()") == ["Estrategia de <b>segmentación</b> & otras"]
    assert "29. Estrategia de <b>segmentación</b> & otras" in text_of(written())
    assert "Borrador · vence en 2 días hábiles, lunes 7 de septiembre · Con Calidad" in text_of(written())


def test_nothing_in_it_is_loaded_from_elsewhere():
    page = html.fromstring(html_of(written()))
    assert not page.xpath("//img | //script | //link | //iframe | //@src | //@background")
    assert "url(" not in html_of(written())
    assert "@import" not in html_of(written())


def test_a_demonstration_says_so_in_the_subject_and_in_both_bodies():
    demo = written(replace(DIGEST, is_demo=True))
    assert demo["Subject"].startswith("[Demostración] Le faltan 3 actividades")
    assert "Demostración: nada aquí tiene efecto oficial." in text_of(demo)
    assert "nada aquí tiene efecto oficial." in html_of(demo)
    assert "Demostración" not in written().as_string()
    assert "Demostración" not in text_of(written())


def test_the_headers_name_both_ends_the_instant_and_that_no_person_wrote_it():
    message = written()
    assert str(message["From"]) == '"PACC Flow, ICETEX" <avisos@entidad.test>'
    assert str(message["To"]) == "Laura Cifuentes <laura@entidad.test>"
    assert str(message["Date"]) == "Thu, 03 Sep 2026 08:00:00 -0500"
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_same_digest_sent_again_is_the_same_message_and_another_is_not():
    first, again = written(), written(hour=10)
    other, colleague = written(replace(DIGEST, reference="x")), written(replace(DIGEST, recipient_address="b@x.test"))
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Message-ID"].endswith("@entidad.test>")
    assert len({first["Message-ID"], other["Message-ID"], colleague["Message-ID"]}) == 3


def test_a_line_break_in_a_name_adds_no_header():
    message = written(replace(DIGEST, recipient_name="Laura\r\nBcc: otro@x.test", entity_name="ICE\nTEX"))
    assert message["Bcc"] is None
    assert str(message["From"]) == '"PACC Flow, ICE TEX" <avisos@entidad.test>'
    assert [one.addr_spec for one in message["To"].addresses] == ["laura@entidad.test"]


def test_what_is_not_an_address_is_refused():
    with pytest.raises(ValueError, match="no domain"):
        written(replace(DIGEST, recipient_address="laura cifuentes"))


def test_it_survives_the_wire_in_seven_bits_and_short_lines():
    wire = letter().content
    assert wire.isascii()
    assert max(len(line) for line in wire.split(b"\r\n")) <= 78
    assert wire.count(b"\n") == wire.count(b"\r") == wire.count(b"\r\n")
    assert read(wire)["Subject"] == "Le faltan 3 actividades; vence el lunes 7 de septiembre"


NAMES = (
    "Íñigo Peñalosa",
    'Ana "Nena" Ruiz, la de \\ Cali',
    "=?utf-8?q?=C3=B1?=",
    "Ñ" * 120,
    "Plan " * 40,
    "Comité de " + "Gestión y Desempeño " * 9,
)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_arrives_as_it_was_typed(name: str):
    """As mail programs read it; the policies of Python's `email` see a blank between two encoded words of a name."""
    wire = letter(replace(DIGEST, recipient_name=name, entity_name=name, thread=Thread("entrada-1", name))).content
    message, typed = message_from_bytes(wire), " ".join(name.split())
    told = [parseaddr(message[header]) for header in ("To", "From")]
    assert [(str(make_header(decode_header(shown))), address) for shown, address in told] == [
        (typed, "laura@entidad.test"),
        (f"PACC Flow, {typed}", "avisos@entidad.test"),
    ]
    assert read(wire)["Subject"] == typed
    assert max(map(len, wire.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("quote", ["una línea\ny otra", "=C3=B1 = 1", ".", "un punto \n.\n solo", "tab\t\nfin ", "Ñ" * 400])
def test_the_words_of_a_person_arrive_as_they_were_typed(quote: str):
    message = written(replace(DIGEST, news=(News("Se aprobó", "Así quedó.", "https://x.test/", quote),)))
    assert f"\n«{quote}»\n" in text_of(message)


def test_what_unsubscribes_with_one_click_is_an_address_that_mail_programs_read():
    """Encoded as words, as it was while it had more than a line, it is none."""
    link = f"https://x.test/avisos/{'a1B2' * 30}"
    message = letter(replace(DIGEST, mute_link=link)).content
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in message
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in message


def test_a_signed_note_goes_along_to_the_letter():
    note = "pacc\n42\nhuella\n\n— firma ñ\n"
    published = Publication("seguimiento", "https://x.test/2026/", Receipt("", 7, "ab"), note)
    (attached,) = written(replace(DIGEST, publications=(published,))).iter_attachments()
    assert attached.get_filename() == "punto-de-control-42.txt"
    assert attached.get_content() == note.encode()
