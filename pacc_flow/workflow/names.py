"""How a sentence names people and things: several one after the other, and in whose name somebody took a step."""

from collections.abc import Iterable


def in_the_name_of(name: str, represented: str) -> str:
    """«Mateo Ríos», or «Mateo Ríos, en nombre de Laura Cifuentes»."""
    return f"{name}, en nombre de {represented}" if represented else name


def listed(things: Iterable[object]) -> str:
    """«12, 16 y 28»; nothing of nothing."""
    *most, last = [str(thing) for thing in things] or [""]
    return f"{', '.join(most)} y {last}" if most else last
