"""From the records of an entry to the acts that a person reads: who did what, when, what changed, with which words."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from markupsafe import Markup, escape

from pacc_flow.calendar import BusinessCalendar
from pacc_flow.calendar.words import punctuality
from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.queries.history import Told
from pacc_flow.web.formatting import fingerprint, hour, percent, weekday_day
from pacc_flow.web.markup_diff import changed_figure, changed_text


@dataclass(frozen=True)
class Act:
    """One act on the page; `kind` is how loud it is: step, back, edit or quiet."""

    kind: str
    icon: str
    who: str
    represented: str
    office: str
    did: str
    instant: datetime
    receipt: tuple[int, str]
    record: list[tuple[str, ...]]
    group: str
    round: int
    rev: int | None = None
    quote: str = ""
    note: str = ""
    changes: Markup = field(default_factory=Markup)

    @property
    def hour(self) -> str:
        return hour(self.instant)


@dataclass(frozen=True)
class Day:
    """`round` only on the day on which a round began, when there was more than one."""

    heading: str
    round: int | None
    acts: list[Act]


# fmt: off
STEPS = {  # kind: (how loud, icon, what the person did)
    Kind.ENTRY_SUBMIT:             ("step",  "submitted", "envió a Planeación"),
    Kind.ENTRY_WITHDRAW:           ("edit",  "returned",  "retiró el envío"),
    Kind.ENTRY_REVIEW:             ("step",  "reviewed",  "aprobó la revisión"),
    Kind.ENTRY_RETURN_TO_OFFICE:   ("back",  "returned",  "la devolvió a la oficina"),
    Kind.ENTRY_RETURN_TO_PLANNING: ("back",  "returned",  "la devolvió a Planeación"),
    Kind.ENTRY_VERIFY:             ("step",  "verified",  "verificó y firmó"),
    Kind.ENTRY_REOPEN:             ("back",  "returned",  "la reabrió"),
    Kind.ENTRY_MARK_UNREPORTED:    ("step",  "not-reported", "la publicó como no reportada"),
}
_REFUSED = {  # the action: what was refused
    "save": "un cambio", "submit": "un envío", "withdraw": "un retiro", "return_to_office": "una devolución",
    "review": "una aprobación", "return_to_planning": "una devolución", "verify": "una verificación",
    "reopen": "una reapertura",
}
# fmt: on
_EVIDENCE = (Kind.EVIDENCE_ADD, Kind.EVIDENCE_REMOVE)
_REFUSALS = (Kind.REFUSAL_ACCESS, Kind.REFUSAL_STEP)


@dataclass(frozen=True)
class Storyteller:
    """What the acts of one entry are told with: the offices' last day, and the names of those that write in it."""

    due_on: date
    calendar: BusinessCalendar
    sections: dict[int, str]

    def acts(self, told: Iterable[Told]) -> Iterator[Act]:
        """Oldest first. Evidence changes in the same transaction as its entry, just before it: they are one act."""
        evidence: list[Told] = []
        written = False
        for one in told:
            if one.kind in _EVIDENCE:
                evidence.append(one)
            elif one.kind in _REFUSALS:
                yield _refused(one)
            else:
                yield self._act(one, evidence, is_first=not written)
                written = written or one.kind in (Kind.ENTRY_SAVE, Kind.ENTRY_SUBMIT)
                evidence = []

    def _act(self, one: Told, evidence: Sequence[Told], *, is_first: bool) -> Act:
        if one.kind == Kind.ENTRY_CREATE:
            return _act(one, "quiet", "not-started", _opened(one), group="contenido")
        changes = self._changes(one, evidence)
        if one.kind not in STEPS:
            return _act(one, "edit", "draft", _wrote(one, evidence, is_first=is_first), group="contenido", changes=changes)
        loud, icon, did = STEPS[Kind(one.kind)]
        if one.kind == Kind.ENTRY_VERIFY:
            did = f"{did} con {percent(one.data.get('verified_percent'))}"
        note = punctuality(self.due_on, bogota_date(one.at), self.calendar) if one.kind == Kind.ENTRY_SUBMIT else ""
        return _act(one, loud, icon, did, group="decisiones", changes=changes, note=f"{note}." if note else "")

    def _changes(self, one: Told, evidence: Sequence[Told]) -> Markup:
        lines = list(self._content_lines(one))
        for piece in evidence:
            added = piece.kind == Kind.EVIDENCE_ADD
            tag = Markup("<ins>{}</ins>") if added else Markup("<del>{}</del>")
            digest = Markup(" <code>{}</code>").format(fingerprint(piece.files[0]["sha256"])) if piece.files else ""
            lines.append(Markup("{} ").format("+" if added else "−") + tag.format(piece.data.get("name", "")) + digest)
        return Markup("").join(Markup('<p class="act-piece">{}</p>').format(line) for line in lines)

    def _content_lines(self, one: Told) -> Iterator[Markup]:
        if change := one.data.get("percent"):
            old, new = (percent(figure) if figure is not None else "" for figure in change)
            yield Markup("Porcentaje: {}").format(changed_figure(old, new or "sin porcentaje"))
        for section in one.data.get("sections", ()):
            name = f"{self.sections.get(section['office'], '')}: " if len(self.sections) > 1 else ""
            yield escape(name) + changed_text(section["old"], section["new"])


