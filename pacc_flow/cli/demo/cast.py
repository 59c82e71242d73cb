"""The people of the demonstration: invented, one account for each role and one for each office."""

from typing import NamedTuple

from pacc_flow.workflow import Standing

# Known to all on purpose: whoever can read this page may sign in to a demonstration, and to nothing else.
PASSWORD = "demostracion-2026"  # noqa: S105  # see above

PLANNING = "Oficina Asesora de Planeación"
CONTROL = "Oficina de Control Interno"


class Person(NamedTuple):
    user: str
    name: str
    office: str
    standing: Standing = Standing.MEMBER
    is_head: bool = False

    @property
    def email(self) -> str:
        return f"{self.user}@icetex.demo"


# fmt: off
PEOPLE = (
    #      user              name                  office
    Person("planeacion",     "Andrés Rojas",       PLANNING),
    Person("planeacion2",    "Diana Torres",       PLANNING),
    Person("control",        "Marta Lucía Peña",   CONTROL),
    Person("control2",       "Jorge Salas",        CONTROL),
    Person("comercial",      "Laura Cifuentes",    "Oficina Comercial y de Mercadeo"),
    Person("jefe.comercial", "Hernán Quintero",    "Oficina Comercial y de Mercadeo", is_head=True),
    Person("riesgos",        "Camilo Ortiz",       "Oficina de Riesgos"),
    Person("comunicaciones", "Valentina Gómez",    "Oficina Asesora de Comunicaciones"),
    Person("desarrollo",     "Paola Guerrero",     "Grupo de Desarrollo y Transformación Organizacional"),
    Person("secretaria",     "Ricardo Mejía",      "Secretaría General"),
    Person("contratos",      "Sandra Patiño",      "Grupo de Contratos"),
    Person("talento",        "Felipe Cárdenas",    "Grupo de Talento Humano"),
    Person("misionales",     "Natalia Herrera",    "Áreas misionales"),
    Person("tramites",       "Julián Vargas",      "Áreas líderes de los trámites"),
    Person("ministerio",     "Carolina Suárez",    "Ministerio de Educación"),
    Person("admin",          "Ana Beltrán",        "", Standing.ADMIN),
    Person("auditor",        "Óscar Duarte",       "", Standing.AUDITOR),
)
# fmt: on
_ROLES = {Standing.ADMIN: "Administración", Standing.AUDITOR: "Auditoría, solo lectura"}


def accounts_to_print() -> list[tuple[str, str]]:
    return [(person.email, f"{person.name}, {person.office or _ROLES[person.standing]}") for person in PEOPLE]
