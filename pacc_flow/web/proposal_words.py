"""The words with which the pages of an import count, name rows and tell what was decided."""

import re
from collections.abc import Sequence

from pacc_flow.matrix.deciding.decision_log import Step
from pacc_flow.models import searchable

_NAMED = 8  # rows told by their numbers; more of them by how many they are


def step_words(step: Step) -> str:
    """«confirmó las filas 30 y 31», «nombró 4 formas de escribir Oficina Comercial»."""
    if step.offices:
        names = list(dict.fromkeys(step.offices.values()))
        forms = f"{len(step.offices)} {'forma' if len(step.offices) == 1 else 'formas'}"
        return f"nombró {forms} de escribir «{names[0]}»" if len(names) == 1 else f"nombró {len(names)} oficinas"
    did = "dejó fuera" if step.discards else "confirmó" if step.accepts else "corrigió" if step.corrections else "devolvió"
    return f"{did} {rows_words(step.rows)}"


def rows_words(rows: Sequence[int]) -> str:
    if len(rows) > _NAMED:
        return f"{len(rows)} filas"
    if len(rows) == 1:
        return f"la fila {rows[0]}"
    return f"las filas {', '.join(map(str, rows[:-1]))} y {rows[-1]}"


def slug_of(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", searchable(title)))
