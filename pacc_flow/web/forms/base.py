"""What every form of the site has in common: a token against forgery, and messages in Spanish, the library's own too."""

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF is not typed
    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # see above
        locales = ("es",)
