"""How a sentence names an office: «la Oficina de Control Interno», «el Grupo de Contratos»."""

# fmt: off
_ARTICLES = {
    "la": ("coordinación", "defensoría", "dirección", "división", "gerencia", "jefatura", "oficina", "presidencia",
           "secretaría", "sección", "subdirección", "subgerencia", "subsecretaría", "unidad", "vicepresidencia"),
    "el": ("área", "comité", "consejo", "departamento", "despacho", "equipo", "grupo", "instituto", "ministerio"),
    "las": ("áreas",),
}
# fmt: on
_OF_WORD = {word: article for article, words in _ARTICLES.items() for word in words}


def the(name: str) -> str:
    """With its article when its first word is known to take one, as it is otherwise."""
    first, _, _ = name.partition(" ")
    article = _OF_WORD.get(first.casefold())
    return f"{article} {name}" if article else name


def the_first(name: str) -> str:
    """The same at the beginning of a sentence."""
    named = the(name)
    return named[0].upper() + named[1:]


def of_the(name: str) -> str:
    """«de la Oficina…», «del Grupo…»."""
    named = the(name)
    return f"del {name}" if named == f"el {name}" else f"de {named}"
