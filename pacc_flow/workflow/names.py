"""How a sentence names who took a step: the person, and in whose name where they replaced somebody."""


def in_the_name_of(name: str, represented: str) -> str:
    """«Mateo Ríos», or «Mateo Ríos, en nombre de Laura Cifuentes»."""
    return f"{name}, en nombre de {represented}" if represented else name
