"""The components that the official guide names, as data: a subcomponent belongs to one component."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pacc_flow.matrix.words import fold, has_phrase

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subcomponent:
    """`labels`: phrases that identify its label. `cues`: what an activity of it talks about; "A + B" asks for both."""

    component: int
    name: str
    labels: tuple[str, ...]
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """`labels`: phrases that identify its label, and that an activity uses to name it outright."""

    number: int
    name: str
    labels: tuple[str, ...]
    subcomponents: tuple[Subcomponent, ...] = ()
    has_subcomponents: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    name: str
    components: tuple[Component, ...]

    def component(self, label: str) -> Component | None:
        """Which component a label names: the longest matching phrase decides."""
        return _longest(label, ((component, component.labels) for component in self.components))

    def subcomponent(self, label: str) -> Subcomponent | None:
        every = (item for component in self.components for item in component.subcomponents)
        return _longest(label, ((item, item.labels) for item in every))

    def numbered(self, number: int | None) -> Component | None:
        return next((component for component in self.components if component.number == number), None)


def _longest(label: str, candidates: Iterable[tuple[T, tuple[str, ...]]]) -> T | None:
    folded = fold(label)
    found = (
        (len(phrase), item)
        for item, phrases in candidates
        for phrase in phrases
        if (folded == phrase[1:] if phrase[0] == "=" else has_phrase(folded, phrase))
    )
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best else None


def talks_of(folded: str, cues: Iterable[str]) -> bool:
    """Whether a folded text carries one of the cues."""
    return any(all(has_phrase(folded, part) for part in cue.split(" + ")) for cue in cues)


def _subs(component: int, *rows: tuple[str, str, str]) -> tuple[Subcomponent, ...]:
    return tuple(Subcomponent(component, name, _phrases(labels), _phrases(cues)) for name, labels, cues in rows)


def _phrases(listed: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in listed.split("|") if phrase.strip())


# fmt: off
PAAC = Catalogue(
    "PAAC",
    (
        Component(1, "Gestión del riesgo de corrupción – Mapa de riesgos de corrupción",
                  _phrases("RIESGO DE CORRUPCION | RIESGOS DE CORRUPCION | MAPA DE RIESGOS | GESTION DEL RIESGO"), _subs(
            1,
            # name, then what its label says ("=": the whole label), then what its activities talk of
            ("Política de administración de riesgos",
             "POLITICA DE ADMINISTRACION | ADMINISTRACION DE RIESGOS | ADMINISTRACION DEL RIESGO",
             "POLITICA DE RIESGOS | POLITICA DE ADMINISTRACION"),
            ("Construcción del mapa de riesgos de corrupción", "CONSTRUCCION DEL MAPA | CONSTRUCCION DE MAPA",
             "CONSTRUIR + MAPA | ELABORAR + MAPA DE RIESGOS"),
            ("Consulta y divulgación", "CONSULTA Y DIVULGACION", "DIVULGAR + MAPA | PUBLICAR + MAPA DE RIESGOS"),
            ("Monitoreo o revisión", "=MONITOREO | MONITOREO O REVISION | MONITOREO Y REVISION", "MONITOREO AL MAPA"),
            ("Seguimiento", "=SEGUIMIENTO", "AUDITORIA + RIESGOS"),
        )),
        Component(2, "Racionalización de trámites",
                  _phrases("RACIONALIZACION DE TRAMITES | ANTITRAMITES | RACIONALIZACION"), has_subcomponents=False),
        Component(3, "Rendición de cuentas", _phrases("RENDICION DE CUENTAS"), _subs(
            3,
            ("Información de calidad y en lenguaje comprensible",
             "INFORMACION DE CALIDAD | LENGUAJE COMPRENSIBLE", "INFORME DE GESTION | INFORMES DE GESTION"),
            ("Diálogo de doble vía con la ciudadanía y sus organizaciones",
             "DIALOGO | DIALOGO DE DOBLE VIA", "AUDIENCIA | AUDIENCIAS | FORO | FOROS | MESA DE DIALOGO | ESPACIO DE DIALOGO"),
            ("Incentivos para motivar la cultura de la rendición y petición de cuentas",
             "INCENTIVOS | RESPONSABILIDAD", "INCENTIVO | INCENTIVOS | CULTURA DE RENDICION"),
            ("Evaluación y retroalimentación a la gestión institucional",
             "EVALUACION Y RETROALIMENTACION | =EVALUACION", "ENCUESTA | AUTOEVALUACION | PLAN DE MEJORAMIENTO"),
        )),
        Component(4, "Mecanismos para mejorar la atención al ciudadano",
                  _phrases("ATENCION AL CIUDADANO | SERVICIO AL CIUDADANO | ATENCION AL USUARIO | SERVICIO AL USUARIO"
                           " | ATENCION A LA CIUDADANIA | SERVICIO A LA CIUDADANIA"), _subs(
            4,
            ("Estructura administrativa y direccionamiento estratégico",
             "ESTRUCTURA ADMINISTRATIVA | DIRECCIONAMIENTO ESTRATEGICO",
             "DEPENDENCIA DE SERVICIO"),
            ("Fortalecimiento de los canales de atención", "CANALES DE ATENCION", "CANALES DE ATENCION | PUNTOS DE ATENCION"),
            ("Talento humano", "TALENTO HUMANO", "CUALIFICACION | COMPETENCIAS DE LOS SERVIDORES"),
            ("Normativo y procedimental", "NORMATIVO | NORMATIVO Y PROCEDIMENTAL",
             "CARTA + TRATO | TRATO DIGNO | PROTECCION DE DATOS | REGLAMENTO + PETICIONES"),
            ("Relacionamiento con el ciudadano", "RELACIONAMIENTO CON EL CIUDADANO | =RELACIONAMIENTO",
             "SATISFACCION + CIUDADANO | CARACTERIZACION + CIUDADANO"),
        )),
        Component(5, "Mecanismos para la transparencia y acceso a la información",
                  _phrases("TRANSPARENCIA | ACCESO A LA INFORMACION | TRANSPARENCIA Y ACCESO A LA INFORMACION"), _subs(
            5,
            ("Lineamientos de transparencia activa", "TRANSPARENCIA ACTIVA", "SUIT | SECOP | SIRECI | SIGEP | DATOS ABIERTOS"),
            ("Lineamientos de transparencia pasiva", "TRANSPARENCIA PASIVA", "SOLICITUDES DE ACCESO | DERECHOS DE PETICION"),
            ("Elaboración de los instrumentos de gestión de la información", "INSTRUMENTOS DE GESTION",
             "ACTIVOS DE INFORMACION | INFORMACION CLASIFICADA | ESQUEMA DE PUBLICACION"),
            ("Criterio diferencial de accesibilidad", "CRITERIO DIFERENCIAL", "ACCESIBILIDAD WEB | FORMATOS ALTERNATIVOS"),
            ("Monitoreo del acceso a la información pública", "MONITOREO DEL ACCESO | MONITOREO DE ACCESO",
             "INFORME + SOLICITUDES DE INFORMACION"),
        )),
        Component(6, "Iniciativas adicionales", _phrases("INICIATIVAS ADICIONALES | INICIATIVAS")),
    ),
)

PTEP = Catalogue(
    "PTEP",
    (
        Component(1, "Componente transversal", _phrases("TRANSVERSAL"), _subs(
            1,
            ("Administración", "=ADMINISTRACION", ""),
            ("Supervisión", "=SUPERVISION", ""),
            ("Monitoreo", "=MONITOREO", ""),
            ("Reportes", "=REPORTES | =REPORTE", ""),
            ("Formación", "=FORMACION", ""),
            ("Comunicación", "=COMUNICACION", ""),
            ("Auditoría y mejora", "AUDITORIA Y MEJORA | =AUDITORIA", ""),
        )),
        Component(2, "Componente programático", _phrases("PROGRAMATICO"), _subs(
            2,
            ("Gestión de los riesgos para la integridad pública",
             "RIESGOS PARA LA INTEGRIDAD | GESTION DE RIESGOS | GESTION DE LOS RIESGOS | INTEGRIDAD PUBLICA", ""),
            ("Redes y articulación", "REDES Y ARTICULACION | REDES | ARTICULACION", ""),
            ("Modelo de Estado abierto", "ESTADO ABIERTO", ""),
            ("Iniciativas adicionales", "INICIATIVAS ADICIONALES", ""),
        )),
    ),
)
# fmt: on


def catalogue_for(texts: Iterable[str]) -> Catalogue:
    """The catalogue of the plan that the titles of a document name: the PTEP's when one says so, else the PAAC's."""
    return PTEP if kind_in(texts) == PTEP.name else PAAC


def kind_in(texts: Iterable[str]) -> str:
    """The plan that the titles of a document name, PAAC or PTEP; "" where they name none. The PTEP took the PAAC's place."""
    folded = " ".join(map(fold, texts))
    if _says(folded, "PTEP", "TRANSPARENCIA Y ETICA PUBLICA"):
        return PTEP.name
    return PAAC.name if _says(folded, "PAAC", "ANTICORRUPCION Y DE ATENCION", "PLAN ANTICORRUPCION") else ""


def _says(folded: str, short: str, *names: str) -> bool:
    return has_phrase(folded, short) or any(name in folded for name in names)
