"""A page of a definition as a Django form, only to be drawn by templates/components/field.html.

What is right or wrong is decided by forms.rules; this form shows what was typed and what to say about it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from forms.messages import sentence
from forms.rules import values
from forms.rules.definition import Field, Page

YES_NO = [(values.YES, _("Ja")), (values.NO, _("Nein"))]
FILE_TYPES = ".pdf,.jpg,.jpeg,.png"


class DateParts(forms.MultiWidget):
    """Day, month and year, typed. Named as forms.rules.values reads them."""

    use_fieldset = True

    def __init__(self, attrs: Mapping | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__([forms.TextInput(number), forms.TextInput(number), forms.TextInput(number)], attrs)
        self.widgets_names = [f"-{part}" for part in values.DATE_PARTS]

    def decompress(self, value: Sequence[str] | None) -> list[str]:
        return list(value or ["", "", ""])


class FilesInput(forms.FileInput):
    """Several files in one go."""

    allow_multiple_selected = True


class YesInput(forms.CheckboxInput):
    """A tick whose value is the word that forms.rules.values reads."""

    def format_value(self, value: Any) -> str:
        return values.YES


class PageForm(forms.Form):
    """The questions of a page with their answers and errors."""

    use_required_attribute = False

    def __init__(
        self,
        page: Page,
        *,
        language: str,
        answers: Mapping[str, Any],
        posted: Mapping[str, Sequence[str]] | None = None,
        problems: Mapping[str, values.Problem] | None = None,
    ) -> None:
        super().__init__(data={} if problems else None)
        self.page = page
        self.problems = problems or {}
        for question in page.fields:
            self.fields[question.key] = _form_field(question, language)
            self.initial[question.key] = _shown(question, answers, posted)

    def full_clean(self) -> None:
        """Nothing to clean: the rules have spoken. Their problems become Django's errors, with the part as code."""
        self.cleaned_data = {}
        self._errors = forms.utils.ErrorDict()
        for key, problem in self.problems.items():
            text = sentence(self.page.field(key), problem)
            self.add_error(key, ValidationError(text, code=problem.part or problem.code))

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        return self.initial.get(field_name)


class ShownBoundField(forms.BoundField):
    """Shows the given value whether or not the form has errors."""

    def value(self) -> Any:
        return self.initial


PageForm.bound_field_class = ShownBoundField


def _shown(question: Field, answers: Mapping, posted: Mapping[str, Sequence[str]] | None) -> Any:
    """What stands in the input: what was typed, else the stored answer, else what is chosen beforehand."""
    if question.type in ("file", "info"):
        return None
    if posted is None:
        if question.key not in answers and question.preset:
            return question.preset_answer
        posted = values.posted_from(question, answers.get(question.key))
    if question.type == "date":
        return [(posted.get(f"{question.key}-{part}") or [""])[-1] for part in values.DATE_PARTS]
    given = posted.get(question.key) or []
    if question.type == "choices":
        return list(given)
    return given[-1] if given else ""


def _form_field(question: Field, language: str) -> forms.Field:
    # Nobody calls a choice optional that always has an answer
    required = question.required or question.type in ("confirm", "info") or any(o.always for o in question.options)
    field = forms.Field(
        required=required,
        label=question.label.get(language),
        help_text=_hint(question, language),
        widget=WIDGETS[question.type](question, language),
    )
    field.kind = question.type
    return field


def _hint(question: Field, language: str) -> str:
    return question.hint.get(language) if question.hint else ""


def _attributes(question: Field, **more: Any) -> dict:
    names = {"autocomplete": question.autocomplete} if question.autocomplete else {}
    return names | more


def _choices(question: Field, language: str) -> list[tuple[str, str]]:
    return [(option.value, _option_label(option, language)) for option in question.options if not option.always]


def _option_label(option: Any, language: str) -> str:
    label = option.label.get(language)
    if not option.hint:
        return label
    return format_html('{}<br><span class="kern-hint">{}</span>', label, option.hint.get(language))


WIDGETS = {
    "text": lambda question, language: forms.TextInput(_attributes(question)),
    "longtext": lambda question, language: forms.Textarea(_attributes(question, rows=6)),
    "email": lambda question, language: forms.EmailInput(
        _attributes(question, spellcheck="false", autocapitalize="none")
    ),
    "phone": lambda question, language: forms.TextInput(_attributes(question, type="tel")),
    "number": lambda question, language: forms.TextInput(
        _attributes(question, inputmode="decimal" if question.decimals else "numeric")
    ),
    "date": lambda question, language: DateParts(),
    "yesno": lambda question, language: forms.RadioSelect(choices=YES_NO),
    "choice": lambda question, language: forms.RadioSelect(choices=_choices(question, language)),
    "choices": lambda question, language: forms.CheckboxSelectMultiple(choices=_choices(question, language)),
    "postcode": lambda question, language: forms.TextInput(_attributes(question, inputmode="numeric")),
    "file": lambda question, language: FilesInput({"multiple": question.max_files > 1, "accept": FILE_TYPES}),
    "info": lambda question, language: forms.HiddenInput(),
    "confirm": lambda question, language: YesInput(),
}
