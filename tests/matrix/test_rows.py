"""Rows of made-up matrices: what each oddity costs and offers."""

import pytest

from pacc_flow.matrix import Code, Proposal, Unreadable, read
from pacc_flow.matrix.words import similarity
from tests.matrix.matrices import Columns

C = Code


def codes(proposal: Proposal, n: int = 1) -> list[Code]:
    return [finding.code for finding in proposal.rows[n - 1].findings]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"activity": ""}, [C.ACTIVITY_MISSING]),
        ({"component": "", "subcomponent": ""}, [C.COMPONENT_MISSING]),
        ({"office": ""}, [C.OFFICE_MISSING]),
        ({"percent": "101%"}, [C.UNREAD_PERCENT]),
        ({"percent": "casi todo"}, [C.UNREAD_PERCENT]),
        ({"due": "30/02/2021"}, [C.IMPOSSIBLE_DATE]),
        ({"due": "", "percent": ""}, [C.DATE_MISSING, C.PERCENT_MISSING]),
        ({"activity": "<b>Hacer</b>"}, [C.MARKUP]),
        ({"subcomponent": ""}, [C.SUBCOMPONENT_EMPTY]),
        ({"component": "", "subcomponent": "DIÁLOGO"}, [C.COMPONENT_FROM_CATALOGUE]),
        ({"subcomponent": "Talento Humano"}, []),
        ({"component": "COMPONENTE PROPIO", "subcomponent": "Lo nuestro"}, []),
        ({"component": "COMPONENTE PROPIO", "subcomponent": "Talento Humano"}, []),
        ({"component": "COMPONENTE PROPIO", "subcomponent": ""}, [C.SUBCOMPONENT_EMPTY]),
    ],
)
def test_each_oddity_of_a_row_has_its_finding(columns: Columns, changed: dict[str, str], expected: list[Code]):
    assert codes(columns.read([columns.row(**changed)])) == expected


def test_a_catalogue_of_the_entity_is_kept_to(columns: Columns):
    data = columns.text([columns.row(office="Oficina de Riesgos / Tesorería")])
    proposal = read(data, "m.tsv", offices={"Riesgos": ["Oficina de Riesgos"]})
    assert proposal.rows[0].offices == ("Riesgos",)
    assert codes(proposal) == [C.OFFICE_UNKNOWN]
    assert [finding.code for finding in proposal.findings if finding.field == "offices"] == []


def test_a_missing_office_without_others_in_its_component_has_no_suggestion(columns: Columns):
    finding = columns.read([columns.row(office="")]).rows[0].findings[0]
    assert (finding.alternative, finding.message) == (None, "Falta la dependencia responsable.")


@pytest.mark.parametrize(
    ("cells", "shift", "component", "subcomponent"),
    [
        (["", "", "", "Hacer", "Meta", "30/11/2021", "50%", "Texto"], 1, "", ""),
        (["RENDICION DE CUENTAS", "", "DIÁLOGO", "Hacer", "Meta", "30/11/2021", "50%", "Texto"], 1, "R", "D"),
        (["RENDICION DE CUENTAS", "Hacer", "Meta", "30/11/2021", "50%", "Texto", "Oficina de Riesgos", ""], -1, "R", ""),
        (["", "", "", "", "Hacer", "Meta", "30/11/2021", "50%", "Texto", "Oficina"], 2, "", ""),
        (["Hacer", "Meta", "30/11/2021", "50%", "Texto", "Oficina de Riesgos", "", ""], -2, "", ""),
    ],
)
def test_a_shifted_row_is_moved_back_by_the_kind_of_its_values(
    columns: Columns, cells: list[str], shift: int, component: str, subcomponent: str
):
    row = columns.read([cells]).rows[0]
    assert (row.shift, row.activity, row.goal, row.percent, row.narrative) == (shift, "Hacer", "Meta", 5000, "Texto")
    assert (row.component[:1], row.subcomponent[:1]) == (component, subcomponent)
    assert row.cells == tuple(cells)


@pytest.mark.parametrize(
    "changed", [{"due": "permanente"}, {"percent": "casi todo"}, {"due": "permanente", "percent": "casi todo"}, {"due": ""}]
)
def test_a_row_is_not_moved_when_its_values_are_at_home_or_nowhere(columns: Columns, changed: dict[str, str]):
    row = columns.read([columns.row(**changed)]).rows[0]
    assert row.shift == 0
    assert row.activity == "Hacer un foro"


def test_a_short_line_is_read_as_far_as_it_goes(columns: Columns):
    row = columns.read([columns.row()[:4]]).rows[0]
    assert (row.goal, row.due_text, row.narrative, row.offices) == ("1 foro", "", "", ())


