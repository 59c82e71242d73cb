"""Signing in: an address and a password, both judged together."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    email = StringField("Correo", [InputRequired("Escriba su correo.")])
    password = PasswordField("Contraseña", [InputRequired("Escriba su contraseña.")])
