"""The name that a pasted table is kept by. We gave it: it says nothing of the plan."""

import re
from datetime import datetime

_PASTED = re.compile(r"pegado-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}\.tsv")


def pasted_name(at: datetime) -> str:
    """`at` is of Bogotá."""
    return at.strftime("pegado-%Y-%m-%d-%H%M.tsv")


def is_pasted(filename: str) -> bool:
    return _PASTED.fullmatch(filename) is not None
