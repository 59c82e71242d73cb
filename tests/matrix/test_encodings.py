"""Texts as programs of every age save them: the letters that somebody typed come back, and a person is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.matrix import Code, Proposal
from pacc_flow.matrix.readers.code_pages import CodePage, likeliest_page
from pacc_flow.matrix.readers.encoding import decoded
from pacc_flow.matrix.reading import read_here
from tests.matrix.test_formats import EXPECTED, HEADER, ROWS, said

NAMED = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "página de códigos 850"}
# Words of plans, with each letter that Spanish adds; some are all that their file has above ASCII.
WORDS = (
    "gestión", "Bogotá", "jurídica", "público", "años", "ÍNDICE", "Índice", "PLANEACIÓN", "pingüino", "¿Cuántos?", "Él",
    "acompañamiento", "Ñame", "MONTAÑA", "ocurrió", "está", "teoría", "caótico", "¡Ya está!", "ÚLTIMO", "país",
)  # fmt: skip


def text_of(separator: str = ";") -> str:
    return "\r\n".join(separator.join(row) for row in (HEADER, *ROWS))


def legacy(proposal: Proposal) -> list[str]:
    return [finding.message for finding in proposal.findings if finding.code is Code.LEGACY_ENCODING]


@pytest.mark.parametrize("encoding", NAMED)
def test_a_text_of_one_byte_a_letter_is_read_and_its_encoding_named(encoding: str):
    proposal = read_here(text_of().encode(encoding), "a.csv")
    assert said(proposal) == EXPECTED
    (message,) = legacy(proposal)
    assert NAMED[encoding] in message
    assert message.endswith("Revise las tildes y las eñes.")


@pytest.mark.parametrize("page", CodePage)
@pytest.mark.parametrize("word", WORDS)
def test_one_word_tells_its_code_page(page: CodePage, word: str):
    data = f"Hacer;{word};2021".encode(page.codec)
    assert decoded(data)[0] == f"Hacer;{word};2021"


@pytest.mark.parametrize(
    "text",
    [
        "Del 1 – 30 de abril",  # a dash of its own is the ñ of a Mac
        "2020–2021",
        "costo–beneficio",
        "el “informe” de 2021",
        "D’Angelo y O’Brien",
        "El 50 % — y nada más…",
        "Acta N.º 5",
        "1° de abril; 2ª vez",
        "€ 500 de más y £ 20",
        "• Uno\n• Dos",
        "naïve façade",
    ],
)
def test_signs_of_typography_make_no_other_page_of_windows(text: str):
    assert likeliest_page(text.encode("cp1252")) is CodePage.WINDOWS


@given(
    st.lists(st.sampled_from([*WORDS, "de", "la", "2021", "“así”", "–"]), min_size=1, max_size=30), st.sampled_from(CodePage)
)
def test_words_in_any_order_come_back_from_any_page(words: list[str], page: CodePage):
    text = " ".join([*words, "gestión"]).encode(page.codec, "ignore")
    assert decoded(text)[0] == text.decode(page.codec)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_wide_encodings_are_read_with_their_mark_and_without_it(encoding: str):
    proposal = read_here(text_of(separator="\t").encode(encoding), "a.txt")
    assert said(proposal) == EXPECTED
    assert legacy(proposal) == []


@pytest.mark.parametrize("page", CodePage)
def test_letters_damaged_by_a_program_of_any_page_are_mended(page: CodePage):
    damaged = text_of().encode().decode(page.codec)
    proposal = read_here(damaged.encode(), "a.csv")
    assert said(proposal) == EXPECTED
    (message,) = legacy(proposal)
    assert f"«{'ó'.encode().decode(page.codec)}» por «ó»" in message


def test_two_files_put_together_are_each_read_in_its_own_encoding():
    old = "Gestión;Uno;1;30/06/2021;5%;Jurídica".encode("cp1252")
    new = "Rendición;Dos;ñandú;30/06/2021;5%;Planeación".encode()
    proposal = read_here(b"\r\n".join((";".join(HEADER).encode(), old, new)), "a.csv")
    assert [row.component for row in proposal.rows] == ["Gestión", "Rendición"]
    assert legacy(proposal)[0].startswith("Una parte del archivo no está en UTF-8; la leímos en Windows-1252")
