"""What is typed in the assistant beside the questions of a form."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LinkForm(forms.Form):
    """Where to send the link of a draft."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": None}),
        error_messages={
            "required": _("Geben Sie ein, wohin wir den Link schicken sollen."),
            "invalid": _("Geben Sie die E-Mail-Adresse so ein: name@beispiel.de."),
            "max_length": _("Geben Sie die E-Mail-Adresse so ein: name@beispiel.de."),
        },
    )
