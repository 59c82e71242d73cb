"""What we publish reads back, in every spreadsheet format, to the rows that were published."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacc_flow.matrix import Code, OfficeCatalogue, Proposal, Row, read
from pacc_flow.matrix.cells.clean_text import clean_cell
from pacc_flow.matrix.own_documents import VERIFICATION
from pacc_flow.matrix.reading import read_here
from pacc_flow.reports import Snapshot, columns, file_name
from pacc_flow.reports import snapshot as published
from tests.support.documents import render
from tests.support.follow_ups import row_of, snapshot_of

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "icetex-2021.tsv"
FORMATS = ("xlsx", "ods", "csv")

Facts = tuple[str, str, str, str, tuple[date, ...], int | None, str, tuple[str, ...]]


def offices_of(snapshot: Snapshot) -> OfficeCatalogue:
    return {office: () for row in snapshot.rows for office in row.offices}


def read_back(snapshot: Snapshot, name: str) -> Proposal:
    return read_here(render(snapshot, name), file_name(snapshot, name), offices=offices_of(snapshot))


def facts(row: Row) -> Facts:
    where = (row.component, row.subcomponent, row.activity, row.goal)
    return (*where, row.due_dates, row.percent, row.narrative, row.offices)


def published_facts(snapshot: Snapshot) -> list[Facts]:
    return [
        (snapshot.component_of(row).name, row.subcomponent, row.activity, row.goal, row.due_dates, row.percent, row.narrative,
         row.offices)
        for row in snapshot.rows
    ]  # fmt: skip


def about_file(proposal: Proposal) -> list[tuple[Code, str]]:
    """But for the summary and the verification, which are said to be what they are."""
    return [(finding.code, finding.field) for finding in proposal.findings if finding.code is not Code.OTHER_TABLE]


def about_rows(proposal: Proposal) -> list[set[Code]]:
    return [{finding.code for finding in row.findings} for row in proposal.rows]


@pytest.fixture(scope="module")
def follow_up() -> Snapshot:
    """Several components and subcomponents, offices, dates; what was not reported; texts that a spreadsheet may mistake."""
    return snapshot_of(
        row_of(percent=0),
        row_of(n=2, percent=1250, due_text="30/06/2021\n30/11/2021", due_dates=(date(2021, 6, 30), date(2021, 11, 30)),
               offices=("Planeación", "Tecnología y Proyectos"), activity="=1+1", goal="+57 llamadas"),
        row_of(n=3, percent=10_000, subcomponent="Monitoreo o revisión", activity="- Un punto\n- Otro punto", goal="@quien"),
        row_of(n=4, component=2, subcomponent="Diálogo", percent=8824, activity='Hacer el "foro"; y otro, con actas',
               goal='"1 foro"', narrative='=HYPERLINK("https://x.example";"y")\n\nDijo: "sí"; y no.'),
        row_of(n=5, component=2, subcomponent="Diálogo", percent=1, activity="'Citado' y sin citar",
               goal="'=1+1", narrative="100"),
        row_of(n=6, component=2, subcomponent="", percent=None, narrative="", unreported_reason="No llegó."),
        row_of(n=9, component=3, subcomponent="Ética", percent=100, due_text="2021-12-31", due_dates=(date(2021, 12, 31),),
               activity="1.2 Numerada", goal="0012", offices=("Oficina de Riesgos", "Planeación", "Control Interno")),
    )  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_row_reads_back_as_it_was_published(follow_up: Snapshot, name: str):
    proposal = read(
        render(follow_up, name), file_name(follow_up, name), offices={o: () for r in follow_up.rows for o in r.offices}
    )
    assert [facts(row) for row in proposal.rows] == published_facts(follow_up)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_doubtful_in_what_we_published(follow_up: Snapshot, name: str):
    proposal = read_back(follow_up, name)
    assert about_file(proposal) == []
    assert about_rows(proposal) == [
        set(),
        {Code.SEVERAL_DATES},
        set(),
        set(),
        set(),
        {Code.PERCENT_MISSING},
        set(),
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_the_header_block_reads_back(follow_up: Snapshot, name: str):
    metadata = read_back(follow_up, name).metadata
    assert (metadata.year, metadata.follow_up_on) == (2021, follow_up.cut.on)
    assert metadata.kind == ("" if name == "csv" else "PAAC")  # a table of open data has no title
    assert (metadata.entity, metadata.published_on) == ("ICETEX", follow_up.published_on)


@pytest.mark.parametrize("name", ["xlsx", "ods"])
def test_the_summary_and_the_verification_are_no_matrices(follow_up: Snapshot, name: str):
    proposal = read_back(follow_up, name)
    assert {block.sheet for block in proposal.metadata.blocks} == {"Seguimiento"}
    said = [finding.message.partition(" («")[0] for finding in proposal.findings if finding.code is Code.OTHER_TABLE]
    assert said == ["La hoja «Resumen» trae un resumen", "La hoja «Verificación» trae otra tabla"]


@pytest.mark.parametrize("name", FORMATS)
def test_what_nobody_reported_reads_back_as_such_even_when_it_is_everything(name: str):
    none = row_of(percent=None, reported_percent=None, narrative="", unreported_reason="No llegó.")
    snapshot = snapshot_of(*(replace(none, n=n) for n in range(1, 4)))
    proposal = read_back(snapshot, name)
    assert [facts(row) for row in proposal.rows] == published_facts(snapshot)
    assert about_rows(proposal) == [{Code.PERCENT_MISSING}] * 3


@pytest.mark.parametrize("percents", [(0, 0), (0, 100), (1, 2), (50, 100), (100, 10_000)])
@pytest.mark.parametrize("name", FORMATS)
def test_one_per_cent_is_never_taken_for_a_whole(name: str, percents: tuple[int, int]):
    snapshot = snapshot_of(*(row_of(n=n, percent=percent) for n, percent in enumerate(percents, 1)))
    assert [row.percent for row in read_back(snapshot, name).rows] == list(percents)


TYPED = "Use <b> para resaltar y <p>Uno</p><!-- nota --> con &nbsp; así:\n• Uno\n• Dos en https://a.gov.co/b c/d%20e"


@pytest.mark.parametrize("name", FORMATS)
def test_tags_that_somebody_typed_read_back_to_the_letter(name: str):
    snapshot = snapshot_of(row_of(narrative=TYPED, activity="Usar <u>negrita</u>", goal="<ul>"))
    proposal = read_back(snapshot, name)
    assert [facts(row) for row in proposal.rows] == published_facts(snapshot)
    assert about_rows(proposal) == [set()]


def test_tags_of_a_document_that_is_not_ours_are_what_a_page_left_behind():
    snapshot = snapshot_of(row_of(narrative=TYPED))
    text = render(snapshot, "csv").replace(columns.VERIFICATION[0].heading.encode(), b"SITUACION")
    (row,) = read_here(text, "a.csv", offices=offices_of(snapshot)).rows
    assert row.narrative.startswith("Use para resaltar y\nUno\n")
    assert Code.MARKUP in {finding.code for finding in row.findings}


def test_the_reader_knows_the_headings_that_we_publish():
    assert tuple(column.heading for column in columns.VERIFICATION) == VERIFICATION


# The plan of the demonstration, as a person settled it.


@pytest.fixture(scope="module")
def original() -> Proposal:
    return read(EXAMPLE)


@pytest.fixture(scope="module")
def settled(original: Proposal) -> Snapshot:
    names = list(dict.fromkeys(row.component for row in original.rows))
    rows = [
        row_of(
            n=row.n,
            component=names.index(row.component) + 1,
            subcomponent=row.subcomponent,
            activity=row.activity,
            goal=row.goal,
            due_text=row.due_text,
            due_dates=row.due_dates or (date(2021, 11, 30),),
            percent=row.percent,
            narrative=row.narrative,
            offices=row.offices or ("Oficina Asesora de Planeación",),
        )
        for row in original.rows
    ]
    components = tuple(published.Component(number=number, name=name) for number, name in enumerate(names, 1))
    return snapshot_of(*rows, components=components)


@pytest.mark.parametrize("name", FORMATS)
def test_the_demonstration_reads_back_as_it_was_published(settled: Snapshot, name: str):
    rows = [facts(row) for row in read_back(settled, name).rows]
    expected = published_facts(settled)
    impossible = expected[12]  # «31/11/2021» is what the plan says, whatever a person made of it
    expected[12] = (*impossible[:4], (), *impossible[5:])
    assert rows == expected


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_found_in_it_that_the_original_had_not(original: Proposal, settled: Snapshot, name: str):
    proposal = read_back(settled, name)
    assert about_file(proposal) == []
    found, before = about_rows(proposal), about_rows(original)
    assert [codes - earlier for codes, earlier in zip(found, before, strict=True)] == [set()] * len(before)


# Any follow-up at all.

PIECES = (
    *(
        "=1+1",
        "=",
        "+",
        "-",
        "@",
        "'",
        "'=",
        '"',
        '""',
        ";",
        ",",
        "|",
        "\t",
        "\n",
        "\n\n",
        " ",
        "  ",
        "\u00a0",
        "%",
        "/",
        "(",
        "&",
    ),
    *("<b>", "</b>", "<p>", "<br>", "<ul style='x'>", "<!--", "&amp;", "&nbsp;", "• ", "o ", "https://x.example/a b/c%20d"),
    *("0", "1", "12,5", "100%", "30/06/2021", "1.2", "No aplica", "No reportada", "N/A", "Total", "😀", "ñ", "＝", "<", "60 %"),
    *(
        "Realizar",
        "seguimiento",
        "Componente 1",
        "Actividad de",
        "Meta",
        "Responsable",
        "el informe",
        "sep=;",
        "https://x.example/a",
    ),
)


def settled_text(text: str) -> str:
    """A text as the reader leaves it, and so as a plan keeps it."""
    while (clean := clean_cell(text)) != text:
        text = clean
    return text


texts = st.lists(st.sampled_from(PIECES), max_size=8).map("".join).map(settled_text)
words = st.builds("{} {}".format, st.sampled_from(["Hacer", "Publicar", "Actividad de medir"]), texts).map(settled_text)
subcomponents = st.sampled_from(["", "Uno propio", "Subcomponente 1: Política propia"])
components = st.permutations(["Componente 1: Gestión del riesgo", "Rendición de cuentas", "Responsable", "Uno propio"])
percents = st.none() | st.integers(0, 10_000) | st.sampled_from([0, 1, 100, 1250, 10_000])
days = st.lists(st.dates(date(2021, 1, 1), date(2021, 12, 31)), min_size=1, max_size=3, unique=True)
office_names = st.sampled_from(["Planeación", "Tecnología y Proyectos", "Oficina de Riesgos", "Control Interno"])


@st.composite
def rows(draw: st.DrawFn, n: int) -> published.Row:
    due, percent = draw(days), draw(percents)
    return row_of(
        n=n,
        component=draw(st.integers(1, 4)),
        subcomponent=draw(subcomponents),
        activity=draw(words),
        goal=draw(texts),
        due_text="\n".join(f"{day:%d/%m/%Y}" for day in due),
        due_dates=tuple(due),
        percent=percent,
        narrative="" if percent is None else draw(texts),
        offices=tuple(draw(st.lists(office_names, min_size=1, max_size=3, unique=True))),
        unreported_reason="No llegó." if percent is None else "",
        observation=draw(texts),
    )


@st.composite
def follow_ups(draw: st.DrawFn) -> Snapshot:
    named = tuple(published.Component(number=number, name=name) for number, name in enumerate(draw(components), 1))
    return snapshot_of(*(draw(rows(n)) for n in range(1, draw(st.integers(1, 6)) + 1)), components=named)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(snapshot=follow_ups())
def test_any_follow_up_survives_the_round_trip(name: str, snapshot: Snapshot):
    proposal = read_back(snapshot, name)
    assert [facts(row) for row in proposal.rows] == published_facts(snapshot)
    assert about_file(proposal) == []
    assert set().union(*about_rows(proposal)) <= {Code.SEVERAL_DATES, Code.PERCENT_MISSING}
