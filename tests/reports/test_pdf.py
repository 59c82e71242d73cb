import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacc_flow.reports import Edition, pdf
from pacc_flow.reports.glyphs import drawable
from pacc_flow.reports.heading import DEMO_NOTE
from pacc_flow.reports.paper import paper
from pacc_flow.reports.record import UNPRINTABLE
from pacc_flow.reports.snapshot import Entity, Row, Snapshot
from tests.matrix.matrices import HEADINGS
from tests.support.documents import render
from tests.support.follow_ups import row_of, snapshot_of, two_cuts_before
from tests.support.papers import NBSP, matrix_on_paper
from tests.support.pdf_pages import TaggedPages
from tests.support.probes import PROBES

ADDRESS = "https://entidad.example/icetex/2021/corte-3/"
RIGHT = 792 - 33  # where the margin begins
# the tables, in their order
SUMMARY, COMPONENTS, OFFICES, STATES, FIRST, SECOND, VERIFICATION = range(7)


def pages(snapshot: Snapshot) -> TaggedPages:
    return TaggedPages(render(snapshot, "pdf", ADDRESS))


def opened(snapshot: Snapshot) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render(snapshot, "pdf", ADDRESS)))


def attributes(element: pikepdf.Dictionary) -> dict[str, object]:
    return {name: value for part in element.A for name, value in part.items()}


def test_it_says_that_it_is_accessible_and_made_to_last(snapshot: Snapshot) -> None:
    with opened(snapshot) as document, document.open_metadata() as metadata:
        standards = [metadata[name] for name in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
        assert standards == ["1", "2", "A"]
        assert metadata["dc:title"] == "SEGUIMIENTO PLAN ANTICORRUPCIÓN Y ATENCIÓN AL CIUDADANO 2021, Tercer corte"
        assert (document.Root.Lang, document.Root.MarkInfo.Marked) == ("es-CO", True)
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo.Author) == "ICETEX"