def test_cells_beyond_the_headings_are_pointed_out_unless_empty(columns: Columns):
    proposal = columns.read([(*columns.row(), "sobra"), (*columns.row(activity="Otra"), "")])
    assert (codes(proposal, 1), codes(proposal, 2)) == ([C.EXTRA_CELLS], [])


def test_unsigned_figures_are_read_by_the_scale_of_their_column(columns: Columns):
    fractions = columns.read([columns.row(percent="1"), columns.row(percent="0.5")])
    assert [row.percent for row in fractions.rows] == [10000, 5000]
    hundreds = columns.read([columns.row(percent="1"), columns.row(percent="50")])
    assert [row.percent for row in hundreds.rows] == [100, 5000]


def test_text_outside_the_matrix_is_reported_and_no_row(columns: Columns):
    note = ["Elaboró: Planeación" + " y otras" * 20]
    proposal = columns.read([columns.row(), note, ["", "Nota al pie"]])
    assert len(proposal.rows) == 1
    loose = [finding.message for finding in proposal.findings if finding.code is C.LOOSE_TEXT]
    assert len(loose) == 2
    assert "renglón 4 " in loose[0]
    assert loose[0].endswith("…».")


def test_what_the_header_block_lacks_is_said(columns: Columns):
    page = columns.text([columns.row(due="permanente")], above="Plan\nVigencia: la actual\nFecha de publicación\n")
    proposal = read(page.replace(b" (31-12-2021)", b""), "matriz.tsv")
    missing = {f.field: f.message for f in proposal.findings if f.code is C.METADATA_MISSING}
    assert set(missing) == {"entity", "year", "published_on", "follow_up_on"}
    assert missing["year"] == "No leímos la vigencia: el archivo dice «la actual»."
    assert missing["entity"] == "No leímos la entidad en el encabezado del archivo."


def test_the_date_of_the_cut_is_taken_from_the_heading_when_nothing_else_says_it(columns: Columns):
    assert columns.read([columns.row()]).metadata.follow_up_on.isoformat() == "2021-12-31"


def test_a_matrix_may_lack_columns_and_keep_others_of_its_own():
    headings = ["No.", "Actividad", "Meta o producto", "Componente", "Subcomponente", "Fecha de culminación", "Notas"]
    line = ["1", "Hacer", "Meta", "RENDICION DE CUENTAS", "DIÁLOGO", "30/11/2021", "x"]
    data = "\n".join("\t".join(row) for row in ([*headings, "Dependencia responsable"], [*line, "Riesgos"])).encode()
    proposal = read(data, "m.tsv")
    row = proposal.rows[0]
    assert (row.component, row.activity, row.percent, row.narrative, row.offices) == (
        *("RENDICION DE CUENTAS", "Hacer", None, ""),
        ("Riesgos",),
    )
    assert proposal.metadata.columns[0] == ("No.", "")
    assert proposal.metadata.follow_up_on is None


@pytest.mark.parametrize("lack", ["COMPONENTE", "SUBCOMPONENTE"])
def test_a_shifted_row_of_a_matrix_without_a_label_column_is_still_moved(columns: Columns, lack: str):
    place = columns.headings.index(lack)
    headings = [heading for heading in columns.headings if heading != lack]
    cells = ["", *columns.row()[:-1]]
    del cells[place]
    data = "\n".join("\t".join(row) for row in (headings, cells)).encode()
    row = read(data, "m.tsv").rows[0]
    assert (row.shift, row.activity) == (1, "Hacer un foro")


@pytest.mark.parametrize(
    "data", [b"hola\n", b"COMPONENTE\tSUBCOMPONENTE\nuno\tdos\n", b"a\tb\tc\n1\t2\t3\n", b"\xef\xbb\xbfhola"]
)
def test_a_file_without_a_matrix_is_refused_saying_so(data: bytes):
    with pytest.raises(Unreadable, match="No encontramos una matriz"):
        read(data, "m.txt")


def test_a_matrix_without_rows_is_refused_saying_so(columns: Columns):
    with pytest.raises(Unreadable, match="ninguna fila"):
        read(columns.text([]), "m.txt")


def test_similarity_needs_words_on_both_sides():
    assert similarity("", "hacer") == 0
    assert similarity("Hacer foros", "hacer foros") == 1


def test_a_row_without_an_activity_may_be_of_the_one_above_unless_it_has_labels_of_its_own(columns: Columns):
    continues = columns.row(component="", subcomponent="", activity="", goal="2 foros", percent="50%")
    rows = columns.read([columns.row(), continues, continues, columns.row(activity="", component="TRANSPARENCIA")]).rows
    about = [next((f for f in row.findings if f.code is C.ACTIVITY_MISSING), None) for row in rows]
    assert [finding and finding.alternative for finding in about] == [None, "Hacer un foro", "Hacer un foro", None]
    assert about[1] is not None
    assert about[1].message == "La fila no trae actividad. Puede ser la de la fila de arriba, «Hacer un foro»."
