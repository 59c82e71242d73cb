"""A text that ends in the middle of something."""

import re

from pacc_flow.coherence.facts import Finding, Kind, Reported
from pacc_flow.coherence.wording import words_of

_LOOKED_AT = 240  # characters of the end
_TAIL = 60  # of them, as many as are quoted
# What cannot end a sentence. Only in small letters: «Anexo A», «Grupo E» and «Plan Y» are names.
_LEADS_ON = words_of(
    "a al ante con contra de del desde e el en entre hacia hasta la las los mediante ni o para por que según sin sobre su "
    "sus tras u un una y"
)
_LEFT_OPEN = re.compile(r"(?:[,:;(«“¿\-–•*·/]|(?:^|[\n.;•] ?)\d{1,2}[.)])$")
_ELLIPSIS = re.compile(r"(?<!etc)(?<!otros)(?<!otras)(?:\.{3}|…)$", re.IGNORECASE)
_OPEN_TAG = re.compile(r"</?[a-z][^<>]{0,200}$", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?:^|\s)(\w{1,10})$")


def cut_off(reported: Reported) -> Finding | None:
    texts = [text for text in reported.texts if not (_announces(text) and (reported.links or reported.files))]
    text = next(filter(is_cut_off, texts), None)
    if text is None:
        return None
    flat = " ".join(text[-_LOOKED_AT:].split())
    tail = flat if len(flat) <= _TAIL else "…" + flat[-_TAIL:].partition(" ")[2]
    return Finding(kind=Kind.CUT_OFF, title="El texto parece cortado", reason=f"Termina en «{tail}»")


def _announces(text: str) -> bool:
    """«Se adjuntan:», with the evidence below."""
    return text.rstrip().endswith(":")


def is_cut_off(text: str) -> bool:
    """Whether somebody, or a program, seems to have stopped before the end; an address may end in anything."""
    end = text.rstrip()[-_LOOKED_AT:]
    if "://" in end.rpartition(" ")[2]:
        return False
    last = _LAST_WORD.search(end)
    return bool(_OPEN_TAG.search(end) or _LEFT_OPEN.search(end) or _ELLIPSIS.search(end) or (last and last[1] in _LEADS_ON))
