"""What an office types and attaches: what is kept of it, and what is refused."""

import pytest
from sqlalchemy import select

from pacc_flow.actions.content import Content, StoredFile, clean_text, digest, why_not_link
from pacc_flow.actions.perform import Brings, perform
from pacc_flow.actions.refusals import Forbidden, Invalid
from pacc_flow.models import Evidence, EvidenceKind, LedgerRecord
from pacc_flow.workflow import Action
from tests.support.cast import NOW, World

NO_EVIDENCE = "Todavía no se puede enviar: reporta avance y no hay evidencia. Agregue un archivo o un enlace y guarde."
FILE = StoredFile("acta.pdf", "ab" * 32, 9, "application/pdf")


def errors_of(world: World, content: Content, by: str = "Laura", number: int = 1) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        world.act(by, Action.SAVE, number, content=content)
    world.session.rollback()
    return refused.value.errors


def content(world: World, office: str = "Oficina Comercial", **more: object) -> Content:
    return Content(office_id=world.office(office).id, **{"narrative": "Se hizo.", "percent": 6500} | more)


def evidence(world: World, number: int = 1) -> list[Evidence]:
    entry_id = world.entry(number).id
    return list(world.session.scalars(select(Evidence).where(Evidence.entry_id == entry_id).order_by(Evidence.id)))


# fmt: off
TEXTS = (
    ("  hola \r\n mundo\r", "hola \n mundo"),
    ("a\0b\x1bc\td",         "abc\td"),
    ("reunio\u0301n",        "reunión"),
    ("roto \ud800",          "roto"),
    (" \n\t ",               ""),
)
# fmt: on


@pytest.mark.parametrize(("typed", "kept"), TEXTS)
def test_text_is_kept_without_what_only_machines_write(typed: str, kept: str):
    assert clean_text(typed) == kept


# fmt: off
LINKS = (
    ("https://www.entidad.gov.co/informe?año=2026", None),
    ("http://www.entidad.gov.co/informe",           "La dirección del enlace debe empezar por https://"),
    ("portal.icetex.gov.co/linea-azul",             "La dirección del enlace debe empezar por https://"),
    ("javascript:alert(1)",                         "La dirección del enlace debe empezar por https://"),
    ("https://",                                    "La dirección del enlace no está completa: cópiela entera, con https://"),
    ("https://localhost",                           "La dirección del enlace no está completa: cópiela entera, con https://"),
    ("https://www.entidad. gov.co",                 "La dirección del enlace no está completa: cópiela entera, con https://"),
    ("https://[mal",                                "La dirección del enlace no está completa: cópiela entera, con https://"),
    ("https://a.co/" + "x" * 2000,                  "La dirección del enlace no está completa: cópiela entera, con https://"),
)
# fmt: on


@pytest.mark.parametrize(("link", "why"), LINKS)
def test_a_link_is_a_complete_address_that_anyone_may_open(link: str, why: str | None):
    assert why_not_link(link) == why


def test_everything_wrong_is_told_at_once_and_nothing_changes(world: World):
    rev = world.entry().rev
    wrong = content(world, percent=10_001, narrative="x" * 4001, links=("nada",), removed=frozenset({7}))
    assert errors_of(world, wrong) == {
        "percent": "El porcentaje va de 0 a 100, con coma si tiene decimales. Por ejemplo: 65 o 88,24.",
        "narrative": "El texto tiene 4001 caracteres y el máximo es 4000.",
        "link": "La dirección del enlace debe empezar por https://",
        "files": "La evidencia cambió mientras tanto. Mire la lista y decida de nuevo.",
    }
    assert world.entry().rev == rev


def test_a_text_is_measured_as_it_will_be_kept(world: World):
    world.act("Laura", Action.SAVE, content=content(world, narrative="  " + "x\r\n" * 1999 + "xx  "))
    assert len(next(iter(world.entry().sections.values()))) == 4000


def test_evidence_has_its_limits(world: World):
    assert "hasta 10 archivos a la vez" in errors_of(world, content(world, files=(FILE,) * 11))["files"]
    for _ in range(4):
        world.act("Laura", Action.SAVE, content=content(world, files=(FILE,) * 10))
    assert "hasta 40 archivos y enlaces" in errors_of(world, content(world, files=(FILE,)))["files"]
    away = frozenset({evidence(world)[0].id})
    world.act("Laura", Action.SAVE, content=content(world, files=(FILE,), removed=away))