def test_every_font_is_inside_and_is_one_of_ours(snapshot: Snapshot) -> None:
    with opened(snapshot) as document:
        fonts = [font for font in document.objects if isinstance(font, pikepdf.Dictionary) and "/FontFile2" in font]
        descriptors = [
            one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert len(fonts) == len(descriptors) > 1
        assert {str(one.FontName).partition("+")[2].partition("-")[0] for one in fonts} <= {"NotoSans", "NotoSansMath"}


def test_the_page_is_letter_across(snapshot: Snapshot) -> None:
    with opened(snapshot) as document:
        assert {tuple(map(int, page.mediabox)) for page in document.pages} == {(0, 0, 792, 612)}


def test_every_table_has_headings_that_say_of_what_they_are(snapshot: Snapshot) -> None:
    document = pages(snapshot)
    headings, cells = [attributes(one) for one in document.all_of("TH")], document.all_of("TD")
    assert len(headings) == 9 + 6 + 6 + 4 + 8 + 8 + 7
    assert {heading["/Scope"] for heading in headings} == {"/Column"}
    assert len(cells) == 9 * 4 + 6 * 2 + 6 * 3 + 4 * 5 + 8 * 5 + 7 * 5
    assert all(attributes(cell)["/Headers"] for cell in cells)


def test_the_columns_of_every_component_stand_below_each_other(snapshot: Snapshot) -> None:
    tables = [section.table for section in paper(Edition.of(snapshot)).sections if section.heading[:1].isdigit()]
    assert len({tuple(table.widths) for table in tables if table}) == 1


def test_the_bookmarks_lead_to_every_part_and_every_component(snapshot: Snapshot) -> None:
    with opened(snapshot) as document, document.open_outline() as outline:
        marks = [(mark.title, [below.title for below in mark.children]) for mark in outline.root]
    assert marks == [
        ("Resumen de Control Interno", ["Por componente", "Por dependencia", "Por estado"]),
        ("Seguimiento por componente", ["1. Gestión del riesgo", "2. Rendición de cuentas"]),
        ("Verificación", []),
        ("Notas", []),
        ("Aprobación", []),
    ]


def test_it_opens_with_the_header_block(snapshot: Snapshot) -> None:
    first = pages(snapshot)
    assert [first.text(one) for one in first.all_of("Title")] == [
        "SEGUIMIENTO PLAN ANTICORRUPCIÓN Y ATENCIÓN AL CIUDADANO 2021, Tercer corte"
    ]
    labels, values = first.all_of("Span")[:4], first.all_of("Strong")[:4]
    assert [(first.text(label), first.text(value)) for label, value in zip(labels, values, strict=True)] == [
        ("Entidad", "ICETEX"),
        ("Vigencia", "2021"),
        ("Fecha de Publicación", "14 de enero de 2022"),
        ("Fecha de Seguimiento", "31 de diciembre de 2021"),
    ]


def test_every_cell_of_the_matrix_is_what_the_snapshot_says(snapshot: Snapshot) -> None:
    document = pages(snapshot)
    first, second = document.table(FIRST), document.table(SECOND)
    assert first[0] == second[0] == list(HEADINGS)
    assert [*first[1:], *second[1:]] == matrix_on_paper(snapshot)


def test_the_summary_tells_its_zones_in_words_and_shapes(snapshot: Snapshot) -> None:
    low, high, none = f"▼ Zona baja (menos de 60{NBSP}%)", f"▲ Zona alta (80{NBSP}% o más)", "Sin actividades programadas"
    assert pages(snapshot).table(SUMMARY)[1:] == [
        ["Gestión del riesgo", "2", "1", "0", f"50{NBSP}%", low, f"94,12{NBSP}%", high, "Se cumplió lo programado."],
        ["Rendición de cuentas", "3", "0", "1", f"0{NBSP}%", low, f"16,67{NBSP}%", low, ""],
        ["Iniciativas adicionales", "0", "0", "0", none, "", none, "", ""],
        ["Total", "5", "1", "1", f"20{NBSP}%", low, f"47,65{NBSP}%", low, ""],
    ]


def test_each_chart_stands_beside_its_table_and_is_told_in_words(snapshot: Snapshot) -> None:
    document = pages(replace(snapshot, earlier=two_cuts_before()))
    assert [document.table(number)[0][0] for number in range(1, 5)] == ["COMPONENTE", "DEPENDENCIA", "ESTADO", "DE QUÉ"]
    assert document.table(COMPONENTS)[1] == ["1. Gestión del riesgo", "2", "1", f"50{NBSP}%", f"94,12{NBSP}%", ""]
    assert sum(document.text(one).startswith("La barra es el cumplimiento y el rombo") for one in document.all_of("P")) == 3
    told = [str(figure.Alt) for figure in document.all_of("Figure")]
    assert len(told) == 2 + 3 + 5 + 9
    assert told[0] == f"1. Gestión del riesgo: cumplimiento 50{NBSP}%, avance promedio 94,12{NBSP}%"
    assert told[-1] == f"2. Rendición de cuentas, Tercer corte: cumplimiento 0{NBSP}%, avance promedio 16,67{NBSP}%"


def test_lateness_observations_and_evidence_are_told_after_the_matrix(snapshot: Snapshot) -> None:
    evidence = f"acta comité.pdf: SHA-256 {'ab' * 32}\nPágina de transparencia: https://entidad.example/plan?año=2021"
    activity = "Verificar el mapa de riesgos"
    assert pages(snapshot).table(VERIFICATION)[1:] == [
        ["1", activity, "Cumplida", "A tiempo", f"100{NBSP}%", "", ""],
        ["2", activity, "Vencida", "Extemporáneo (3 días hábiles)", f"100{NBSP}%", "", evidence],
        ["3", activity, "En avance", "Extemporáneo (1 día hábil)", f"80{NBSP}%", "Falta el acta.", ""],
        ["4", activity, "Sin iniciar", "A tiempo", f"0{NBSP}%", "", ""],
        ["7", activity, "No reportada", "", "", "", ""],
    ]


def test_every_page_says_at_its_foot_what_was_signed_and_where_to_check_it(make_snapshot: Callable[..., Snapshot]) -> None:
    snapshot = make_snapshot(*(row_of(n=n) for n in range(1, 40)), revision=2)
    found = pages(snapshot).pages
    assert len(found) > 2
    for number, text in enumerate(found, 1):
        assert text.splitlines()[-1] == (
            f"Revisión 2 · Publicado el 14 de enero de 2022 · SHA-256 {snapshot.sha256}"
            f" · Compruébelo en {ADDRESS} Página {number} de {len(found)}"
        )


def test_who_approved_what_and_the_notes_are_read_aloud_too(snapshot: Snapshot) -> None:
    document = pages(snapshot)
    said = [document.text(one) for one in document.all_of("P")]
    assert "Calendario según la Ley 51 de 1983." in said
    for words in (
        "Aprobado por: Oficina de Control Interno",
        f"Huella SHA-256: {snapshot.sha256}",
        f"Dónde comprobarlo: {ADDRESS}",
    ):
        assert words in said


def test_whoever_does_not_know_the_address_says_none(snapshot: Snapshot) -> None:
    text = "\n".join(TaggedPages(render(snapshot, "pdf")).pages)
    assert "Compruébelo" not in text
    assert "Dónde comprobarlo" not in text


def test_the_headings_of_a_table_are_repeated_on_each_of_its_pages(make_snapshot: Callable[..., Snapshot]) -> None:
    document = pages(make_snapshot(*(row_of(n=n) for n in range(1, 60)), notes=()))
    matrix = [text for text in document.pages if "COMPONENTE SUBCOMPONENTE" in text.replace("\n", " ")]
    assert len(matrix) > 2
    assert len(document.all_of("THead")) == 6  # once for whoever hears it


def test_the_bytes_do_not_depend_on_when_they_are_written(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(snapshot, "pdf", ADDRESS)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4000000000")
    assert render(snapshot, "pdf", ADDRESS) == first
    with opened(snapshot) as document:
        said = datetime.strptime(str(document.docinfo.CreationDate), "D:%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    assert said == snapshot.signed_at


@pytest.mark.parametrize("probe", PROBES)
def test_texts_stay_texts_whatever_they_look_like(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], probe: str
) -> None:
    snapshot = make_snapshot(make_row(activity=probe, goal=probe, narrative=probe, due_text=f"el {probe}"), notes=(probe,))
    row = pages(snapshot).table(FIRST)[1]
    assert [row[2], row[3], row[4], row[6]] == [drawable(text) for text in (probe, probe, f"el {probe}", probe)]
    with opened(snapshot) as document:
        assert not {"/AcroForm", "/AA"} & set(document.Root.keys())
        assert not any("/Annots" in page for page in document.pages)
        assert not any("/JS" in one or "/URI" in one for one in document.objects if isinstance(one, pikepdf.Dictionary))


@pytest.mark.parametrize("text", ["a" * 400, "https://entidad.example/" + "a-b/c.d?e=" * 40, "RESPONSABILIDADES" * 9])
def test_a_word_without_blanks_stays_in_its_column_and_whole(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], text: str
) -> None:
    document = pages(make_snapshot(make_row(subcomponent=text, activity=text, goal=text, due_text=text, narrative=text)))
    row = document.table(FIRST)[1]
    assert [*row[1:5], row[6]] == [text] * 5
    for characters in document.characters:
        placed = sorted((round(one["top"]), one["x0"], one["x1"]) for one in characters)
        assert all(before[0] < after[0] or before[2] < after[1] + 1 for before, after in pairwise(placed))
        assert max(end for _, _, end in placed) < RIGHT


def test_a_hyphen_at_the_end_of_a_line_is_not_said_again_on_the_next(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    text = " ".join(f"https://entidad.example/plan-de-accion-y-seguimiento-{n}/rendicion-de-cuentas" for n in range(30))
    assert pages(make_snapshot(make_row(narrative=text))).table(FIRST)[1][6] == text


def test_a_long_text_is_kept_whole_over_as_many_pages_as_it_takes(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    text = " ".join(f"palabra{n}" for n in range(2500))
    document = pages(make_snapshot(make_row(narrative=text)))
    assert document.table(FIRST)[1][6] == text
    assert len(document.pages) > 5


@pytest.mark.parametrize(("text", "written"), [
    ("Año ≥ 80 % → meta ✓ ➢ ●",        "Año ≥ 80 % → meta ✓ ➢ ●"),
    ("👍🏽 ✅ ✔️",                        "👍🏽 ✅ ✔️"),
    # no font has it, or each fills it its own way
    ("中 אב",                            "[U+4E2D] [U+05D0][U+05D1]"),
    ("\uf0b7 viñeta\ufeff",             "[U+F0B7] viñeta[U+FEFF]"),
    # what turns the order of a text
    ("100\u202e001\u202c \u2066x\u200f", "100[U+202E]001[U+202C] [U+2066]x[U+200F]"),
    ("\ttab",                          "    tab"),
    # an accent over what does not carry it
    ("n\u0325 ✓\u0325 \u0325",         "n\u0325 ✓[U+0325] [U+0325]"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_written_by_its_number(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], text: str, written: str
) -> None:
    assert drawable(text) == written
    assert render(make_snapshot(make_row(narrative=text)), "pdf").startswith(b"%PDF-1.7")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=300).filter(lambda text: not UNPRINTABLE.search(text)))
def test_any_publishable_text_can_be_set(text: str) -> None:
    snapshot = snapshot_of(row_of(narrative=text, subcomponent=text), notes=(text,), entity=Entity(name=f"E {text}", slug="e"))
    assert render(snapshot, "pdf", ADDRESS).startswith(b"%PDF-1.7")


def test_what_the_compiler_only_warns_of_is_refused(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "pdf.typ"
    template.write_text('#set document(title: "x")\n#set text(font: "Ninguna")\nHola', "utf-8")
    monkeypatch.setattr(pdf, "TEMPLATE", template)
    with pytest.raises(pdf.PaperError, match="unknown font family"):
        render(snapshot, "pdf")


def test_what_the_compiler_refuses_is_refused(snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = tmp_path / "pdf.typ"
    template.write_text("#nada", "utf-8")
    monkeypatch.setattr(pdf, "TEMPLATE", template)
    with pytest.raises(pdf.PaperError, match="unknown variable"):
        render(snapshot, "pdf")


def test_a_demonstration_says_so_beside_the_name(make_snapshot: Callable[..., Snapshot]) -> None:
    demo = make_snapshot(entity=Entity(name="ICETEX", slug="icetex", is_demo=True))
    assert f"ICETEX ({DEMO_NOTE})" in pages(demo).pages[0]


def test_a_follow_up_without_activities_is_still_a_document(make_snapshot: Callable[..., Snapshot]) -> None:
    document = pages(make_snapshot(components=(), notes=()))
    assert "El plan no tiene actividades." in document.pages[0]
    none = "Sin actividades programadas"
    assert document.table(SUMMARY)[1] == ["Total", "0", "0", "0", none, "", none, "", ""]
