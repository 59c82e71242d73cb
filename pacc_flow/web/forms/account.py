"""One's own password: changed by whoever knows it, or chosen with an invitation. Whether it will do, the action judges."""

from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from pacc_flow.web.forms.base import Form

_TWICE = EqualTo("password", "Las dos contraseñas no son iguales.")


class NewPasswordForm(Form):
    password = PasswordField("Contraseña nueva", [InputRequired("Escriba la contraseña nueva.")])
    again = PasswordField("La misma, otra vez", [InputRequired("Escriba la contraseña nueva otra vez."), _TWICE])


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField("Contraseña actual", [InputRequired("Escriba su contraseña actual.")])