def test_evidence_taken_away_stays_in_the_trail_and_may_come_back(world: World):
    world.act("Laura", Action.SAVE, content=content(world, files=(FILE,)))
    full = world.entry().content_sha256
    piece = evidence(world)[0]
    world.act("Laura", Action.SAVE, content=content(world, removed=frozenset({piece.id})))
    assert world.entry().content_sha256 != full
    world.act("Laura", Action.SAVE, content=content(world, restored=frozenset({piece.id})))
    old, back = evidence(world)
    assert (old.removed_at, back.removed_at) == (NOW, None)
    assert (back.kind, back.name, back.sha256, back.size) == (EvidenceKind.FILE, FILE.name, FILE.sha256, FILE.size)
    assert world.entry().content_sha256 == full
    kinds = world.session.scalars(
        select(LedgerRecord.kind).where(LedgerRecord.subject_type == "evidence").order_by(LedgerRecord.seq)
    ).all()
    assert kinds == ["evidence:add", "evidence:remove", "evidence:add"]


def test_what_stands_is_not_brought_back_nor_what_is_gone_taken_away(world: World):
    world.act("Laura", Action.SAVE, content=content(world, files=(FILE, FILE)))
    first, second = (piece.id for piece in evidence(world))
    world.act("Laura", Action.SAVE, content=content(world, removed=frozenset({first})))
    assert "files" in errors_of(world, content(world, removed=frozenset({first})))
    assert "files" in errors_of(world, content(world, restored=frozenset({second})))


def test_each_office_answers_for_its_own_section_and_evidence(world: World):
    world.act("Laura", Action.SAVE, 2, content=content(world, files=(FILE,)))
    world.act("Paola", Action.SAVE, 2, content=content(world, "Secretaría General", narrative="Lo nuestro.", percent=9900))
    entry = world.entry(2)
    commercial, general = (world.office(name).id for name in ("Oficina Comercial", "Secretaría General"))
    assert entry.percent == 6500, "the percentage is the lead's alone"
    assert entry.sections == {str(commercial): "Se hizo.", str(general): "Lo nuestro."}
    theirs = frozenset({evidence(world, 2)[0].id})
    assert "files" in errors_of(world, content(world, "Secretaría General", removed=theirs), by="Paola", number=2)
    with pytest.raises(Forbidden, match="Esta sección es de otra oficina"):
        world.act("Paola", Action.SAVE, 2, content=content(world))


def test_a_section_left_empty_is_no_section(world: World):
    world.act("Laura", Action.SAVE, content=content(world, narrative="  "))
    assert world.entry().sections == {}


def test_the_digest_names_the_exact_content_whatever_its_form(world: World):
    office = str(world.office("Oficina Comercial").id)
    assert digest(1, {office: "reunio\u0301n"}, ()) == digest(1, {office: "reunión"}, ())
    assert digest(1, {office: "reunión"}, ()) != digest(2, {office: "reunión"}, ())


def test_who_saves_without_changing_anything_is_no_author(world: World):
    world.act("Laura", Action.SAVE, content=content(world))
    world.act("Mateo", Action.SAVE, content=content(world))
    assert world.entry().authors == [world.person("Laura").id]


# fmt: off
INCOMPLETE = (
    ({"percent": None},   "percent",   "Todavía no se puede enviar: falta el porcentaje."),
    ({"narrative": " "},  "narrative", "Todavía no se puede enviar: falta contar qué se hizo."),
    ({},                  "files",     NO_EVIDENCE),
)
# fmt: on


@pytest.mark.parametrize(("more", "field", "sentence"), INCOMPLETE)
def test_what_is_typed_incomplete_comes_back_at_its_field(more: dict[str, object], field: str, sentence: str, world: World):
    entry = world.entry()
    brings = Brings(content=content(world, **more))
    with pytest.raises(Invalid) as refused:
        perform(world.session, entry.id, Action.SUBMIT, actor=world.person("Laura"), seen_rev=entry.rev, at=NOW, brings=brings)
    assert refused.value.errors == {field: sentence}


def test_what_is_stored_incomplete_is_refused_with_the_same_sentence(world: World):
    with pytest.raises(Forbidden, match="Todavía no se puede enviar: falta el porcentaje"):
        world.act("Laura", Action.SUBMIT)


def test_no_progress_needs_no_evidence(world: World):
    world.act("Laura", Action.SUBMIT, content=content(world, percent=0))
    assert world.entry().state == "submitted"
