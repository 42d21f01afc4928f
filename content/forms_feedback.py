"""The form below every page."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models import Feedback
from content.rules.visits import personal_data

RATINGS = [
    ("5", gettext_lazy("5 – sehr gut")),
    ("4", gettext_lazy("4 – gut")),
    ("3", gettext_lazy("3 – mittel")),
    ("2", gettext_lazy("2 – schlecht")),
    ("1", gettext_lazy("1 – sehr schlecht")),
]


class FeedbackForm(forms.Form):
    """Three questions. `website` is a trap: people do not see it, programs fill it in."""

    found = forms.ChoiceField(
        label=gettext_lazy("Haben Sie gefunden, was Sie suchten?"),
        choices=Feedback.Found,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Wählen Sie aus, ob Sie gefunden haben, was Sie suchten.")},
    )
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Wie gut ist diese Seite?"),
        choices=RATINGS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Was können wir besser machen?"),
        help_text=gettext_lazy("Bitte keine Namen, Adressen oder Aktenzeichen. Eine Antwort ist nicht möglich."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": gettext_lazy("Kürzen Sie den Text auf 1.000 Zeichen.")},
    )
    website = forms.CharField(required=False)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].strip()
        what = personal_data(text)
        if what == "email":
            raise forms.ValidationError(_("Nehmen Sie die E-Mail-Adresse heraus: Rückmeldungen sind anonym."))
        if what == "number":
            raise forms.ValidationError(_("Nehmen Sie die lange Nummer heraus: Rückmeldungen sind anonym."))
        return text
