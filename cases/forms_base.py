"""What the forms of the inbox and of the applicant's pages share."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

MAX_TEXT = 5000


class PlainForm(forms.Form):
    """A plain form. Errors say what to do; the browser's own bubbles stay away."""

    use_required_attribute = False


class VersionForm(PlainForm):
    """Carries the version that the person saw, so that nobody overwrites what changed meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def at_most() -> MaxLengthValidator:
    """Not max_length: with that the browser would cut a pasted text without a word."""
    return MaxLengthValidator(MAX_TEXT, _("Kürzen Sie den Text auf höchstens %(limit_value)d Zeichen."))


def text_field(label: str, missing: str, *, hint: str = "", rows: int = 5, required: bool = True) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        validators=[at_most()],
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class ConditionalField(forms.CharField):
    """A text that the form itself asks for under a condition, so its label does not call it voluntary."""

    widget = forms.Textarea

    def validate(self, value: str) -> None:
        """Whether it is missing, the form's `clean` says."""


class DateParts(forms.MultiWidget):
    """Day, month and year in three fields; no date picker."""

    use_fieldset = True

    def __init__(self, attrs: dict | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput(attrs=number | {"maxlength": 2}),
                "month": forms.TextInput(attrs=number | {"maxlength": 2}),
                "year": forms.TextInput(attrs=number | {"maxlength": 4}),
            },
            attrs,
        )

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DatePartsField(forms.MultiValueField):
    """A date typed in three fields."""

    widget = DateParts

    def __init__(self, **kwargs) -> None:
        parts = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        """The date, or a sentence that says which part is wrong."""
        if not any(data_list or []):
            return None
        try:
            day, month, year = (int(part) for part in data_list)
        except ValueError:
            raise ValidationError(_("Geben Sie das Datum so ein: 27 3 2026."), "parts") from None
        if not 1 <= month <= 12:
            raise ValidationError(_("Der Monat muss zwischen 1 und 12 liegen."), "month")
        try:
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(
                _("Diesen Tag gibt es nicht. Geben Sie das Datum so ein: 27 3 2026."), "day"
            ) from None
