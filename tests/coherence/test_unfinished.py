"""100 % of what the text itself says is still going on, and what only sounds like it."""

import pytest

from tests.coherence.reports import found, kinds, reported

GOES_ON = (
    "La oficina continúa con el desarrollo del programa.",
    "La oficina continua con el desarrollo del programa.",
    "Se definió la estrategia. La segmentación continúa.",
    "Continúan los ajustes del manual.",
    "Se continuará con los cuatro grupos restantes durante el cuarto trimestre.",
    "La obra se encuentra en el proceso de remodelación.",
    "Existen proyectos que se encuentran en curso y otros en planeación.",
    "El documento está en revisión del comité.",
    "ESTÁ EN PROCESO",
    "La obra esta en ejecucion y aun no se entrega.",
    "Algunos proyectos siguen en curso.",
    "Actualmente la oficina se encuentra desarrollando el programa.",
    "Se está elaborando el informe.",
    "Se viene adelantando la contratación.",
    "El grupo ha venido gestionando las declaraciones.",
    "La publicación está por definirse.",
    "Queda pendiente la aprobación del comité.",
    "Se hicieron dos talleres; el tercero sigue pendiente.",
    "Hay tres actas pendientes por firmar.",
    "Faltan dos contratistas que firmaron en agosto.",
    "Falta publicar el informe.",
    "La instalación en las otras ciudades está planeada.",
    "La segunda jornada quedó programada para noviembre.",
    "Se cuenta con la planeación de implementación en otros centros.",
    "La segmentación se aplicará después.",
    "Los resultados se publicarán en enero.",
    "Se espera terminar en diciembre.",
    "Se tiene previsto cerrar el proceso en mayo.",
    "Aún no se ha publicado.",
    "La meta se cumplió parcialmente.",
    "Se avanza en la consolidación de los datos.",
    "No se ha realizado la audiencia.",
    "El documento quedó sin terminar.",
)
IS_DONE = (
    "Se continuó con la socialización del código y todos recibieron su certificado.",
    "El formulario continúa publicado junto al informe.",
    "El canal continúa funcionando las 24 horas.",
    "El chat continúa en operación.",
    "El canal continúa siendo el más usado.",
    "El informe continúa en la página web.",
    "El enlace seguirá disponible.",
    "El curso continuará abierto a la ciudadanía.",
    "La información se mantendrá publicada.",
    "Se hizo el ciclo de mejora continua con los líderes.",
    "La capacitación continua en el puesto de trabajo terminó.",
    "La información se actualiza de manera continua en el portal.",
    "La herramienta se encuentra implementada brindando respuesta a los usuarios.",
    "Actualmente se encuentran publicados los informes de los tres trimestres.",
    "El informe se encuentra en el enlace del portal.",
    "No quedan pendientes: se respondieron las quince solicitudes.",
    "Se cerró el año sin pendientes por firmar.",
    "No falta ningún documento.",
    "No faltan declaraciones.",
    "Se explicó la falta de competencia al ciudadano.",
    "Se sancionó una falta grave.",
    "Se hizo como está previsto en el plan.",
    "Está previsto en el plan y se cumplió.",
    "La capacitación estaba programada para marzo y se dictó ese mes.",
    "El informe se podrá consultar en el portal.",
    "Los pasos siguientes han tenido que ver con la inducción.",
    "De manera permanente se realiza la actualización de los procedimientos.",
    "La Oficina de Planeación asesoró a las áreas en el diseño del instrumento.",
    "La memoria está en https://www.entidad.gov.co/en-proceso/se-continuara",
)


@pytest.mark.parametrize("text", GOES_ON)
def test_a_text_that_says_the_work_goes_on_is_told(text: str):
    assert "unfinished" in kinds(reported(texts=(text,)))


@pytest.mark.parametrize("text", IS_DONE)
def test_a_text_about_what_is_done_is_not(text: str):
    assert "unfinished" not in kinds(reported(texts=(text,)))


@pytest.mark.parametrize("percent", [None, 0, 8824, 9999])
def test_work_that_goes_on_may_go_on_while_it_is_not_complete(percent: int | None):
    assert "unfinished" not in kinds(reported(percent=percent, texts=("Faltan dos ciudades.",)))


def test_the_sentence_is_quoted_and_of_a_long_one_what_matters():
    (one,) = found(reported(texts=("Se hizo todo.", "Se definió.\nLa segmentación  continúa. Fin.")))
    assert one.title == "Reporta 100\u00a0%, pero el texto dice que la tarea sigue"
    assert one.reason == "«La segmentación continúa.»"
    long = "La entidad, " + "a través de la Oficina Comercial y de Mercadeo, " * 5 + "se encuentra en proceso de remodelación"
    (one,) = found(reported(texts=(long + " de los centros" * 20 + ".",)))
    assert one.reason.startswith("«…")
    assert "se encuentra en proceso de remodelación" in one.reason
    assert one.reason.endswith("…»")
