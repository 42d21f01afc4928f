"""The question for the place."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from responsibility import queries

NOT_FOUND = {
    "malformed": _("Eine Postleitzahl hat fünf Ziffern, zum Beispiel 18273. Prüfen Sie Ihre Eingabe."),
    "not_delivered": _(
        "Unter dieser Postleitzahl wird in Mecklenburg-Vorpommern keine Wohnung und kein Betrieb beliefert. Vielleicht "
        "gehört sie zu einem Postfach, einem Nachbarland oder gilt nicht mehr. Geben Sie den Namen des Ortes ein."
    ),
    "elsewhere": _(
        "Diese Postleitzahl liegt nicht in Mecklenburg-Vorpommern. Das Portal kennt nur Orte in diesem Land."
    ),
    "no_such_name": _(
        "Diesen Ort kennen wir nicht. Prüfen Sie die Schreibweise, oder geben Sie die Postleitzahl ein. Manche "
        "Ortsteile finden Sie nur unter dem Namen ihrer Gemeinde."
    ),
}


class PlaceForm(forms.Form):
    """A postcode or a name. `cleaned_data["q"]` is the answer, with one or several municipalities."""

    q = forms.CharField(
        label=_("Ort oder Postleitzahl"),
        help_text=_("Zum Beispiel 18273 oder Güstrow"),
        max_length=120,
        error_messages={"required": _("Geben Sie einen Ort oder eine Postleitzahl ein.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-place": ""}),
    )

    def clean_q(self) -> queries.PlaceAnswer:
        answer = queries.find_place(self.cleaned_data["q"])
        if not answer.areas and not answer.suggestions:
            raise ValidationError(NOT_FOUND[answer.status], code=answer.status)
        return answer