def days_of(acts: Sequence[Act]) -> list[Day]:
    """Newest day first, newest act first; a round is marked on the day of its first act."""
    began: dict[int, int] = {}
    for act in acts:
        if act.round and act.kind != "quiet":
            began.setdefault(act.round, act.receipt[0])
    starts = set(began.values()) if len(began) > 1 else set()
    days = []
    for on, group in groupby(reversed(acts), key=lambda act: bogota_date(act.instant)):
        members = list(group)
        marked = next((act.round for act in members if act.receipt[0] in starts), None)
        days.append(Day(weekday_day(on).capitalize(), marked, members))
    return days


def _act(one: Told, loud: str, icon: str, did: str, *, group: str, changes: Markup | None = None, note: str = "") -> Act:
    quote = one.data.get("observation") or one.data.get("comment") or one.data.get("reason") or ""
    rounds = int(one.data.get("round") or 0)
    return Act(
        kind=loud,
        icon=icon,
        who="" if one.system else one.who,
        represented=one.represented,
        office=one.office,
        did=did,
        instant=one.at,
        receipt=(one.seq, one.entry_hash),
        record=_exact(one),
        group=group,
        # A return opens the round that follows: it belongs to the one that it ends.
        round=rounds - 1 if one.kind == Kind.ENTRY_RETURN_TO_OFFICE else rounds,
        rev=one.entry_rev,
        quote=str(quote),
        note=note,
        changes=changes or Markup(),
    )


def _refused(one: Told) -> Act:
    action = str(one.data.get("about", "")).removeprefix("entry:").partition(" ")[0]
    did = f"Se rechazó {_REFUSED.get(action, 'un intento')} de {one.who}"
    told = _act(one, "quiet", "lock", did, group="decisiones", note=f"«{one.data.get('sentence', '')}»")
    return Act(**{**vars(told), "who": "", "quote": ""})


def _opened(one: Told) -> str:
    before = one.data.get("baseline_percent")
    did = "abrió la entrada" + (f" con {percent(before)} del corte anterior" if before is not None else "")
    return f"El sistema {did}" if one.system else did


def _wrote(one: Told, evidence: Sequence[Told], *, is_first: bool) -> str:
    """«escribió el reporte», «cambió el texto y agregó evidencia», «retiró un enlace de la evidencia»."""
    wrote = [word for key, word in (("percent", "el porcentaje"), ("sections", "el texto")) if one.data.get(key)]
    parts = []
    if wrote:
        parts.append("escribió el reporte" if is_first else f"cambió {' y '.join(wrote)}")
    added = [piece for piece in evidence if piece.kind == Kind.EVIDENCE_ADD]
    removed = [piece for piece in evidence if piece.kind == Kind.EVIDENCE_REMOVE]
    if added:
        parts.append("agregó evidencia" if wrote or len(added) > 1 else f"agregó {_piece(added[0])} como evidencia")
    if removed:
        parts.append("retiró evidencia" if len(removed) > 1 else f"retiró {_piece(removed[0])} de la evidencia")
    *most, last = parts or ["guardó sin cambiar nada"]
    return f"{', '.join(most)} y {last}" if most else last


def _piece(piece: Told) -> str:
    return "un archivo" if piece.files else "un enlace"


def _exact(one: Told) -> list[tuple[str, ...]]:
    """The record as it is, for whoever wants to check it by hand."""
    return [
        ("Número", str(one.seq)),
        ("Clase", one.kind, "mono"),
        ("Instante", json.loads(one.body)["at"], "mono"),
        ("Registro anterior", one.prev_hash, "mono"),
        ("Huella", one.entry_hash, "mono"),
        ("Contenido", one.body, "mono"),
    ]
