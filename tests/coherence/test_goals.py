"""A goal that counts something against what the text counts of it."""

import pytest

from tests.coherence.reports import found, kinds, reported

# fmt: off
SHORT = (  # goal, text, what the text counts
    ("(5) videos con lenguaje de señas",     "Se emitieron tres videos.",                                    3),
    ("5 videos",                             "Se emitieron 3 videos en los canales.",                        3),
    ("Cinco videos",                         "Se emitieron tres (3) videos.",                                3),
    ("Dos (2) capacitaciones, una para asesores", "Se dictó una (1) capacitación.",                              1),
    ("(5) Espacios de participación",        "Se crearon dos (2) espacios de participación.",                2),
    ("5 videos",                             "Se publicaron 3 de los 5 videos.",                             3),
    ("5 videos",                             "Salió uno de los cinco videos.",                               1),
    ("5 videos",                             "Se publicaron 3 de 5 videos.",                                 3),
    ("5 nuevos videos",                      "Hay tres nuevos videos. Los tres videos están en el canal.",   3),
    ("10 informes",                          "Se hicieron 2 informes en marzo y 3 en abril.",                5),
    ("4 talleres",                           "Hubo 2 talleres en marzo. En abril, 1 taller.",                3),
)
ENOUGH = (  # goal, text
    ("(5) videos",                     "Se emitieron cinco (5) videos."),
    ("5 videos",                       "Se emitieron 7 videos."),
    ("5 videos",                       "Se emitieron 2 videos en abril y 3 videos en mayo."),
    ("5 videos",                       "Se emitieron 2 videos en abril y 3 en mayo."),
    ("5 videos",                       "Los videos están en el canal."),
    ("5 videos",                       "Se capacitó a 3 funcionarios."),
    ("5 videos",                       "Los tres videos que faltaban se emitieron."),
    ("4 informes",                     "Cada trimestre se publica un informe."),
    ("5 videos",                       "Hay 1 video de resumen de los 5 videos."),
    ("Una (1) capacitación",           "Se realizaron dos jornadas de capacitación."),
    ("1 informe semestral",            "En el numeral 4.9 Informes trimestrales se publica cada informe."),
    ("Informe con corte al 30 de abril de 2026", "Se hizo un informe."),
    ("Monitoreo efectuado (3 veces al año)",     "Se efectuó 1 monitoreo."),
    ("100% de las fases",              "Se cumplió una fase."),
    ("Ley 1712 publicada",             "Se publicó 1 publicada."),
    ("Plan 2026",                      "Se hizo 1 plan."),
    ("Guía versión 5 actualizada",     "Hay 2 actualizadas."),
    ("Informe a 30 días",              "A 5 días."),
    ("",                               "Se emitieron 3 videos."),
)
SHARES = (  # before, percent, what the text counts of five, is it told
    (None,  6000,   3, False),   # three of five are 60 %
    (None,  8000,   3, True),
    (4000,  10_000, 3, False),   # this period added three
    (4000,  10_000, 2, True),
    (10_000, 10_000, 1, False),
    (6000,  5000,   1, False),
    (None,  None,   1, False),
    (0,     0,      1, False),
)
# fmt: on


@pytest.mark.parametrize(("goal", "text", "counted"), SHORT)
def test_a_text_that_counts_less_than_the_goal_is_told(goal: str, text: str, counted: int):
    titles = [finding.title for finding in found(reported(goal=goal, texts=(text,))) if finding.kind == "goal"]
    assert len(titles) == 1
    assert titles[0].endswith(f"y el texto cuenta {counted}")


@pytest.mark.parametrize(("goal", "text"), ENOUGH)
def test_a_text_that_counts_enough_or_something_else_is_not(goal: str, text: str):
    assert "goal" not in kinds(reported(goal=goal, texts=(text,)))


@pytest.mark.parametrize(("before", "percent", "counted", "is_told"), SHARES)
def test_only_what_this_period_adds_is_looked_for(before: int | None, percent: int | None, counted: int, *, is_told: bool):
    one = reported(goal="(5) videos", texts=(f"Se emitieron {counted} videos.",), before=before, percent=percent)
    assert ("goal" in kinds(one)) is is_told


def test_the_goal_is_named_as_it_is_written():
    one = found(reported(goal="(5) Vídeos", texts=("Se emitieron dos vídeos.",), before=1000))[0]
    assert one.title == "La meta dice 5 vídeos y el texto cuenta 2"
    assert one.reason == "Reporta 100\u00a0% y venía de 10\u00a0%. Mire si el resto está en la evidencia."
