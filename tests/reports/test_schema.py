"""The published schema of the JSON document admits what is written, and nothing that the documents do not hold."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pacc_flow import reports
from pacc_flow.reports import Registration, Snapshot
from pacc_flow.reports.dataset import SCHEMA_PATH
from pacc_flow.reports.earlier import ComponentResult, EarlierCut, Result
from pacc_flow.reports.record import Record, fields_of
from pacc_flow.reports.snapshot import Cut, Entity, Evidence, Plan, Row
from tests.support.documents import REGISTERED, render
from tests.support.follow_ups import two_cuts_before

ADDRESS = "https://entidad.example/icetex/2021/corte-3/"
SCHEMA = json.loads((files(reports) / "follow_up.schema.json").read_text("utf-8"))


def errors(document: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(document)]


def written(snapshot: Snapshot, registration: Registration | None = None, address: str = ADDRESS) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(snapshot, "json", address, registration=registration))
    return found


def test_it_is_a_schema() -> None:
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(SCHEMA)


def test_it_admits_every_document(snapshot: Snapshot, make_snapshot: Callable[..., Snapshot]) -> None:
    for one in (snapshot, make_snapshot(), replace(snapshot, earlier=two_cuts_before(), revision=2)):
        assert errors(written(one)) == []
        assert errors(written(one, REGISTERED)) == []
        assert errors(json.loads(render(one, "json"))) == []


def objects(document: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where every object of a document is, but for the context, which is not ours to describe."""
    if isinstance(document, dict):
        yield path
        for name, value in document.items():
            yield from objects(value, (*path, name)) if name != "@context" else ()
    if isinstance(document, list):
        for place, value in enumerate(document):
            yield from objects(value, (*path, place))


def test_it_admits_nothing_more_in_any_of_its_objects(snapshot: Snapshot) -> None:
    document = written(replace(snapshot, earlier=two_cuts_before()), REGISTERED)
    places = list(objects(document))
    assert len(places) > 40
    for place in places:
        inner = document
        for step in place:
            inner = inner[step]
        inner["ana"] = "Ruiz"
        assert errors(document), place
        del inner["ana"]
    assert errors(document) == []


@pytest.mark.parametrize(("kind", "where"), [
    (Snapshot,        SCHEMA["$defs"]["snapshot"]),
    (Row,             SCHEMA["$defs"]["row"]),
    (Evidence,        SCHEMA["$defs"]["evidence"]),
    (EarlierCut,      SCHEMA["$defs"]["earlier_cut"]),
    (Result,          SCHEMA["$defs"]["result"]),
    (ComponentResult, SCHEMA["$defs"]["earlier_cut"]["properties"]["components"]["items"]),
    (Entity,          SCHEMA["$defs"]["snapshot"]["properties"]["entity"]),
    (Plan,            SCHEMA["$defs"]["snapshot"]["properties"]["plan"]),
    (Cut,             SCHEMA["$defs"]["snapshot"]["properties"]["cut"]),
])  # fmt: skip
def test_every_field_of_a_record_is_described_and_asked_for(kind: type[Record], where: dict[str, Any]) -> None:
    assert set(where["properties"]) == set(fields_of(kind))
    assert set(where["required"]) == set(fields_of(kind)) - kind.ADDED_LATER


def test_the_document_is_a_dataset_that_says_where_it_is_and_where_it_is_explained(snapshot: Snapshot) -> None:
    document = written(snapshot)
    assert document["$schema"] == f"https://entidad.example{SCHEMA_PATH}"
    assert (document["@type"], document["@id"], document["url"]) == ("Dataset", ADDRESS, ADDRESS)
    assert document["name"] == "Plan Anticorrupción y Atención al Ciudadano: tercer corte de 2021"
    assert (document["datePublished"], document["version"]) == ("2022-01-14", "1")
    assert document["temporalCoverage"] == "2021-01-01/2021-12-31"
    vocabulary, ours = document["@context"]
    assert vocabulary == "https://schema.org/"
    assert set(ours) == {"$schema", "format", "registration", "sha256", "snapshot", "summary"}
    assert set(ours.values()) == {None}


def test_an_installation_below_a_path_and_a_page_of_a_revision_know_their_schema(snapshot: Snapshot) -> None:
    for page in ("corte-3/", "corte-3/revision-1/"):
        assert written(snapshot, address=f"https://x.example/icetex/2021/pacc/icetex/2021/{page}")["$schema"] == (
            f"https://x.example/icetex/2021/pacc{SCHEMA_PATH}"
        )


def test_whoever_does_not_know_the_address_says_none(snapshot: Snapshot) -> None:
    assert not {"$schema", "@id", "url"} & written(snapshot, address="").keys()
