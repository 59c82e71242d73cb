"""The follow-up that the product was asked for: what a careful reader finds in it, and next to nothing else."""

from datetime import date
from pathlib import Path

import pytest

from pacc_flow import matrix
from pacc_flow.coherence import Kind, Reported, Wordings, findings_of

NOT_DUE_YET = [5, 8, 9, 10]
COPIED = [14, 15, 22, 29, 37]
GOING_ON = [22, 24, 29, 35, 37]
WITHOUT_EVIDENCE = [1, 2, 3, 4, 5, 9, 10, 19, *range(22, 38), 40]
# fmt: off
FURTHER = (  # what the careful reader did not list, and is there too
    (16, Kind.GOAL,           "La meta dice 5 espacios y el texto cuenta 2"),
    (39, Kind.BROKEN_ADDRESS, "Un enlace está mal escrito"),
    (39, Kind.INNER_ADDRESS,  "Un enlace no abre desde fuera de la entidad"),
    (41, Kind.INNER_ADDRESS,  "Un enlace no abre desde fuera de la entidad"),
)
# fmt: on


@pytest.fixture(scope="module")
def told(seed_dir: Path) -> dict[tuple[int, Kind], str]:
    return judged(seed_dir / "icetex-seguimiento-paac-2021-corte-3.txt")


def judged(document: Path) -> dict[tuple[int, Kind], str]:
    """The title of each finding, by the activity and the kind."""
    rows = matrix.read(document).rows
    texts = Wordings({row.n: row.narrative for row in rows})
    reports = [
        Reported(
            number=row.n,
            cut_on=date(2021, 12, 31),
            percent=row.percent,
            goal=row.goal,
            due_dates=row.due_dates,
            texts=(row.narrative,),
        )
        for row in rows
    ]
    return {(one.number, finding.kind): finding.title for one in reports for finding in findings_of(one, texts)}


def of(told: dict[tuple[int, Kind], str], kind: Kind) -> list[int]:
    return [number for number, found in told if found == kind]


# fmt: off
EXPECTED = (
    (Kind.DUE_LATER,        NOT_DUE_YET),
    (Kind.SAME_AS_OTHER,    COPIED),
    (Kind.UNFINISHED,       GOING_ON),
    (Kind.PERSONAL_ADDRESS, [12]),
    (Kind.NO_EVIDENCE,      WITHOUT_EVIDENCE),
)
# fmt: on


@pytest.mark.parametrize(("kind", "numbers"), EXPECTED, ids=[kind for kind, _ in EXPECTED])
def test_what_a_careful_reader_lists_is_found_and_nothing_more_of_its_kind(
    told: dict[tuple[int, Kind], str], kind: Kind, numbers: list[int]
):
    assert of(told, kind) == numbers


def test_the_copies_are_told_from_each_other(told: dict[tuple[int, Kind], str]):
    assert told[14, Kind.SAME_AS_OTHER] == "El texto es igual al de la actividad 15"
    assert told[29, Kind.SAME_AS_OTHER] == "El texto es casi igual al de las actividades 22 y 37"


def test_the_further_ones_are_few_and_true(told: dict[tuple[int, Kind], str]):
    listed = {kind for kind, _ in EXPECTED}
    assert sorted((number, kind, title) for (number, kind), title in told.items() if kind not in listed) == sorted(FURTHER)
    assert len({number for number, _, _ in FURTHER}) <= 5


def test_the_same_is_found_where_other_words_say_it():
    """The example that comes with the program tells the same year with words of its own."""
    told = judged(Path(__file__).resolve().parents[2] / "examples" / "icetex-2021.tsv")
    assert of(told, Kind.DUE_LATER) == NOT_DUE_YET
    assert of(told, Kind.UNFINISHED) == GOING_ON
    assert of(told, Kind.NO_EVIDENCE) == WITHOUT_EVIDENCE
    assert of(told, Kind.SAME_AS_OTHER) == [14, 15, 22, 29]
