"""Due dates as real matrices write them: what is read, what is supposed, and what is left to a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacc_flow.matrix.cells.cell_readings import read_due
from pacc_flow.matrix.cells.dates import is_date_cell, read_dates
from pacc_flow.matrix.cells.written_date import MONTHS
from pacc_flow.matrix.findings import Code, Confidence

C = Code
GUESSED, RANGE, SEVERAL, UNREAD = C.DATE_GUESSED, C.DATE_RANGE, C.SEVERAL_DATES, C.UNREAD_DATE
YEAR = 2021
LONGEST_CELL = 32_767  # characters: the most that a spreadsheet holds in one
QUARTERS = "2021-03-31 2021-06-30 2021-09-30 2021-12-31"
MONTH_ENDS = (
    "2021-01-31 2021-02-28 2021-03-31 2021-04-30 2021-05-31 2021-06-30 "
    "2021-07-31 2021-08-31 2021-09-30 2021-10-31 2021-11-30 2021-12-31"
)
PIECES = (
    " ",
    "1",
    "1 ",
    "1/",
    "1 de ",
    "enero ",
    "enero 1 ",
    "1. ",
    "1/ ",
    "30/04 y ",
    "lunes, ",
    "1 enero ",
    "1 y ",
    ", ",
    "a ",
    "-",
    "I ",
    "2021",
    "4453",
    "@",
    "–",
)


@pytest.mark.parametrize(
    ("text", "days", "codes"),
    [
        # each part written, in whatever order and with whatever signs
        ("enero 14 de 2022",                    "2022-01-14", []),
        ("14-ene-2022",                         "2022-01-14", []),
        ("14-ene-22",                           "2022-01-14", []),
        ("14 ene 2022",                         "2022-01-14", []),
        ("14 de ene. de 2022",                  "2022-01-14", []),
        ("30/Nov/2021",                         "2021-11-30", []),
        ("30 de SEPT. de 2021",                 "2021-09-30", []),
        ("1° de febrero de 2021",               "2021-02-01", []),
        ("30/04",                               "2021-04-30", [GUESSED]),
        ("30-04 y 31/08",                       "2021-04-30 2021-08-31", [GUESSED, SEVERAL]),
        ("Cuatrimestral (abril, agosto, diciembre)", "2021-04-30 2021-08-31 2021-12-31", [GUESSED, SEVERAL]),
        ("Semestral (dos veces)",               "", [UNREAD]),
        ("2021-11-29 00:00:00",                 "2021-11-29", []),
        ("2021-11-29T00:00:00.000",             "2021-11-29", []),
        ("29/11/2021 0:00",                     "2021-11-29", []),
        ("• 30/04/2021\n• 31/08/2021",          "2021-04-30 2021-08-31", [SEVERAL]),
        ("hasta el 30 de noviembre de 2021",    "2021-11-30", []),
        ("A más tardar el 30/11/2021",          "2021-11-30", []),
        # days that share a month or a year
        ("19 y 20 de abril de 2017",            "2017-04-19 2017-04-20", [SEVERAL]),
        ("22, 23 y 24 de abril de 2017",        "2017-04-22 2017-04-23 2017-04-24", [SEVERAL]),
        ("30 de abril, 31 de agosto y 31 de diciembre de 2021", "2021-04-30 2021-08-31 2021-12-31", [SEVERAL]),
        ("19 y 20 de abril",                    "2021-04-19 2021-04-20", [GUESSED, SEVERAL]),
        ("30 de abril, 31 de agosto y 31 de diciembre", "2021-04-30 2021-08-31 2021-12-31", [GUESSED, SEVERAL]),
        ("Corte 30 de Agosto",                  "2021-08-30", [GUESSED]),
        ("31 de diciembre",                     "2021-12-31", [GUESSED]),
        ("14-ene",                              "2021-01-14", [GUESSED]),
        # months
        ("Nov-21",                              "2021-11-30", [GUESSED]),
        ("nov. 2021",                           "2021-11-30", [GUESSED]),
        ("Enero 2021",                          "2021-01-31", [GUESSED]),
        ("enero de 2021",                       "2021-01-31", [GUESSED]),
        ("mes de enero",                        "2021-01-31", [GUESSED]),
        ("Énero de 2020",                       "2020-01-31", [GUESSED]),
        ("febrero 2020",                        "2020-02-29", [GUESSED]),
        ("abril, agosto y diciembre",           "2021-04-30 2021-08-31 2021-12-31", [GUESSED, SEVERAL]),
        ("abril - agosto - diciembre de 2021",  "2021-04-30 2021-08-31 2021-12-31", [GUESSED, SEVERAL]),
        # ranges: the end is due
        ("22 al 28 de abril de 2017",           "2017-04-28", [RANGE]),
        ("del 1 de febrero al 30 de noviembre de 2021", "2021-11-30", [RANGE]),
        ("del 1 de febrero de 2021 al 30 de noviembre de 2021", "2021-11-30", [RANGE]),
        ("desde 01/02/2021 hasta 30/11/2021",   "2021-11-30", [RANGE]),
        ("Desde el 01/02/2021 hasta el 30/11/2021", "2021-11-30", [RANGE]),
        ("01/02/2021 a 30/11/2021",             "2021-11-30", [RANGE]),
        ("01/02/2021 - 30/11/2021",             "2021-11-30", [RANGE]),
        ("01/02/2021–30/11/2021",               "2021-11-30", [RANGE]),
        ("1 al 30/04/2021",                     "2021-04-30", [RANGE]),
        ("1 de febrero al 30/11/2021",          "2021-11-30", [RANGE]),
        ("entre el 1 y el 30 de abril de 2021", "2021-04-30", [RANGE]),
        ("enero a diciembre de 2021",           "2021-12-31", [RANGE]),
        ("Febrero - Noviembre 2021",            "2021-11-30", [RANGE]),
        ("feb-21 a nov-21",                     "2021-11-30", [RANGE]),
        ("noviembre a enero de 2022",           "2022-01-31", [RANGE]),
        ("enero a diciembre",                   "2021-12-31", [RANGE, GUESSED]),
        # what is not one
        ("30/11/2021 - 01/02/2021",             "2021-11-30 2021-02-01", [SEVERAL]),
        ("30/04/2021 - 31/08/2021 - 31/12/2021", "2021-04-30 2021-08-31 2021-12-31", [SEVERAL]),
        # periods of the plan's year
        ("permanente",                          "2021-12-31", [GUESSED]),
        ("Durante la vigencia",                 "2021-12-31", [GUESSED]),
        ("Todo el año",                         "2021-12-31", [GUESSED]),
        ("continuo",                            "2021-12-31", [GUESSED]),
        ("Anual",                               "2021-12-31", [GUESSED]),
        ("a demanda",                           "2021-12-31", [GUESSED]),
        ("Cuando se requiera.",                 "2021-12-31", [GUESSED]),
        ("Vigencia 2020",                       "2020-12-31", [GUESSED]),
        ("mensual",                             MONTH_ENDS,   [GUESSED]),
        ("bimestral",                           "2021-02-28 2021-04-30 2021-06-30 2021-08-31 2021-10-31 2021-12-31", [GUESSED]),
        ("Trimestral",                          QUARTERS,     [GUESSED]),
        ("trimestralmente",                     QUARTERS,     [GUESSED]),
        ("cada trimestre",                      QUARTERS,     [GUESSED]),
        ("Seguimiento trimestral",              QUARTERS,     [GUESSED]),
        ("cada cuatro meses",                   "2021-04-30 2021-08-31 2021-12-31", [GUESSED]),
        ("cuatrimestral",                       "2021-04-30 2021-08-31 2021-12-31", [GUESSED]),
        ("semestral",                           "2021-06-30 2021-12-31", [GUESSED]),
        ("2 veces al año",                      "2021-06-30 2021-12-31", [GUESSED]),
        ("Tres veces por año",                  "2021-04-30 2021-08-31 2021-12-31", [GUESSED]),
        ("Una vez al año",                      "2021-12-31", [GUESSED]),
        ("5 veces al año",                      "",           [UNREAD]),
        ("Última semana de noviembre",          "2021-11-30", [RANGE, GUESSED]),
        ("última semana de febrero de 2020",    "2020-02-29", [RANGE, GUESSED]),
        ("primer trimestre",                    "2021-03-31", [GUESSED]),
        ("II cuatrimestre",                     "2021-08-31", [GUESSED]),
        ("2do semestre",                        "2021-12-31", [GUESSED]),
        ("2º semestre",                         "2021-12-31", [GUESSED]),
        ("segundo semestre de 2020",            "2020-12-31", [GUESSED]),
        ("I, II y III cuatrimestre",            "2021-04-30 2021-08-31 2021-12-31", [GUESSED]),
        ("Trimestre IV",                        "2021-12-31", [GUESSED]),
        ("V cuatrimestre",                      "",           [UNREAD]),
        # numbers of a spreadsheet
        ("44530",                               "2021-11-30", [GUESSED]),
        ("44530.0",                             "2021-11-30", [GUESSED]),
        ("12345",                               "",           [UNREAD]),
        # several dates run together
        ("13/04/202114/08/202118/01/2022",      "2021-04-13 2021-08-14 2022-01-18", [C.DATES_GLUED]),
        ("15/05/202114/09/2021",                "2021-05-15 2021-09-14", [C.DATES_GLUED]),
        ("30 de abril de 202131 de agosto de 2021", "2021-04-30 2021-08-31", [C.DATES_GLUED]),
        # days that do not exist
        ("31 de noviembre de 2021",             "",           [C.IMPOSSIBLE_DATE]),
        ("31 de noviembre",                     "",           [C.IMPOSSIBLE_DATE]),
        ("del 1 de febrero al 31 de noviembre de 2021", "",   [C.IMPOSSIBLE_DATE]),
        ("01/02/2021 a 31/11/2021",             "",           [C.IMPOSSIBLE_DATE]),
        ("11/30/2021",                          "",           [C.IMPOSSIBLE_DATE]),
        # a year out of place
        ("30/11/2201",                          "2201-11-30", [GUESSED]),
        ("14/01/2022",                          "2022-01-14", []),
        # words that are neither
        ("Primer informe: 30/04/2021; segundo informe: 31/08/2021", "2021-04-30 2021-08-31", [UNREAD, SEVERAL]),
        ("30/11/2021 (prorrogada)",             "2021-11-30", [UNREAD]),
        ("por definir",                         "",           [UNREAD]),
        ("desde enero",                         "",           [UNREAD]),
        ("noviembre de 2021 a enero de 2021",   "",           [UNREAD]),
        ("una semana de mayo",                  "",           [UNREAD]),
    ],
)  # fmt: skip
def test_a_cell_of_dates_is_read_as_its_author_meant_it(text: str, days: str, codes: list[Code]):
    due = read_due(text, YEAR)
    assert " ".join(day.isoformat() for day in due.days) == days
    assert [finding.code for finding in due.findings] == codes


@pytest.mark.parametrize(
    ("text", "code", "confidence", "alternative"),
    [
        ("Enero 2021",             GUESSED,           Confidence.HIGH,   "2021-01-01"),
        ("mes de enero",           GUESSED,           Confidence.MEDIUM, "2021-01-01"),
        ("abril y agosto de 2021", GUESSED,           Confidence.HIGH,   "2021-04-01 2021-08-01"),
        ("Corte 30 de Agosto",     GUESSED,           Confidence.MEDIUM, None),
        ("14 de enero",            GUESSED,           Confidence.MEDIUM, "2022-01-14"),
        ("permanente",             GUESSED,           Confidence.MEDIUM, ""),
        ("trimestral",             GUESSED,           Confidence.MEDIUM, "2021-12-31"),
        ("segundo semestre",       GUESSED,           Confidence.MEDIUM, "2021-07-01"),
        ("44530",                  GUESSED,           Confidence.MEDIUM, ""),
        ("19 y 20 de abril",       GUESSED,           Confidence.MEDIUM, "2021-04-20"),
        ("30 de abril y 31 de agosto", GUESSED,       Confidence.MEDIUM, None),
        ("30/11/2201",             GUESSED,           Confidence.LOW,    "2021-11-30"),
        ("1/04/202114/08/2021",    C.DATES_GLUED,     Confidence.MEDIUM, "2021-08-14"),
        ("1 al 30 de abril de 2021", RANGE,           Confidence.HIGH,   "2021-04-01"),
        ("01/02/2021 a 30/11/2021", RANGE,            Confidence.HIGH,   "2021-02-01"),
        ("31 de noviembre",        C.IMPOSSIBLE_DATE, Confidence.MEDIUM, "2021-11-30"),
        ("última semana de mayo",  RANGE,             Confidence.HIGH,   "2021-05-25"),
        ("11/30/2021",             C.IMPOSSIBLE_DATE, Confidence.MEDIUM, "2021-11-30"),
        ("29/02/2021 30/06/2021",  C.IMPOSSIBLE_DATE, Confidence.MEDIUM, "2021-02-28 2021-06-30"),
    ],
)  # fmt: skip
def test_a_guess_says_how_sure_it_is_and_what_else_it_could_be(
    text: str, code: Code, confidence: Confidence, alternative: str | None
):
    finding = read_due(text, YEAR).findings[0]
    assert (finding.code, finding.confidence, finding.alternative) == (code, confidence, alternative)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("30 de mayo", "«30 de mayo» no dice el año; tomamos 2021, la vigencia del plan. Leímos 30 de mayo de 2021."),
        ("enero a marzo de 2021", "La celda va del 1 de enero de 2021 al 31 de marzo de 2021; vence el último día."),
        ("31 de junio", "La fecha 31 de junio de 2021 no existe. Junio tiene 30 días. El lector no elige por usted."),
        (
            "11/30/2021",
            "La fecha 11/30/2021 no existe. Con el mes primero sería el 30 de noviembre de 2021. El lector no elige por usted.",
        ),
    ],
)
def test_a_finding_tells_in_plain_words_what_was_read(text: str, message: str):
    assert read_due(text, YEAR).findings[0].message == message


@pytest.mark.parametrize(
    "text", ["permanente", "trimestral", "II cuatrimestre", "31 de diciembre", "mes de enero", "1 al 3 de mayo"]
)
def test_without_the_year_of_the_plan_no_year_is_made_up(text: str):
    assert [finding.code for finding in read_due(text).findings] == [UNREAD]
    assert read_due(text).days == ()


@pytest.mark.parametrize("text", ["permanente", "31 de diciembre", "Enero 2021", "44530", "trimestral", "13/04/202114/08/2021"])
def test_what_a_person_types_is_never_guessed(text: str):
    reading = read_dates(text)
    assert not reading.days or reading.rest


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Enero 2021", True),
        ("19 y 20 de abril", True),
        ("14-ene-2022", True),
        ("permanente", False),
        ("44530", False),
        ("2021", False),
        ("Informe de enero", False),
        ("4 informes", False),
    ],
)
def test_a_month_is_a_date_cell_and_a_frequency_is_not(text: str, *, is_one: bool):
    assert is_date_cell(text) is is_one


def written_forms(day: date) -> list[str]:
    name, month = MONTHS[day.month - 1], day.month
    return [
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day}/{month}/{day.year}",
        f"{day.day} de {name} de {day.year}",
        f"{day.day} DE {name.upper()} DEL {day.year}",
        f"{name} {day.day} de {day.year}",
        f"{name} {day.day}, {day.year}",
        f"{day.day:02}-{name[:3]}-{day.year}",
        f"{day.day} {name[:3]}. {day.year}",
        f"{day.day}/{name[:3].title()}/{day.year}",
    ]


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)))
def test_a_date_written_in_any_form_reads_back_as_itself(day: date):
    for text in written_forms(day):
        assert read_due(text).days == (day,), text
        assert read_dates(text).days == (day,), text
        assert read_dates(text).rest == "", text


@given(st.dates(date(2000, 1, 1), date(2099, 12, 30)), st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(6, 9))
def test_dates_run_together_are_told_apart_in_any_order(one: date, other: date, form: int):
    glued = f"{one:%d/%m/%Y}{other:%d/%m/%Y}"
    assert read_due(glued).days == (one, other)
    ends = sorted((one, other))
    assert read_due(f"del {written_forms(ends[0])[form]} al {written_forms(ends[1])[form]}").days == (ends[1],)


@given(st.text(max_size=60), st.sampled_from(PIECES), st.sampled_from(PIECES), st.integers(1, 9_000))
def test_no_text_is_too_strange_or_too_long_to_be_read(text: str, one: str, other: str, times: int):
    for cell in (text, ((one + other) * times)[:LONGEST_CELL] + text, text + (one * times)[:LONGEST_CELL]):
        due = read_due(cell, YEAR)
        assert due.findings or due.days
        assert isinstance(is_date_cell(cell), bool)


@given(st.text(alphabet="@0123/-. :ayenrodl\n", max_size=50), st.sampled_from([None, YEAR]))
def test_figures_and_signs_in_any_order_never_stop_the_reader(text: str, year: int | None):
    assert isinstance(read_due(text, year).days, tuple)


@given(st.lists(st.sampled_from([*PIECES, "mayo", "31", "semestre", "hasta "]), max_size=30), st.sampled_from([None, YEAR]))
def test_words_of_dates_in_any_order_never_stop_the_reader(pieces: list[str], year: int | None):
    assert isinstance(read_due("".join(pieces), year).days, tuple)


SHORT_WAYS = [
    ("Semestral: junio y diciembre", [date(2021, 6, 30), date(2021, 12, 31)]),
    ("03/2021", [date(2021, 3, 31)]),
    ("03/2021 y 11-2021", [date(2021, 3, 31), date(2021, 11, 30)]),
    ("Diciembre de 2.021", [date(2021, 12, 31)]),
    ("30 de noviembre de 2.021", [date(2021, 11, 30)]),
]


@pytest.mark.parametrize(("text", "days"), SHORT_WAYS, ids=[text for text, _ in SHORT_WAYS])
def test_short_ways_of_writing_a_month_or_a_year_are_understood(text: str, days: list[date]):
    due = read_due(text, 2021)
    assert list(due.days) == days
    assert Code.UNREAD_DATE not in {finding.code for finding in due.findings}
    assert Code.DATES_GLUED not in {finding.code for finding in due.findings}


def test_a_date_in_full_is_not_cut_into_a_month_and_a_year():
    assert read_due("30/03/2021", 2021).days == (date(2021, 3, 30),)
    assert read_due("03/2021/30", 2021).days == ()


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [
        ("2022/06/30", "2022-06-30", None),
        ("2022/6/3", "2022-06-03", None),
        ("Primera quincena de junio de 2022", "2022-06-15", Code.DATE_GUESSED),
        ("Segunda quincena de marzo", "2022-03-31", Code.DATE_GUESSED),
        ("Inicio: 01/02/2022\nFin: 30/06/2022", "2022-06-30", Code.DATE_RANGE),
        ("30 abril 2022 (cumplida)", "2022-04-30", None),
        ("30/04/2022 cumplida", "2022-04-30", None),
    ],
)
def test_a_date_in_the_words_of_offices_is_read(text: str, day: str, code: Code | None):
    due = read_due(text, 2022)
    assert [found.isoformat() for found in due.days] == [day]
    assert [finding.code for finding in due.findings] == ([code] if code else [])


NUMBERED = [
    ("1. 30/04/2023\n2. 31/08/2023", "2023-04-30 2023-08-31"),
    ("1- 30/04/2023\n2- 31/08/2023", "2023-04-30 2023-08-31"),
    ("1) 30/04/2023 2) 31/08/2023", "2023-04-30 2023-08-31"),
    ("1)30/04/2023; 2)31/08/2023", "2023-04-30 2023-08-31"),
    ("1. 30 de abril de 2023\n2. 31 de agosto de 2023", "2023-04-30 2023-08-31"),
    ("1. Abril de 2023 2. Agosto de 2023", "2023-04-30 2023-08-31"),
    ("1.- 30/04/2023", "2023-04-30"),
    ("1. 30/04/2023", "2023-04-30"),
    ("1 - 30/04/2023", "2023-04-30"),  # the first thirty days of April
    ("1 y 30 de abril de 2023", "2023-04-01 2023-04-30"),
    ("1. de mayo de 2023", "2023-05-01"),
]


@pytest.mark.parametrize(("text", "days"), NUMBERED, ids=[text for text, _ in NUMBERED])
def test_the_numbers_of_a_list_are_no_days(text: str, days: str):
    due = read_due(text, 2023)
    assert " ".join(day.isoformat() for day in due.days) == days
    assert UNREAD not in {finding.code for finding in due.findings}


@pytest.mark.parametrize("text", ["15 30/04/2023", "2. 30/04/2023", "1. 30/04/2023 3. 31/08/2023", "28 29 30 de abril de 2023"])
def test_a_loose_number_before_a_date_is_asked_about_and_makes_no_date_up(text: str):
    due = read_due(text, 2023)
    assert {(day.day, day.month) for day in due.days} <= {(30, 4), (31, 8)}
    assert UNREAD in {finding.code for finding in due.findings}


@pytest.mark.parametrize(
    ("text", "days", "codes"),
    [
        ("30/04 y 31/08/2023",            "2023-04-30 2023-08-31",            [SEVERAL]),
        ("30/04 y 31/08 de 2023",         "2023-04-30 2023-08-31",            [SEVERAL]),
        ("30/04, 31/08 y 31/12 de 2023",  "2023-04-30 2023-08-31 2023-12-31", [SEVERAL]),
        ("30-04 y 31-08-2023",            "2023-04-30 2023-08-31",            [SEVERAL]),
        ("01/02 al 30/06/2023",           "2023-06-30",                       [RANGE]),
        ("30/04 y 31/09 de 2023",         "2023-04-30",                       [C.IMPOSSIBLE_DATE, SEVERAL]),
        ("19/20 de abril de 2023",        "2023-04-19 2023-04-20",            [SEVERAL]),
    ],
)  # fmt: skip
def test_days_with_their_months_share_the_year_that_the_last_one_says(text: str, days: str, codes: list[Code]):
    due = read_due(text, 2023)
    assert " ".join(day.isoformat() for day in due.days) == days
    assert [finding.code for finding in due.findings] == codes


@pytest.mark.parametrize(
    ("text", "days", "alternative"),
    [
        ("Semestral (junio - diciembre 2023)",                "2023-06-30 2023-12-31",                        "2023-12-31"),
        ("Semestral (30 de junio - 31 de diciembre de 2023)", "2023-06-30 2023-12-31",                        "2023-12-31"),
        ("Semestral (15 de junio - 15 de diciembre de 2023)", "2023-06-15 2023-12-15",                        "2023-12-15"),
        ("Semestral: 30/06/2023 - 31/12/2023",                "2023-06-30 2023-12-31",                        "2023-12-31"),
        ("Trimestral (marzo a diciembre)",                    "2023-03-31 2023-06-30 2023-09-30 2023-12-31", "2023-12-31"),
        ("Cuatrimestral (enero a diciembre de 2023)",         "2023-04-30 2023-08-31 2023-12-31",             "2023-12-31"),
        ("Mensual (octubre - noviembre de 2023)",             "2023-10-31 2023-11-30",                        "2023-11-30"),
    ],
)  # fmt: skip
def test_what_happens_every_so_often_between_two_days_is_due_in_each_period(text: str, days: str, alternative: str):
    due = read_due(text, 2023)
    assert " ".join(day.isoformat() for day in due.days) == days
    guess, *others = due.findings
    assert (guess.code, guess.confidence, guess.alternative) == (GUESSED, Confidence.MEDIUM, alternative)
    assert "dice cada cuánto y entre qué fechas; tomamos la de cada período" in guess.message
    assert [finding.code for finding in others] == [SEVERAL]


@pytest.mark.parametrize("text", ["Semestral (julio - diciembre 2023)", "Semestral (1 de febrero al 31 de diciembre de 2023)"])
def test_a_range_in_which_the_periods_do_not_fit_ends_once(text: str):
    due = read_due(text, 2023)
    assert due.days == (date(2023, 12, 31),)
    assert [finding.code for finding in due.findings] == [RANGE]


@pytest.mark.parametrize(
    ("text", "days", "starts"),
    [
        ("01/02/2023-30/06/2023 y 01/08/2023-30/11/2023",    "2023-06-30 2023-11-30", "2023-02-01 2023-08-01"),
        ("01/02/2023 a 30/06/2023\n01/08/2023 a 30/11/2023", "2023-06-30 2023-11-30", "2023-02-01 2023-08-01"),
        ("1 de febrero al 30 de junio y 1 de agosto al 30 de noviembre de 2023",
                                                             "2023-06-30 2023-11-30", "2023-02-01 2023-08-01"),
        ("enero-marzo, julio-septiembre de 2023",            "2023-03-31 2023-09-30", "2023-01-01 2023-07-01"),
        ("1 al 5 de marzo y 1 al 5 de agosto de 2023",       "2023-03-05 2023-08-05", "2023-03-01 2023-08-01"),
    ],
)  # fmt: skip
def test_several_ranges_are_due_at_the_end_of_each(text: str, days: str, starts: str):
    due = read_due(text, 2023)
    assert " ".join(day.isoformat() for day in due.days) == days
    assert [(finding.code, finding.alternative) for finding in due.findings] == [(RANGE, starts), (SEVERAL, None)]
    assert due.findings[0].message == "La celda trae 2 rangos de fechas; vence el último día de cada uno."


def test_ranges_that_run_backwards_are_the_dates_that_they_name():
    due = read_due("30/11/2023 - 01/02/2023 y 01/03/2023 - 30/04/2023", 2023)
    assert len(due.days) == 4
    assert [finding.code for finding in due.findings] == [SEVERAL]


@pytest.mark.parametrize(
    ("text", "days", "codes"),
    [
        ("Lunes 15 de mayo de 2023",         "2023-05-15",            []),
        ("miércoles, 31/05/2023",            "2023-05-31",            []),
        ("Viernes 30 de junio",              "2023-06-30",            [GUESSED]),
        ("lunes a viernes",                  "",                      [UNREAD]),
        ("1o de julio de 2023",              "2023-07-01",            []),
        ("1ro. de julio de 2023",            "2023-07-01",            []),
        ("30/06/ 2023",                      "2023-06-30",            []),
        ("30 / 06 / 2023",                   "2023-06-30",            []),
        ("01/02/ 2023 - 30/06/ 2023",        "2023-06-30",            [RANGE]),
        ("20230630",                         "2023-06-30",            []),
        ("30062023",                         "2023-06-30",            []),
        ("20231330",                         "",                      [UNREAD]),
        ("31-VIII-2023",                     "2023-08-31",            []),
        ("30/IV/2023 y 31/VIII/2023",        "2023-04-30 2023-08-31", [SEVERAL]),
        ("31 XII 2023",                      "2023-12-31",            []),
        ("31-IIX-2023",                      "",                      [UNREAD]),
        ("junio 15 y 16 de 2023",            "2023-06-15 2023-06-16", [SEVERAL]),
        ("Junio 15, 16 y 17 de 2023",        "2023-06-15 2023-06-16 2023-06-17", [SEVERAL]),
        ("junio 15 al 30 de 2023",           "2023-06-30",            [RANGE]),
        ("junio 15 y 16 de julio de 2023",   "2023-06-15 2023-07-16", [SEVERAL]),
        ("abril 30, agosto 31 de 2023",      "2023-04-30 2023-08-31", [SEVERAL]),
        ("Primera semana de marzo",          "2023-03-07",            [RANGE, GUESSED]),
        ("2da semana de marzo de 2023",      "2023-03-14",            [RANGE, GUESSED]),
        ("cuarta semana de febrero",         "2023-02-28",            [RANGE, GUESSED]),
        ("2do. Semestre",                    "2023-12-31",            [GUESSED]),
        ("Trim II",                          "2023-06-30",            [GUESSED]),
        ("III Trim. de 2023",                "2023-09-30",            [GUESSED]),
        ("I Sem.",                           "2023-06-30",            [GUESSED]),
        ("Cuatrim. 2",                       "2023-08-31",            [GUESSED]),
        ("Semestre I y II",                  "2023-06-30 2023-12-31", [GUESSED]),
        ("Trimestres 1, 2 y 4",              "2023-03-31 2023-06-30 2023-12-31", [GUESSED]),
    ],
)  # fmt: skip
def test_other_ways_of_writing_a_day_or_a_period_are_understood(text: str, days: str, codes: list[Code]):
    due = read_due(text, 2023)
    assert " ".join(day.isoformat() for day in due.days) == days
    assert [finding.code for finding in due.findings] == codes
