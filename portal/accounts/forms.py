"""The forms of allauth in our words: a label, a hint before the input, errors that say what to do."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.texts import PASSWORDS_DIFFER

EMAIL = _("E-Mail-Adresse")
EMAIL_MISSING = _("Geben Sie Ihre E-Mail-Adresse ein.")
EMAIL_WRONG = _("Geben Sie die E-Mail-Adresse so ein: name@beispiel.de.")
PASSWORD_MISSING = _("Geben Sie Ihr Passwort ein.")
NEW_PASSWORD_MISSING = _("Denken Sie sich ein Passwort aus und geben Sie es ein.")
REPEAT = _("Passwort wiederholen")
REPEAT_MISSING = _("Geben Sie das Passwort noch einmal ein.")
NEW_PASSWORD_HINT = _("Mindestens 12 Zeichen, zum Beispiel drei Wörter, die nicht zusammengehören.")
CODE = _("Code aus der App")
CODE_HINT = _("Sechs Ziffern. Sie wechseln alle 30 Sekunden.")
CODE_MISSING = _("Geben Sie den Code ein.")


class PlainMixin:
    """No placeholder, no bubble of the browser, and our words at each field."""

    use_required_attribute = False
    # field: (label, hint, error when it is empty)
    words: dict[str, tuple] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        for name, (label, hint, missing) in self.words.items():
            self._say(self.fields[name], label, hint, missing)

    def add_error(self, field: str | None, error) -> None:
        """allauth gives the two differing passwords a text of its own."""
        super().add_error(field, PASSWORDS_DIFFER if field == "password2" and isinstance(error, Promise) else error)

    def _say(self, field: forms.Field, label: str, hint: str, missing: str) -> None:
        field.label, field.help_text = label, hint
        field.error_messages["required"] = missing
        if isinstance(field, forms.EmailField):
            field.error_messages["invalid"] = EMAIL_WRONG
            for validator in field.validators:
                validator.message = EMAIL_WRONG if getattr(validator, "code", "") == "invalid" else validator.message


class CodeMixin(PlainMixin):
    """A code of six digits, or a recovery code."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})


class LoginForm(PlainMixin, account.LoginForm):
    words = {
        "login": (EMAIL, "", EMAIL_MISSING),
        "password": (_("Passwort"), "", PASSWORD_MISSING),
        "remember": (_("Auf diesem Gerät angemeldet bleiben"), _("Nicht auf einem Gerät, das andere benutzen."), ""),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(PlainMixin, account.SignupForm):
    name = forms.CharField(max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    field_order = ("name", "email", "password1", "password2")
    words = {
        "name": (_("Vor- und Nachname"), "", ""),
        "email": (EMAIL, _("Wir schicken Ihnen dorthin einen Link zur Bestätigung."), EMAIL_MISSING),
        "password1": (_("Passwort"), NEW_PASSWORD_HINT, NEW_PASSWORD_MISSING),
        "password2": (REPEAT, "", REPEAT_MISSING),
    }


class AddEmailForm(PlainMixin, account.AddEmailForm):
    words = {"email": (_("Neue E-Mail-Adresse"), _("Wir schicken dorthin einen Link zur Bestätigung."), EMAIL_MISSING)}


class ChangePasswordForm(PlainMixin, account.ChangePasswordForm):
    words = {
        "oldpassword": (_("Bisheriges Passwort"), "", PASSWORD_MISSING),
        "password1": (_("Neues Passwort"), NEW_PASSWORD_HINT, NEW_PASSWORD_MISSING),
        "password2": (_("Neues Passwort wiederholen"), "", REPEAT_MISSING),
    }


class SetPasswordForm(PlainMixin, account.SetPasswordForm):
    words = {
        "password1": (_("Passwort"), NEW_PASSWORD_HINT, NEW_PASSWORD_MISSING),
        "password2": (REPEAT, "", REPEAT_MISSING),
    }


class ResetPasswordForm(PlainMixin, account.ResetPasswordForm):
    words = {"email": (EMAIL, _("Die Adresse, mit der Sie sich anmelden."), EMAIL_MISSING)}


class ResetPasswordKeyForm(PlainMixin, account.ResetPasswordKeyForm):
    words = {
        "password1": (_("Neues Passwort"), NEW_PASSWORD_HINT, NEW_PASSWORD_MISSING),
        "password2": (_("Neues Passwort wiederholen"), "", REPEAT_MISSING),
    }


class ReauthenticateForm(PlainMixin, account.ReauthenticateForm):
    words = {"password": (_("Passwort"), "", PASSWORD_MISSING)}


class AuthenticateForm(CodeMixin, mfa.AuthenticateForm):
    words = {"code": (_("Code"), _("Aus Ihrer App, oder einer Ihrer Ersatzcodes."), CODE_MISSING)}


class ReauthenticateCodeForm(CodeMixin, mfa.ReauthenticateForm):
    words = {"code": (_("Code"), _("Aus Ihrer App, oder einer Ihrer Ersatzcodes."), CODE_MISSING)}


class ActivateTOTPForm(CodeMixin, AllauthActivateTOTPForm):
    words = {"code": (CODE, CODE_HINT, CODE_MISSING)}
