"""How a person wants their mail."""

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pacc_flow.notifications.preferences import Preferences
from pacc_flow.web.forms.base import Form

_HOURS = [SelectChoice(hour, f"{hour % 12 or 12}:00 {'a' if hour < 12 else 'p'}. m.") for hour in range(24)]  # noqa: PLR2004 - noon
_EVENTS = [
    SelectChoice("each", "Lo que me pide algo o se publica, al momento; lo demás, en el resumen"),
    SelectChoice("at_once", "Todo al momento, en un correo por asunto"),
    SelectChoice("digest", "Todo en el resumen del día"),
]
_WHAT = [
    SelectChoice("all", "Todo lo que me corresponde"),
    SelectChoice("only_overdue", "Solo lo vencido, y lo que no se puede silenciar"),
]
_CHOICE = InputRequired("Elija una opción.")
_AT_ONCE = {"each": None, "at_once": True, "digest": False}


class MailForm(Form):
    digest_hour = SelectField("Hora del resumen diario", [_CHOICE], coerce=int, choices=_HOURS)
    events = RadioField("Lo que va pasando", [_CHOICE], choices=_EVENTS)
    what = RadioField("Qué quiere recibir", [_CHOICE], choices=_WHAT)

    @classmethod
    def filled(cls, wanted: Preferences) -> "MailForm":
        events = next(name for name, value in _AT_ONCE.items() if value is wanted.events_at_once)
        what = "only_overdue" if wanted.only_overdue else "all"
        return cls(data={"digest_hour": wanted.digest_hour, "events": events, "what": what})

    def preferences(self) -> Preferences:
        return Preferences(
            digest_hour=self.digest_hour.data,
            events_at_once=_AT_ONCE[self.events.data],
            only_overdue=self.what.data == "only_overdue",
        )
