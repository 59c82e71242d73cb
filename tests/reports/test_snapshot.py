import hashlib
import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.reports.record import LINE_END, UNPRINTABLE, SnapshotError
from pacc_flow.reports.snapshot import (
    Component,
    Cut,
    Entity,
    Evidence,
    EvidenceKind,
    Plan,
    Row,
    Snapshot,
    Thresholds,
)
from pacc_flow.reports.status import Status, status_at

texts = st.text().filter(lambda text: not UNPRINTABLE.search(LINE_END.sub("\n", text)))
words = texts.filter(str.strip)
offices = words.filter(lambda text: "@" not in text)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
percents = st.integers(0, 10_000)
links = st.builds(Evidence, kind=st.just(EvidenceKind.LINK), name=words, url=texts.map(lambda path: f"https://x/{path}"))
files = st.builds(
    Evidence,
    kind=st.just(EvidenceKind.FILE),
    name=words.filter(lambda text: not {"/", "\\"} & set(text)),
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
    size=st.integers(0, 2**40),
)


@st.composite
def rows(draw: st.DrawFn, n: int, cut_on: date) -> Row:
    due_dates = tuple(draw(st.lists(days, max_size=3)))
    percent = draw(st.none() | percents)
    return Row(
        n=n,
        component=draw(st.integers(1, 2)),
        subcomponent=draw(texts),
        activity=draw(words),
        goal=draw(texts),
        due_text=draw(texts),
        due_dates=due_dates,
        percent=percent,
        reported_percent=draw(st.none() | percents),
        narrative=draw(texts),
        observation=draw(texts),
        offices=tuple(draw(st.lists(offices, min_size=1, max_size=3))),
        evidence=tuple(draw(st.lists(links | files, max_size=2))),
        status=status_at(percent, due_dates, cut_on),
        days_late=draw(st.integers(0, 400)),
        unreported_reason="" if percent is not None else draw(words),
    )


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    cut_on = draw(days)
    return Snapshot(
        entity=Entity(name=draw(words), slug=draw(words), is_demo=draw(st.booleans())),
        plan=Plan(kind=draw(words), year=draw(st.integers(2000, 2100)), name=draw(words)),
        cut=Cut(number=draw(st.integers(1, 12)), name=draw(words), on=cut_on),
        revision=draw(st.integers(1, 99)),
        published_on=draw(days),
        signed_at=draw(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001 - the strategy adds the zone
        signed_by_office=draw(offices),
        calendar_version=draw(texts),
        thresholds=Thresholds(),
        components=(Component(number=1, name=draw(words)), Component(number=2, name=draw(words))),
        rows=tuple(draw(rows(n, cut_on)) for n in range(1, draw(st.integers(0, 3)) + 1)),
        notes=tuple(draw(st.lists(texts, max_size=2))),
    )


@given(snapshots())
def test_bytes_give_the_snapshot_back_and_the_snapshot_its_bytes(snapshot: Snapshot) -> None:
    data = snapshot.to_canonical_bytes()
    again = Snapshot.from_bytes(data)
    assert again == snapshot
    assert again.to_canonical_bytes() == data


def test_the_bytes_are_sorted_compact_and_free_of_floats(snapshot: Snapshot) -> None:
    data = snapshot.to_canonical_bytes()
    value = json.loads(data, parse_float=lambda text: pytest.fail(f"un decimal: {text}"))
    compact = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert data == compact
    assert value["signed_at"] == "2022-01-14T21:30:00.000000Z"
    assert value["cut"] == {"name": "Tercer corte", "number": 3, "on": "2021-12-31"}
    assert value["rows"][1]["percent"] == 8824
    assert value["format"] == "pacc-follow-up/v1"


def test_the_hash_is_that_of_the_bytes(snapshot: Snapshot) -> None:
    assert snapshot.sha256 == hashlib.sha256(snapshot.to_canonical_bytes()).hexdigest()


def test_the_same_content_has_the_same_hash_however_it_was_typed(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]
) -> None:
    bogota = timezone(timedelta(hours=-5))
    typed = make_snapshot(
        make_row(narrative="Atencio\u0301n\r\nal ciudadano\x0bfin"),
        signed_at=datetime(2022, 1, 14, 16, 30, tzinfo=bogota),
    )
    plain = make_snapshot(make_row(narrative="Atenci\u00f3n\nal ciudadano\nfin"))
    assert typed.sha256 == plain.sha256


