"""Grammars of one cell: dates, percentages, text with markup."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.matrix.cells.cell_readings import after_cut, cleaned, read_due, read_percentage
from pacc_flow.matrix.cells.clean_text import clean_cell, clean_cells, has_markup, without_markup
from pacc_flow.matrix.cells.dates import in_words, is_date_cell, nearest_days, read_dates, why_impossible
from pacc_flow.matrix.cells.percents import is_percent_cell
from pacc_flow.matrix.findings import Code, Finding

C = Code
LONGEST_CELL = 32_767  # characters: the most that a spreadsheet holds in one
PIECES = (" ", "• ", "https://", "https://a b/", "<", "<p>", "<u>", "<!--", "<script>", "</script ", "&#", "o\t", "*", "\n")


@pytest.mark.parametrize(
    ("text", "days", "codes"),
    [
        ("29/11/2021", ["2021-11-29"], []),
        ("4/01/2021", ["2021-01-04"], [C.DATE_WITHOUT_ZERO]),
        ("3/01/22", ["2022-01-03"], [C.DATE_WITHOUT_ZERO]),
        ("05-06-2021", ["2021-06-05"], []),
        ("05.06.2021", ["2021-06-05"], []),
        ("2021-06-05", ["2021-06-05"], []),
        ("14 de enero de 2022", ["2022-01-14"], []),
        ("14 de Setiembre del 2022", ["2022-09-14"], []),
        ("13/04/2021 14/08/2021 18/01/2022", ["2021-04-13", "2021-08-14", "2022-01-18"], [C.SEVERAL_DATES]),
        ("13/04/2021\n14/08/2021", ["2021-04-13", "2021-08-14"], [C.SEVERAL_DATES]),
        ("13/04/2021 y 14/08/2021", ["2021-04-13", "2021-08-14"], [C.SEVERAL_DATES]),
        ("31/11/2021", [], [C.IMPOSSIBLE_DATE]),
        ("29/02/2021 30/06/2021", ["2021-06-30"], [C.IMPOSSIBLE_DATE, C.SEVERAL_DATES]),
        ("00/00/2021", [], [C.IMPOSSIBLE_DATE]),
        ("01/01/0001", [], [C.IMPOSSIBLE_DATE]),
        ("permanente", [], [C.UNREAD_DATE]),
        ("22 al 28 de abril de 2017", ["2017-04-28"], [C.DATE_RANGE]),
        ("31/12/20211", [], [C.UNREAD_DATE]),
        ("1/2/3/2021", [], [C.UNREAD_DATE]),
        ("", [], [C.DATE_MISSING]),
    ],
)
def test_dates_are_read_day_first_and_never_guessed(text: str, days: list[str], codes: list[Code]):
    due = read_due(text)
    assert [day.isoformat() for day in due.days] == days
    assert [finding.code for finding in due.findings] == codes


def test_an_impossible_date_offers_the_days_beside_it_and_says_why():
    written = read_dates("31/11/2021").impossible[0]
    assert nearest_days(written) == (date(2021, 11, 30), date(2021, 12, 1))
    assert why_impossible(written) == "La fecha 31/11/2021 no existe. Noviembre tiene 30 días."
    assert read_due("31/11/2021").findings[0].alternative == "2021-11-30"
    assert nearest_days(read_dates("31/13/2021").impossible[0]) is None
    assert why_impossible(read_dates("31/13/2021").impossible[0]) == "La fecha 31/13/2021 no existe."
    assert read_due("31/13/2021").findings[0].alternative is None
    assert in_words(date(2021, 9, 1)) == "1 de septiembre de 2021"


def test_a_narrative_that_mentions_a_day_is_no_date_cell():
    assert is_date_cell("13/01/2021")
    assert not is_date_cell("")
    assert not is_date_cell("El 13/01/2021 se publicó en la página de la entidad la propuesta que la ciudadanía conoció.")


@pytest.mark.parametrize(
    ("days", "percent", "cut", "expected"),
    [
        ([date(2022, 1, 14)], 10000, date(2021, 12, 31), True),
        ([date(2021, 1, 1), date(2022, 1, 14)], 10000, date(2021, 12, 31), True),
        ([date(2021, 12, 31)], 10000, date(2021, 12, 31), False),
        ([date(2022, 1, 14)], 9999, date(2021, 12, 31), False),
        ([], 10000, date(2021, 12, 31), False),
        ([date(2022, 1, 14)], 10000, None, False),
    ],
)
def test_only_a_complete_row_due_after_the_cut_is_pointed_out(
    days: list[date],
    percent: int,
    cut: date | None,
    *,
    expected: bool,
):
    assert (after_cut(tuple(days), percent, cut) is not None) is expected


@pytest.mark.parametrize(
    ("text", "fractions", "value", "codes"),
    [
        # cell          column of fractions?  hundredths  findings
        ("100%",            False,            10000,      []),
        ("100 %",           False,            10000,      []),
        ("88,24%",          False,            8824,       []),
        ("88.24 %",         False,            8824,       []),
        ("0%",              True,             0,          []),
        ("88,235%",         False,            8824,       [C.PERCENT_ROUNDED]),
        ("33.3% EN AVANCE", False,            3330,       [C.PERCENT_WITH_TEXT]),
        ("65",              False,            6500,       [C.PERCENT_WITHOUT_SIGN]),
        ("0.8824",          True,             8824,       [C.PERCENT_GUESSED]),
        ("0.88235294",      True,             8824,       [C.PERCENT_GUESSED]),
        ("1",               True,             10000,      [C.PERCENT_GUESSED]),
        ("0",               True,             0,          []),
        ("0.5 EN AVANCE",   True,             5000,       [C.PERCENT_GUESSED, C.PERCENT_WITH_TEXT]),
        ("",                False,            None,       [C.PERCENT_MISSING]),
        ("101%",            False,            None,       [C.UNREAD_PERCENT]),
        ("100,001%",        False,            None,       [C.UNREAD_PERCENT]),
        ("-5%",             False,            None,       [C.UNREAD_PERCENT]),
        ("casi todo",       False,            None,       [C.UNREAD_PERCENT]),
        ("1/3",             False,            3333,       [C.PERCENT_GUESSED]),
        ("N/A",             False,            None,       [C.PERCENT_NOT_APPLICABLE]),
        ("x" * 200,         False,            None,       [C.UNREAD_PERCENT]),
    ],
)  # fmt: skip
def test_percentages_become_hundredths_or_wait_for_a_person(
    text: str, *, fractions: bool, value: int | None, codes: list[Code]
):
    percent = read_percentage(text, unsigned_are_fractions=fractions)
    assert percent.value == value
    assert [finding.code for finding in percent.findings] == codes


def test_only_a_figure_with_its_sign_is_a_percent_cell():
    assert is_percent_cell("100%")
    assert not is_percent_cell("100")
    assert not is_percent_cell("100% de las fases")
    assert not is_percent_cell("Cumplió el 100%")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Uno.</p> <p>Dos.</p>", "Uno.\nDos."),
        ("Antes <br>después", "Antes\ndespués"),
        ("<ul><li>Uno</li><li>Dos</li></ul>", "- Uno\n- Dos"),
        ('<ul style="list-style: none"> - Uno - Dos', "- Uno\n- Dos"),
        ("<ul> - Uno </ul> Ley 1 - 2", "- Uno\nLey 1 - 2"),
        ("</ul>Uno - dos", "Uno - dos"),
        ("<U>Título</U> texto con <b>negrita</b>", "Título\ntexto con negrita"),
        ("Se dice <u>así</u> siempre", "Se dice así siempre"),
        ("Fin. <u>Otra oficina</u> sigue", "Fin.\nOtra oficina\nsigue"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<p>Uno &amp; dos&nbsp;tres &#8211; 4 ?a=1&b=2</p>", "Uno & dos tres – 4 ?a=1&b=2"),
        ("<p>x</p><script>alert(1)</script><style>p{}", "x"),
        ("<p>x<!-- nota -->y</p>", "x y"),
        ("<p>&lt;script&gt;</p>", "<script>"),
    ],
)
def test_markup_becomes_lines_of_text(markup: str, text: str):
    assert has_markup(markup)
    assert without_markup(markup) == text


@pytest.mark.parametrize("text", ["menos de < 60 %", "a < b > c", "Escriba a <quejas@entidad.gov.co>", "Q&A &copy;"])
def test_what_only_looks_like_markup_is_left_alone(text: str):
    findings: list[Finding] = []
    assert not has_markup(text)
    assert cleaned("narrative", text, findings) == text
    assert findings == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Uno  ", "Uno"),
        ("Cafe\u0301", "Café"),
        ("a\u00a0b\u200bc\x07", "a bc"),
        ("uno\r\ndos\rtres", "uno\ndos\ntres"),
    ],
)
def test_cells_lose_what_nobody_sees(cell: str, text: str):
    assert clean_cell(cell) == text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("https://portal.gov.co/Inicio deEntidad/pagina.aspx", "https://portal.gov.co/IniciodeEntidad/pagina.aspx"),
        ("Ver https://a.gov.co/b c/d%20e f/g.pdf hoy", "Ver https://a.gov.co/bc/d%20ef/g.pdf hoy"),
        ("https://portal.gov.co/inicio y/o la sede", None),
        ("https://portal.gov.co/a.pdf y también https://portal.gov.co/b.pdf", None),
        ("Consulte https://portal.gov.co/informes. Ver sede/oficina", None),
    ],
)
def test_an_address_broken_by_a_space_is_pointed_out_and_offered_whole(text: str, whole: str | None):
    findings: list[Finding] = []
    assert cleaned("narrative", text, findings) == text
    assert [(finding.code, finding.alternative) for finding in findings] == ([(C.BROKEN_ADDRESS, whole)] if whole else [])


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("• Uno\n•Dos", "- Uno\n- Dos"),
        ("\uf0b7 Uno\n\uf0a7\tDos", "- Uno\n- Dos"),
        ("  · Uno\n➢ Dos\n* Tres\no Cuatro", "- Uno\n- Dos\n- Tres\n- Cuatro"),
        ("- Uno", "- Uno"),
        # what is no bullet
        ("por correo físico\no digital", "por correo físico\no digital"),
        ("**Nota** y *otra*", "**Nota** y *otra*"),
        ("Uno • dos", "Uno • dos"),
        ("Se hicieron 3talleres y 2reuniones", "Se hicieron 3talleres y 2reuniones"),
    ],
)
def test_whatever_the_bullet_each_item_begins_with_a_dash(text: str, lines: str):
    findings: list[Finding] = []
    assert cleaned("narrative", text, findings) == lines
    assert findings == []


@given(st.text(max_size=60), st.sampled_from(PIECES), st.integers(1, 6_000))
def test_no_text_is_too_strange_or_too_long_to_be_cleaned(text: str, piece: str, times: int):
    for cell in (text, (piece * times)[:LONGEST_CELL] + text, text + (piece * times)[:LONGEST_CELL]):
        assert isinstance(cleaned("narrative", clean_cell(cell), []), str)


@given(st.lists(st.text(alphabet="aé ñ\n\t\r\u00a0\u0301\u200b“•\x85\x07", max_size=8), max_size=6))
def test_cells_looked_at_together_are_as_clean_as_each_by_itself(texts: list[str]):
    assert clean_cells(texts) == [clean_cell(text) for text in texts]
