"""Whatever people write, judging it ends, soon, and in order."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.coherence import Kind, Wordings, findings_of
from tests.coherence.reports import found, reported

PIECES = (
    "continúa con ", "se encuentra ", "en proceso ", "pendiente por ", "falta ", "se ará", "no se ha ", "de ", "ión continua ",
    "5 de los ", "(5) ", "y 3 en ", "videos ", "https://", "www.", "http:/", "a/", "a.", "a.b-", "://", "\\\\s", "[", "%2",
    "<a ", "<", "…", "...", "1.", "\n", " ", "x", "á", "\u0301", "\u00a0", "İ",
)  # fmt: skip
ANYTHING = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


@given(texts=st.tuples(*[ANYTHING] * 5), percent=st.integers(0, 10_000))
def test_no_text_is_too_odd_to_be_judged(texts: tuple[str, ...], percent: int):
    text, goal, before, link, other = texts
    one = reported(texts=(text,), goal=goal, text_before=before, links=(link,), percent=percent, before=percent // 2)
    told = found(one, other)
    assert len({finding.kind for finding in told}) == len(told) <= len(Kind)
    assert all(finding.title and finding.reason and "\n" not in finding.title + finding.reason for finding in told)


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_ten_times_as_long_takes_about_ten_times_as_long(piece: str):
    short, long = (_seconds(piece * (size // len(piece))) for size in (8_000, 80_000))
    assert long < 0.5 + 25 * short


def test_a_cut_of_a_thousand_copies_is_judged_in_the_time_of_reading_it():
    text = "Se hizo la jornada con los líderes de cada proceso y se contó a la ciudadanía por los canales de la entidad. " * 5
    texts = Wordings(dict.fromkeys(range(1000), text))
    started = process_time()
    told = [findings_of(reported(number=number, texts=(text,)), texts) for number in range(1000)]
    assert process_time() - started < 20
    assert all(told)


def _seconds(text: str) -> float:
    one = reported(texts=(text,), goal=text, text_before=text, links=(text,), before=0)
    texts = Wordings({1: text, 2: text})
    started = process_time()
    findings_of(one, texts)
    return process_time() - started
