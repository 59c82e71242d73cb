"""Signing in: an address and a password, both judged together."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from pacc_flow.web.forms.base import Form


class SignInForm(Form):
    email = StringField("Correo", [InputRequired("Escriba su correo.")])
    password = PasswordField("Contraseña", [InputRequired("Escriba su contraseña.")])
