import hashlib
import json
from collections.abc import Callable

from pacc_flow.reports.snapshot import Snapshot
from tests.support.documents import render


def compact(value: object) -> bytes:
    """As the documentation tells a reader to write it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_anyone_can_get_the_signed_bytes_back_and_check_their_hash(snapshot: Snapshot) -> None:
    document = json.loads(render(snapshot, "json"))
    data = compact(document["snapshot"])
    assert Snapshot.from_bytes(data) == snapshot
    assert document["sha256"] == hashlib.sha256(data).hexdigest() == snapshot.sha256


def test_the_summary_gives_both_measures_with_their_zones_in_words(snapshot: Snapshot) -> None:
    document = json.loads(render(snapshot, "json"))
    assert document["format"] == "pacc-follow-up-document/v1"
    assert document["summary"]["components"][0] == {
        "number": 1,
        "name": "Gestión del riesgo",
        "observation": "Se cumplió lo programado.",
        "programmed": 2,
        "fulfilled": 1,
        "unreported": 0,
        "statuses": {"not_started": 0, "in_progress": 0, "fulfilled": 1, "overdue": 1, "unreported": 0},
        "fulfilment": {"percent": 5000, "zone": "low", "words": "Zona baja (menos de 60\u00a0%)"},
        "average": {"percent": 9412, "zone": "high", "words": "Zona alta (80\u00a0% o más)"},
    }
    assert document["summary"]["total"]["programmed"] == 5
    assert document["summary"]["note"].startswith("Las actividades no reportadas cuentan como 0\u00a0%")


def test_a_follow_up_without_activities_has_no_measures(make_snapshot: Callable[..., Snapshot]) -> None:
    total = json.loads(render(make_snapshot(), "json"))["summary"]["total"]
    assert total["fulfilment"] == total["average"] == {"percent": None, "zone": None, "words": None}


def test_accents_are_written_as_themselves(snapshot: Snapshot) -> None:
    assert "Gestión" in render(snapshot, "json").decode()
