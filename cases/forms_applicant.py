"""What applicants type after they have applied: look-up, answers to requests, messages."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms_base import PlainForm, text_field
from cases.rules import references


class FileInput(forms.FileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once. Their type and content are checked by portal.files; whether any is needed, by the form."""

    widget = FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data: list, initial: object = None) -> list:
        return list(data or [])


class LookupForm(PlainForm):
    """Reference and e-mail address; the link goes to that address if both belong together."""

    reference = forms.CharField(
        label=_("Aktenzeichen"),
        help_text=_("Es steht in Ihrer Empfangsbestätigung, zum Beispiel MV-4H7K-M92P-A."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Geben Sie Ihr Aktenzeichen ein.")},
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Die Adresse, die Sie im Antrag angegeben haben."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Geben Sie die E-Mail-Adresse aus Ihrem Antrag ein."),
            "invalid": _("Geben Sie die E-Mail-Adresse so ein: name@beispiel.de."),
        },
    )

    def clean_reference(self) -> str:
        """The reference as we write it; the check character finds a mistyped one."""
        written = references.normalise(self.cleaned_data["reference"])
        if written is None:
            raise ValidationError(
                _(
                    "Dieses Aktenzeichen gibt es so nicht. Vergleichen Sie es Zeichen für Zeichen: Es beginnt mit MV, "
                    "und die Zeichen I, O, Q, Z, 0 und 1 kommen nicht vor."
                ),
                "mistyped",
            )
        return written


class AnswerForm(PlainForm):
    """Answer to a Nachforderung: files, a text, or both."""

    uploads = FilesField(label=_("Unterlagen"))
    text = text_field(_("Nachricht dazu"), "", rows=4, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uploads"].help_text = _(
            "PDF, JPG oder PNG, je Datei höchstens %(limit)d MB. Sie können mehrere Dateien zusammen auswählen."
        ) % {"limit": settings.MAX_UPLOAD_MB}

    def clean(self) -> dict:
        data = super().clean()
        if "uploads" not in self.errors and not data.get("uploads") and not data.get("text"):
            self.add_error("uploads", _("Laden Sie mindestens eine Datei hoch oder schreiben Sie eine Nachricht."))
        return data


class ApplicantMessageForm(PlainForm):
    """A message to the offices."""

    text = text_field(_("Ihre Nachricht"), _("Schreiben Sie Ihre Nachricht."), rows=3)