def test_a_published_snapshot_cannot_be_changed(snapshot: Snapshot) -> None:
    with pytest.raises(FrozenInstanceError):
        snapshot.revision = 2  # type: ignore[misc] # that it is refused is what is tested


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"percent": 10_001},                            "no está entre 0 y 100"),
    ({"percent": -1},                                "no está entre 0 y 100"),
    ({"reported_percent": 10_001},                   "no está entre 0 y 100"),
    ({"percent": 88.24},                             "se esperaba int y llegó float"),
    ({"n": True},                                    "se esperaba int y llegó bool"),
    ({"n": 2**53},                                   "demasiado grande"),
    ({"activity": "  "},                             "el texto está vacío"),
    ({"offices": ()},                                "falta la dependencia responsable"),
    ({"offices": ("maria.perez@entidad.example",)},  "parece un correo"),
    ({"offices": ["Planeación"]},                    "se esperaba una tupla"),
    ({"narrative": "nulo \x00"},                     "caracteres de control"),
    ({"narrative": "medio \ud83d par"},              "caracteres de control"),
    ({"days_late": -1},                              "negativos"),
    ({"due_dates": (datetime(2021, 2, 1, tzinfo=UTC),), "status": Status.OVERDUE}, "se esperaba date y llegó datetime"),
    ({"percent": None},                              "el motivo va si, y solo si"),
    ({"unreported_reason": "No llegó."},             "el motivo va si, y solo si"),
])  # fmt: skip
def test_a_row_that_cannot_be_published_is_refused_and_says_why(
    make_row: Callable[..., Row], changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(SnapshotError, match=sentence):
        make_row(**changes)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"revision": 0},                                       "La primera revisión"),
    ({"format": "pacc-follow-up/v2"},                       "no es pacc-follow-up/v1"),
    ({"signed_at": datetime(2022, 1, 14)},                  "zona horaria"),  # noqa: DTZ001 - naive on purpose
    ({"signed_by_office": "jefe@entidad.example"},          "parece un correo"),
    ({"signed_by_office": ""},                              "vacío"),
    ({"components": ()},                                    "el componente 1 no existe"),
    ({"components": (Component(number=1, name="A"),) * 2},  "componentes no están en orden"),
    ({"cut": Cut(number=1, name="Primero", on=date(2021, 4, 30))}, "su estado es «En avance», no «Vencida»"),
])  # fmt: skip
def test_a_snapshot_that_contradicts_itself_is_refused_and_says_why(
    make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot], changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(SnapshotError, match=sentence):
        make_snapshot(make_row(percent=5000), **changes)


def test_a_status_typed_by_hand_is_refused(make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]) -> None:
    with pytest.raises(SnapshotError, match="su estado es «Vencida», no «Cumplida»"):
        make_snapshot(make_row(percent=5000, status=Status.FULFILLED))


