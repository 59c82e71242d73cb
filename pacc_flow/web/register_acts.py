"""The words of every kind of record, in one table, and a record as the sentence that a person reads in the register."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from pacc_flow.clock import bogota_date
from pacc_flow.ledger.kinds import Kind
from pacc_flow.queries.register import Known, RegisterRow
from pacc_flow.web.acts import STEPS
from pacc_flow.web.formatting import day_long, hour, weekday_day


@dataclass(frozen=True)
class RegisterAct:
    """One record; `kind` is how loud it is: step, back, edit or quiet. Without `who`, `did` is the whole sentence."""

    kind: str
    icon: str
    who: str
    represented: str
    office: str
    did: str
    instant: datetime
    quote: str
    receipt: tuple[int, str]
    record: list[tuple[str, ...]]

    @property
    def hour(self) -> str:
        return hour(self.instant)


@dataclass(frozen=True)
class RegisterDay:
    heading: str
    acts: list[RegisterAct]


About = Callable[[RegisterRow, Known], str]


def _nothing(_row: RegisterRow, _known: Known) -> str:
    return ""


def _entry(row: RegisterRow, known: Known) -> str:
    return known.entries.get(row.id_of("entry") or 0, "")


def _cut(row: RegisterRow, known: Known) -> str:
    return known.cuts.get(row.id_of("cut") or 0, "")


def _report(row: RegisterRow, known: Known) -> str:
    """A correction says which revision it is."""
    revision = row.id_of("revision") or 1
    return ", ".join(filter(None, (_cut(row, known), f"revisión {revision}" if revision > 1 else "")))


def _account(row: RegisterRow, known: Known) -> str:
    return known.accounts.get(row.id_of("account") or 0, "")


def _substitute(row: RegisterRow, known: Known) -> str:
    return known.accounts.get(row.id_of("substitute") or 0, "")


def _office(row: RegisterRow, known: Known) -> str:
    return known.offices.get(row.id_of("office") or 0, "")


def _member(row: RegisterRow, known: Known) -> str:
    return ", ".join(filter(None, (_account(row, known), _office(row, known))))


def _name(row: RegisterRow, _known: Known) -> str:
    name = row.data.get("name", "")
    return str(name) if isinstance(name, str) else ""


def _piece(row: RegisterRow, known: Known) -> str:
    return ", ".join(filter(None, (_name(row, known), _entry(row, known))))


# fmt: off
WORDS: dict[Kind, tuple[str, str, str, About]] = {  # kind: (how loud, icon, what was done, to what)
    Kind.ACCOUNT_CREATE:         ("step",  "person",    "creó la cuenta",                          _account),
    Kind.ACCOUNT_DEACTIVATE:     ("back",  "person",    "desactivó la cuenta",                     _account),
    Kind.ACCOUNT_INVITE:         ("edit",  "mail",      "invitó a elegir contraseña",              _account),
    Kind.ACCOUNT_REACTIVATE:     ("step",  "person",    "reactivó la cuenta",                      _account),
    Kind.ACCOUNT_SET_PASSWORD:   ("edit",  "lock",      "cambió la contraseña",                    _account),
    Kind.ACCOUNT_SIGN_IN:        ("quiet", "person",    "entró",                                   _nothing),
    Kind.ACCOUNT_SIGN_IN_FAILED: ("back",  "lock",      "no logró entrar con la cuenta",           _account),
    Kind.ACCOUNT_SIGN_OUT:       ("quiet", "person",    "cerró la sesión",                         _nothing),
    Kind.ACCOUNT_UPDATE:         ("edit",  "person",    "cambió los datos de la cuenta",           _account),
    Kind.ACTIVITY_CREATE:        ("quiet", "plus",      "agregó al plan la actividad",             _name),
    Kind.ALARM_CLEAR:            ("step",  "check",     "cerró una alarma",                        _nothing),
    Kind.ALARM_RAISE:            ("back",  "warning",   "dio una alarma",                          _nothing),
    Kind.COMPONENT_CREATE:       ("quiet", "plus",      "agregó al plan el componente",            _name),
    Kind.CUT_MOVE_MILESTONE:     ("edit",  "calendar",  "movió los plazos del corte",              _cut),
    Kind.CUT_OPEN:               ("step",  "calendar",  "abrió el corte",                          _cut),
    Kind.CUT_PLAN:               ("quiet", "calendar",  "programó el corte",                       _cut),
    Kind.CUT_PUBLISH:            ("step",  "published", "cerró el corte al publicarlo",            _cut),
    Kind.ENTITY_CREATE:          ("step",  "office",    "creó la entidad",                         _name),
    Kind.ENTITY_UPDATE:          ("edit",  "office",    "cambió los ajustes de la entidad",        _nothing),
    Kind.ENTRY_CREATE:           ("quiet", "not-started", "abrió la entrada",                      _entry),
    Kind.ENTRY_SAVE:             ("edit",  "draft",     "guardó el borrador",                      _entry),
    **{kind: (*words, _entry) for kind, words in STEPS.items()},
    Kind.EVIDENCE_ADD:           ("edit",  "file",      "agregó evidencia",                        _piece),
    Kind.EVIDENCE_REMOVE:        ("edit",  "remove",    "retiró evidencia",                        _piece),
    Kind.FEED_CREATE:            ("edit",  "calendar",  "abrió una dirección de calendario",       _nothing),
    Kind.FEED_REVOKE:            ("edit",  "calendar",  "cerró una dirección de calendario",       _nothing),
    Kind.IMPORT_CREATE:          ("step",  "upload",    "creó el plan desde una matriz",           _name),
    Kind.IMPORT_DECIDE:          ("edit",  "upload",    "decidió sobre filas de una matriz",       _name),
    Kind.IMPORT_DISCARD:         ("edit",  "remove",    "descartó una matriz",                     _name),
    Kind.IMPORT_REFUSE:          ("back",  "upload",    "subió una matriz que no se pudo leer",    _name),
    Kind.IMPORT_REMAP:           ("edit",  "upload",    "cambió cómo se leen las columnas",        _name),
    Kind.IMPORT_UPLOAD:          ("edit",  "upload",    "subió una matriz",                        _name),
    Kind.LEDGER_HEARTBEAT:       ("quiet", "hash",      "anotó que en el día no hubo nada nuevo",  _nothing),
    Kind.LEDGER_RECOVER:         ("back",  "hash",      "retomó el registro desde una copia",      _nothing),
    Kind.MAIL_DELIVER:           ("quiet", "mail",      "envió un correo de avisos",               _nothing),
    Kind.MAIL_RETRY:             ("edit",  "mail",      "volvió a intentar el correo a",           _account),
    Kind.MEMBERSHIP_END:         ("back",  "office",    "retiró de la oficina",                    _member),
    Kind.MEMBERSHIP_START:       ("edit",  "office",    "sumó a la oficina",                       _member),
    Kind.MEMBERSHIP_UPDATE:      ("edit",  "office",    "cambió la jefatura de la oficina",        _member),
    Kind.OFFICE_CREATE:          ("step",  "office",    "creó la oficina",                         _office),
    Kind.OFFICE_UPDATE:          ("edit",  "office",    "cambió la oficina",                       _office),
    Kind.PLAN_CREATE:            ("step",  "sheet",     "creó el plan",                            _name),
    Kind.REFUSAL_ACCESS:         ("back",  "lock",      "intentó algo que su cuenta no permite",   _nothing),
    Kind.REFUSAL_STEP:           ("back",  "lock",      "intentó algo que no se hizo",             _nothing),
    Kind.REMINDER_ENQUEUE:       ("quiet", "bell",      "preparó recordatorios",                   _nothing),
    Kind.REMINDER_NUDGE:         ("edit",  "bell",      "pidió avanzar a",                         _account),
    Kind.REPORT_PUBLISH:         ("step",  "sign",      "firmó y publicó el seguimiento",          _report),
    Kind.RESPONSIBILITY_CREATE:  ("quiet", "office",    "asignó una actividad a la oficina",       _office),
    Kind.SUBCOMPONENT_CREATE:    ("quiet", "plus",      "agregó al plan el subcomponente",         _name),
    Kind.SUBSTITUTION_CREATE:    ("edit",  "person",    "nombró su reemplazo",                     _substitute),
    Kind.SUBSTITUTION_END:       ("edit",  "person",    "terminó su reemplazo",                    _substitute),
}
FAMILIES = {  # the part of a kind before the colon: its option in the filter
    "entry":       "Entradas",            "evidence": "Evidencia",     "cut":    "Cortes",
    "report":      "Publicaciones",       "refusal":  "Rechazos",      "plan":   "Planes",
    "activity":    "Actividades del plan", "component": "Componentes del plan", "subcomponent": "Subcomponentes del plan",
    "responsibility": "Responsables del plan", "import": "Importaciones", "account": "Cuentas y entradas al sistema",
    "membership":  "Personas en oficinas", "office":   "Oficinas",      "entity": "Entidad",
    "feed":        "Calendarios",         "substitution": "Reemplazos",
    "reminder":    "Recordatorios",       "mail":     "Correos",       "alarm":  "Alarmas",
    "ledger":      "Registro",
}
SYSTEMS = {
    "scheduler": "El sistema", "cli": "El administrador del servidor", "visitor": "Alguien sin sesión",
    "demo": "La demostración",
}
# fmt: on
_LATER_KIND = ("quiet", "hash", "hizo un acto que esta versión no conoce", _nothing)
_WORDS_SAID = ("observation", "comment", "reason", "sentence")


def told(row: RegisterRow, known: Known) -> RegisterAct:
    loud, icon, did, about = WORDS[Kind(row.kind)] if row.kind in list(Kind) else _LATER_KIND
    what = about(row, known)
    sentence = f"{did}: {what}" if what else did
    who = known.accounts.get(row.actor_id or 0, "")
    system = SYSTEMS.get(str(row.actor.get("system", "")), "El sistema")
    return RegisterAct(
        kind=loud,
        icon=icon,
        who=who,
        represented=known.accounts.get(row.id_of("on_behalf_of") or 0, ""),
        office=known.offices.get(row.actor.get("office") or 0, ""),
        did=sentence if who else f"{system} {sentence}",
        instant=row.at,
        quote=next((str(row.data[key]) for key in _WORDS_SAID if row.data.get(key)), ""),
        receipt=(row.seq, row.entry_hash),
        record=_exact(row),
    )


def days_of_register(acts: Iterable[RegisterAct], now: datetime) -> list[RegisterDay]:
    """Grouped by the day they were done in Bogotá; the year is told when it is another one."""
    this_year = bogota_date(now).year
    return [
        RegisterDay((weekday_day(on) if on.year == this_year else day_long(on)).capitalize(), list(group))
        for on, group in groupby(acts, key=lambda act: bogota_date(act.instant))
    ]


def _exact(row: RegisterRow) -> list[tuple[str, ...]]:
    """The record as it is, for whoever wants to check it by hand."""
    return [
        ("Número", str(row.seq)),
        ("Clase", row.kind, "mono"),
        ("Instante", str(row.read["at"]), "mono"),
        ("Registro anterior", row.prev_hash, "mono"),
        ("Huella", row.entry_hash, "mono"),
        ("Contenido", row.body, "mono"),
    ]
