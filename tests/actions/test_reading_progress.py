"""What is told of a reading while it goes on: to its own person only, little, and nothing afterwards."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from pacc_flow.actions import reading_progress
from pacc_flow.actions.reading_progress import LEFT_BEHIND, MOST, Reached, ReadingProgress, new_token
from pacc_flow.matrix import Part
from tests.support.cast import NOW

TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def progress(tmp_path: Path) -> ReadingProgress:
    return ReadingProgress(tmp_path / "var" / "reading")


def test_what_is_told_is_found_by_its_person_until_the_reading_ends(progress: ReadingProgress):
    with progress.telling(7, TOKEN, at=NOW) as tell:
        assert progress.reached(7, TOKEN) is None
        tell(37, 109, Part.PAGE)
        assert progress.reached(7, TOKEN) == Reached(37, 109, Part.PAGE)
        assert progress.reached(8, TOKEN) is None
        assert progress.reached(7, TOKEN[::-1]) is None
    assert progress.reached(7, TOKEN) is None
    assert list(progress.root.iterdir()) == []


def test_a_reading_that_fails_leaves_nothing_behind(progress: ReadingProgress):
    def read() -> None:
        with progress.telling(7, TOKEN, at=NOW) as tell:
            tell(1, 2)
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        read()
    assert list(progress.root.iterdir()) == []


def test_neither_the_token_nor_the_account_is_in_the_name_of_the_file_and_nobody_else_may_look(progress: ReadingProgress):
    with progress.telling(7, TOKEN, at=NOW) as tell:
        tell(1, 2)
        (file,) = progress.root.iterdir()
        assert (len(file.name), TOKEN in file.name, file.name.startswith("7")) == (64, False, False)
        assert [path.stat().st_mode & 0o077 for path in (progress.root, file)] == [0, 0]


def test_it_is_written_now_and_then_however_often_it_is_told(progress: ReadingProgress, monkeypatch: pytest.MonkeyPatch):
    moments = iter((5.0, 5.1, 5.19, 5.21))
    monkeypatch.setattr(reading_progress.time, "monotonic", lambda: next(moments))
    with progress.telling(7, TOKEN, at=NOW) as tell:
        seen = []
        for done in (1, 2, 3, 4):
            tell(done, 9)
            seen.append(progress.reached(7, TOKEN))
    assert [one and one.done for one in seen] == [1, 1, 1, 4]


@pytest.mark.parametrize(("done", "of"), [(-1, 2), (3, 2), (10**30, 10**31)])
def test_a_count_that_makes_no_sense_is_not_told(progress: ReadingProgress, done: int, of: int):
    with progress.telling(7, TOKEN, at=NOW) as tell:
        tell(done, of)
        assert progress.reached(7, TOKEN) is None


@pytest.mark.parametrize("token", ["", "x", TOKEN.upper(), f"{TOKEN}\n", "../../../../../etc/passwd"])
def test_nothing_is_told_for_what_is_no_token(progress: ReadingProgress, token: str):
    with progress.telling(7, token, at=NOW) as tell:
        tell(1, 2)
        assert not progress.root.exists()


def test_each_form_has_a_token_of_its_own():
    tokens = {new_token() for _ in range(9)}
    assert len(tokens) == 9
    assert all(map(reading_progress.is_token, tokens))


def test_what_a_killed_process_left_is_swept_by_a_later_reading(progress: ReadingProgress):
    """The file of a reading that may still go on stays, whatever day the disk believes it is."""
    killed, other = progress.telling(7, TOKEN, at=NOW), progress.telling(7, TOKEN[::-1], at=NOW + LEFT_BEHIND)
    killed.__enter__()(1, 2)
    other.__enter__()(3, 4)
    with progress.telling(8, TOKEN, at=NOW + LEFT_BEHIND + timedelta(seconds=1)):
        assert progress.reached(7, TOKEN) is None
        assert progress.reached(7, TOKEN[::-1]) == Reached(3, 4, Part.LINE)


def test_there_are_never_more_of_them_than_a_site_needs(progress: ReadingProgress):
    progress.root.mkdir(parents=True)
    for number in range(MOST):
        (progress.root / str(number)).touch()
        os.utime(progress.root / str(number), (NOW.timestamp(), NOW.timestamp()))
    with progress.telling(7, TOKEN, at=NOW) as tell:
        tell(1, 2)
        assert len(list(progress.root.iterdir())) == MOST


def test_a_disk_that_takes_nothing_does_not_stop_the_reading(progress: ReadingProgress):
    progress.root.parent.mkdir(parents=True)
    progress.root.touch()
    with progress.telling(7, TOKEN, at=NOW) as tell:
        tell(1, 2)
    assert progress.reached(7, TOKEN) is None


def test_a_folder_that_goes_meanwhile_does_not_stop_the_reading(progress: ReadingProgress):
    with progress.telling(7, TOKEN, at=NOW) as tell:
        progress.root.rmdir()
        tell(1, 2)
    assert not progress.root.exists()
