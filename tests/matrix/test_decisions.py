"""What a person decides about a proposal."""

import json
from datetime import date

import pytest

from pacc_flow.matrix import BadCorrection, Code, Decisions, Proposal, apply, pending

WAITING = [6, 11, 13, 14, 15, 17, 18, 27, 30, 31]
EVERYTHING = Decisions(
    corrections={6: {"offices": ["Oficina Asesora de Planeación"]}, 13: {"due_dates": ["2021-11-30"]}},
    accepted=frozenset({11, 14, 15, 17, 18, 27, 30, 31}),
)


def waiting(proposal: Proposal, decisions: Decisions) -> list[int]:
    return [item.n for item in pending(proposal, decisions)]


def test_nothing_decided_changes_nothing(seed: Proposal):
    assert apply(seed, Decisions()) == seed
    assert waiting(seed, Decisions()) == WAITING


def test_once_everything_is_decided_nobody_waits(seed: Proposal):
    decided = apply(seed, EVERYTHING)
    assert pending(seed, EVERYTHING) == []
    assert decided.rows[5].offices == ("Oficina Asesora de Planeación",)
    assert (decided.rows[12].due_dates, decided.rows[12].due_text) == ((date(2021, 11, 30),), "31/11/2021")
    assert [finding.code for finding in decided.rows[26].findings] == [Code.SHIFTED]


def test_each_waiting_row_says_what_for(seed: Proposal):
    reasons = {item.n: item.reasons for item in pending(seed, Decisions())}
    assert reasons[13] == ("La fecha 31/11/2021 no existe. Noviembre tiene 30 días. El lector no elige por usted.",)
    assert len(reasons[30]) == 2


def test_accepting_a_row_does_not_settle_what_must_be_corrected(seed: Proposal):
    assert waiting(seed, Decisions(accepted=frozenset(range(1, 42)))) == [6, 13]


def test_choosing_the_other_reading_settles_component_and_subcomponent(seed: Proposal):
    chosen = Decisions(corrections={30: {"component": "TRANSPARENCIA", "subcomponent": "Transparencia activa"}})
    row = apply(seed, chosen).rows[29]
    assert (row.component, row.subcomponent, row.findings) == ("TRANSPARENCIA", "Transparencia activa", ())
    assert waiting(seed, Decisions(corrections={30: {"subcomponent": ""}})) == [n for n in WAITING if n != 30]


def test_a_discarded_row_is_left_out_and_the_others_keep_their_number(seed: Proposal):
    left = apply(seed, Decisions(discarded=frozenset({13})))
    assert len(left.rows) == 40
    assert left.rows[12].n == 14


def test_a_confirmed_catalogue_splits_the_offices_again(seed: Proposal):
    confirmed = Decisions(offices={"Planeación": ["Oficina Asesora de Planeación"], "Riesgos": ["Oficina de Riesgos"]})
    decided = apply(seed, confirmed)
    assert decided.rows[0].offices == ("Riesgos",)
    assert decided.rows[9].offices == ("Planeación",)
    assert {finding.code for finding in decided.rows[2].findings} == {Code.OFFICE_UNKNOWN}
    assert Code.OFFICE_MISSING in {finding.code for finding in decided.rows[5].findings}
    assert 3 in waiting(seed, confirmed)
    named = Decisions(offices=confirmed.offices, corrections={3: {"offices": "Riesgos"}})
    assert apply(seed, named).rows[2].offices == ("Riesgos",)


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("activity", "  Otra  ", "activity", "Otra"),
        ("goal", "", "goal", ""),
        ("narrative", "Texto", "narrative", "Texto"),
        ("component", "Otro", "component", "Otro"),
        ("percent", 8824, "percent", 8824),
        ("percent", "88,24", "percent", 8824),
        ("percent", " 88.24 % ", "percent", 8824),
        ("percent", 0, "percent", 0),
        ("due_dates", ["2021-11-30", "2021-12-01"], "due_dates", (date(2021, 11, 30), date(2021, 12, 1))),
        ("due_dates", (date(2021, 11, 30),), "due_dates", (date(2021, 11, 30),)),
        ("due_dates", date(2021, 11, 30), "due_dates", (date(2021, 11, 30),)),
        ("due_dates", "30/11/2021", "due_dates", (date(2021, 11, 30),)),
        ("due_text", "30/11/2021", "due_text", "30/11/2021"),
        ("offices", ["Secretaría General", "Secretaría General"], "offices", ("Secretaría General",)),
    ],
)
def test_a_sound_correction_is_taken(seed: Proposal, field: str, value: object, attribute: str, expected: object):
    row = apply(seed, Decisions(corrections={13: {field: value}})).rows[12]
    assert getattr(row, attribute) == expected


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("percent", 10001, "el porcentaje va de 0 a 100"),
        ("percent", "101", "el porcentaje va de 0 a 100"),
        ("percent", "casi todo", "el porcentaje va de 0 a 100"),
        ("percent", "50 más o menos", "el porcentaje va de 0 a 100"),
        ("percent", True, "el porcentaje va de 0 a 100"),
        ("percent", None, "el porcentaje va de 0 a 100"),
        ("due_dates", ["31/11/2021"], "la fecha 31/11/2021 no existe. Noviembre tiene 30 días."),
        ("due_dates", "2021-02-29", "la fecha 2021-02-29 no existe. Febrero tiene 28 días."),
        ("due_dates", "pronto", "«pronto» no es una fecha"),
        ("due_dates", "30/11/2021 o después", "no es una fecha"),
        ("due_dates", [], "no es una fecha"),
        ("due_text", 7, "el valor debe ser un texto"),
        ("activity", "  ", "la actividad no puede quedar en blanco"),
        ("component", "", "el componente no puede quedar en blanco"),
        ("goal", None, "el valor debe ser un texto"),
        ("offices", [], "necesita al menos una dependencia"),
        ("offices", None, "necesita al menos una dependencia"),
        ("offices", ["Oficina de Nada"], "«Oficina de Nada» no está en el catálogo"),
        ("color", "rojo", "no hay un dato «color»"),
    ],
)
def test_an_unsound_correction_names_its_row_and_field(seed: Proposal, field: str, value: object, said: str):
    with pytest.raises(BadCorrection) as refusal:
        apply(seed, Decisions(corrections={13: {field: value}}))
    assert (refusal.value.row, refusal.value.field) == (13, field)
    assert str(refusal.value).startswith("Fila 13: ")
    assert said in str(refusal.value)
    assert isinstance(refusal.value, ValueError)


@pytest.mark.parametrize("decisions", [Decisions(), EVERYTHING, Decisions(offices={"A": ["a", "á"]}, discarded=frozenset({1}))])
def test_decisions_survive_being_stored(decisions: Decisions):
    assert Decisions.from_json(json.loads(json.dumps(decisions.to_json()))) == decisions