def test_two_activities_cannot_share_a_number(make_row: Callable[..., Row], make_snapshot: Callable[..., Snapshot]) -> None:
    with pytest.raises(SnapshotError, match="actividades no están en orden"):
        make_snapshot(make_row(), make_row())


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"kind": EvidenceKind.LINK, "name": "x", "url": "javascript:alert(1)"},      "no es una dirección web"),
    ({"kind": EvidenceKind.LINK, "name": "x"},                                    "no es una dirección web"),
    ({"kind": EvidenceKind.LINK, "name": "x", "url": "https://x", "size": 1},     "no puede llevar huella"),
    ({"kind": EvidenceKind.FILE, "name": "x", "sha256": "ab" * 31, "size": 1},    "falta su huella"),
    ({"kind": EvidenceKind.FILE, "name": "x", "sha256": "AB" * 32, "size": 1},    "falta su huella"),
    ({"kind": EvidenceKind.FILE, "name": "x", "sha256": "ab" * 32},               "falta su tamaño"),
    ({"kind": EvidenceKind.FILE, "name": "x", "sha256": "ab" * 32, "size": -1},   "falta su tamaño"),
    ({"kind": EvidenceKind.FILE, "name": "x", "sha256": "ab" * 32, "size": 1, "url": "https://x"}, "llevar dirección"),
    ({"kind": EvidenceKind.FILE, "name": r"C:\Users\ana.ruiz\acta.pdf", "sha256": "ab" * 32, "size": 1}, "su carpeta"),
    ({"kind": EvidenceKind.FILE, "name": "", "sha256": "ab" * 32, "size": 1},     "vacío"),
])  # fmt: skip
def test_evidence_is_a_whole_file_or_a_web_address(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SnapshotError, match=sentence):
        Evidence(**fields)


@pytest.mark.parametrize(("number", "name"), [(0, "Primero"), (1, " ")])
def test_a_cut_has_a_number_and_a_name(number: int, name: str) -> None:
    with pytest.raises(SnapshotError):
        Cut(number=number, name=name, on=date(2021, 4, 30))


@pytest.mark.parametrize("limits", [(0, 8000), (8001, 8000), (6000, 10_001)])
def test_thresholds_out_of_order_are_refused(limits: tuple[int, int]) -> None:
    with pytest.raises(SnapshotError, match="umbrales"):
        Thresholds(low_below=limits[0], mid_below=limits[1])


def reworded(snapshot: Snapshot, **changes: object) -> bytes:
    value = json.loads(snapshot.to_canonical_bytes()) | changes
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(("forge", "sentence"), [
    (lambda _: b"",                                               "no es JSON"),
    (lambda _: b"\xff{}",                                         "no es JSON"),
    (lambda _: b"[" * 100_000,                                    "no es JSON"),
    (lambda _: b"1" * 5000,                                       "no es JSON"),
    (lambda _: b"[]",                                             "se esperaba un objeto"),
    (lambda _: b"{}",                                             "sobran o faltan campos"),
    (lambda s: b" " + s.to_canonical_bytes(),                     "forma canónica"),
    (lambda s: b'{"revision":1,' + s.to_canonical_bytes()[1:],    "forma canónica"),
    (lambda s: json.dumps(json.loads(s.to_canonical_bytes())).encode(), "forma canónica"),
    (lambda s: reworded(s, author="Ana Ruiz"),                    r"sobran o faltan campos: author"),
    (lambda s: reworded(s, revision=1.0),                         "se esperaba int"),
    (lambda s: reworded(s, rows={}),                              "se esperaba una lista"),
    (lambda s: reworded(s, entity=None),                          r"\$\.entity: se esperaba un objeto"),
    (lambda s: reworded(s, published_on="2022-02-30"),            r"\$\.published_on: «2022-02-30»"),
    (lambda s: reworded(s, published_on="20220114"),              "forma canónica"),
    (lambda s: reworded(s, published_on=20220114),                "forma canónica"),
    (lambda s: reworded(s, signed_at="2022-01-14T16:30:00.000000-05:00"), "forma canónica"),
    (lambda s: s.to_canonical_bytes().replace(b'"overdue"', b'"expired"'), r"\$\.rows\[1\]\.status: «expired»"),
])  # fmt: skip
def test_bytes_that_are_not_canonical_are_refused(
    snapshot: Snapshot, forge: Callable[[Snapshot], bytes], sentence: str
) -> None:
    with pytest.raises(SnapshotError, match=sentence):
        Snapshot.from_bytes(forge(snapshot))


def test_any_change_of_content_changes_the_hash(snapshot: Snapshot) -> None:
    assert replace(snapshot, revision=2).sha256 != snapshot.sha256


def test_late_is_a_fact_of_the_days(snapshot: Snapshot) -> None:
    assert [row.is_late for row in snapshot.rows] == [False, True, True, False, False]
