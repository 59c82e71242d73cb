"""Labels that are written after their first rows, in made-up documents."""

import pytest

from pacc_flow.matrix.findings import Code
from pacc_flow.matrix.places.catalogue import PAAC
from pacc_flow.matrix.places.components import place_rows
from pacc_flow.matrix.places.place import Labels

C = Code
TRAMITES, CUENTAS, SERVICIO, ACCESO = (
    "RACIONALIZACION DE TRAMITES",
    "RENDICIÓN DE CUENTAS",
    "ATENCIÓN AL CIUDADANO",
    "TRANSPARENCIA",
)


def placed(*rows: tuple[str, str, int, str]) -> list[tuple[str, str, list[Code]]]:
    labels = [Labels(component, subcomponent, page, activity, "") for component, subcomponent, page, activity in rows]
    return [(place.component, place.subcomponent, [f.code for f in place.findings]) for place in place_rows(labels, PAAC)]


def test_labels_fill_down():
    assert placed((CUENTAS, "Diálogo", 1, "a"), ("", "", 1, "b"), ("", "Incentivos", 1, "c")) == [
        (CUENTAS, "Diálogo", []),
        (CUENTAS, "Diálogo", []),
        (CUENTAS, "Incentivos", []),
    ]


def test_a_known_subcomponent_brings_its_component_along():
    assert placed((CUENTAS, "Diálogo", 1, "a"), ("", "Talento humano", 1, "b"), (SERVICIO, "", 1, "c"))[1] == (
        SERVICIO,
        "Talento humano",
        [C.COMPONENT_FROM_LATER_LABEL],
    )


def test_a_component_without_its_label_anywhere_is_named_by_the_catalogue():
    rows = placed((CUENTAS, "Diálogo", 1, "a"), ("", "Talento humano", 1, "b"))
    assert rows[1] == (PAAC.components[3].name, "Talento humano", [C.COMPONENT_FROM_CATALOGUE])


def test_a_subcomponent_of_an_earlier_component_moves_nothing_and_is_doubted():
    assert placed((SERVICIO, "Talento humano", 1, "a"), ("", "Diálogo", 1, "b"))[1] == (
        SERVICIO,
        "Diálogo",
        [C.AMBIGUOUS_COMPONENT],
    )


def test_the_own_label_of_a_row_leaves_no_doubt_whatever_its_subcomponent_is_called():
    own = "Integridad pública"
    assert placed((CUENTAS, "Seguimiento", 1, "a"), (own, "Talento humano", 1, "b"), (own, "Diálogo", 1, "c")) == [
        (CUENTAS, "Seguimiento", []),
        (own, "Talento humano", []),
        (own, "Diálogo", []),
    ]


def test_repeating_the_label_of_a_component_keeps_the_subcomponent():
    assert placed((CUENTAS, "Diálogo", 1, "a"), ("RENDICION DE CUENTAS", "", 2, "b"))[1] == (
        "RENDICION DE CUENTAS",
        "Diálogo",
        [C.SUBCOMPONENT_FROM_EARLIER_PAGE],
    )


def test_rows_before_the_first_label_have_no_component():
    assert placed(("", "", 1, "a"), (CUENTAS, "Diálogo", 1, "b"))[0] == ("", "", [C.COMPONENT_MISSING])


@pytest.mark.parametrize(
    ("page", "activity", "expected"),
    [
        # what it talks of, and the label of the next page together: adopted, with the other reading offered
        (1, "Publicar el plan en datos abiertos", (ACCESO, "Transparencia activa", "ambiguous")),
        # naming the component of the next label outright leaves no doubt
        (1, "Mejorar la transparencia", (ACCESO, "Transparencia activa", "later label")),
        # naming the component it is in keeps it there, whatever else it talks of
        (1, "Datos abiertos de atención al ciudadano", (SERVICIO, "Talento humano", "")),
        # neither: it stays
        (1, "Dictar un curso", (SERVICIO, "Talento humano", "")),
        # within one page a label starts where it is written: the other reading is only offered
        (2, "Publicar el plan en datos abiertos", (SERVICIO, "Talento humano", "ambiguous")),
    ],
)
def test_the_last_rows_of_a_page_may_belong_to_the_label_of_the_next(page: int, activity: str, expected: tuple[str, str, str]):
    marks = {C.AMBIGUOUS_COMPONENT: "ambiguous", C.COMPONENT_FROM_LATER_LABEL: "later label"}
    component, subcomponent, codes = placed(
        (SERVICIO, "Talento humano", page, "a"), ("", "", page, activity), (ACCESO, "Transparencia activa", 2, "c")
    )[1]
    assert (component, subcomponent, next((marks[code] for code in codes if code in marks), "")) == expected


def test_rows_between_one_that_moves_and_its_label_move_along_with_little_confidence():
    rows = [
        Labels(SERVICIO, "Talento humano", 1, "a", ""),
        Labels("", "", 1, "Publicar datos abiertos", ""),
        Labels("", "", 1, "Otra cosa", ""),
        Labels(ACCESO, "Transparencia activa", 2, "c", ""),
    ]
    confidences = [[finding.confidence.value for finding in place.findings] for place in place_rows(rows, PAAC)]
    assert confidences == [[], ["media", "media"], ["baja", "baja"], []]


def test_only_the_page_beside_the_label_is_looked_at():
    rows = placed(
        (SERVICIO, "Talento humano", 1, "a"),
        ("", "", 1, "Publicar datos abiertos"),
        ("", "", 2, "Dictar un curso"),
        (ACCESO, "Transparencia activa", 3, "c"),
    )
    assert [row[0] for row in rows] == [SERVICIO, SERVICIO, SERVICIO, ACCESO]


def test_an_activity_in_the_subcomponent_cell_is_carried_over():
    long = "la capacitación de participación ciudadana"
    assert placed((CUENTAS, f"Actualizar {long}", 1, f"Actualización de {long}"))[0] == (
        CUENTAS,
        "",
        [C.ACTIVITY_AS_SUBCOMPONENT],
    )
    assert placed((CUENTAS, "Política de integridad", 1, "Socializar el código de integridad"))[0][1:] == (
        "Política de integridad",
        [],
    )


@pytest.mark.parametrize("none", ["No aplica", "NO APLICA.", "N/A", "NA", "n / a"])
def test_a_row_that_says_it_has_no_subcomponent_takes_none_from_above(none: str):
    assert placed((CUENTAS, "Diálogo", 1, "a"), (CUENTAS, none, 1, "b"), (CUENTAS, "", 1, "c")) == [
        (CUENTAS, "Diálogo", []),
        (CUENTAS, "", []),
        (CUENTAS, "", [C.SUBCOMPONENT_EMPTY]),
    ]


def test_a_label_without_words_is_a_label():
    assert placed((CUENTAS, "—", 1, "a"))[0] == (CUENTAS, "—", [])


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("Gestión del riesgo de corrupción – Mapa de riesgos de corrupción", 1),
        ("ESTRATEGIA ANTITRÁMITES", 2),
        ("Mecanismos para la transparencia y acceso a la información", 5),
        ("OTRAS INICIATIVAS", 6),
        ("Gestión documental", None),
    ],
)
def test_labels_are_known_however_an_entity_words_them(label: str, number: int | None):
    component = PAAC.component(label)
    assert (component.number if component else None) == number


def test_every_name_of_the_catalogue_is_recognised_as_itself():
    for component in PAAC.components:
        assert PAAC.component(component.name) is component
        for subcomponent in component.subcomponents:
            assert PAAC.subcomponent(subcomponent.name) is subcomponent
