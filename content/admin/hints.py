"""Hints for plain language below the fields of a form, counted anew while somebody types."""

from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from modeltranslation.fields import TranslationField

from content.rules import plain_language
from content.rules.plain_language import Hint
from portal.richtext.fields import RichTextWidget
from portal.richtext.rules import plain

# Nobody types more than this into one field while looking at the hints
MAX_LENGTH = 20_000
SAID = {
    "sentence": _("Dieser Satz hat %(about)s Wörter. Teilen Sie ihn."),
    "passive": _("Passiv: „%(about)s“. Sagen Sie, wer etwas tut."),
    "nouns": _("Viele Hauptwörter: %(about)s. Sagen Sie es mit Verben."),
    "word": _("„%(about)s“: besser „%(better)s“."),
    "long_word": _("Langes Wort: „%(about)s“. Trennen Sie es mit Bindestrichen oder sagen Sie es anders."),
    "address": _("Sprechen Sie die Menschen an, die das lesen: mit „%(about)s“."),
    "short": _("„%(about)s“: Schreiben Sie es aus oder erklären Sie es beim ersten Mal."),
}
SHORT_WITH_WORDS = _("„%(about)s“: schreiben Sie „%(better)s“.")


class ShownHint(NamedTuple):
    """A hint in words, with the sentence it is about."""

    words: str
    before: str
    marked: str
    after: str


def shown(text: str, language: str) -> list[ShownHint]:
    """The hints for a text, formatted or not."""
    text = plain(text)[:MAX_LENGTH]
    language = "en" if language == "en" else "de"
    return [
        ShownHint(in_words(hint), *plain_language.excerpt(text, hint)) for hint in plain_language.hints(text, language)
    ]


def in_words(hint: Hint) -> str:
    said = SHORT_WITH_WORDS if hint.kind == "short" and hint.better else SAID[hint.kind]
    return str(said) % {"about": hint.about, "better": hint.better}


class Hinted(forms.Widget):
    """A text field with its hints. `data-hints` tells the script the language."""

    own_template = ""
    template_name = "admin/content/hinted.html"

    class Media:
        js = ["js/hints.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        language = context["widget"]["attrs"]["data-hints"]
        return context | {"hints": shown(str(value or ""), language), "own_template": self.own_template}


class HintedTextarea(Hinted, AdminTextareaWidget):
    own_template = AdminTextareaWidget.template_name


class HintedInput(Hinted, AdminTextInputWidget):
    own_template = AdminTextInputWidget.template_name


class HintedRichText(Hinted, RichTextWidget):
    own_template = RichTextWidget.template_name


HINTED: dict[type[forms.Widget], type[Hinted]] = {
    AdminTextareaWidget: HintedTextarea,
    AdminTextInputWidget: HintedInput,
    RichTextWidget: HintedRichText,
}


class PlainLanguage:
    """For rooms of texts: translated fields show hints, but for official names and lists of words."""

    without_hints: tuple[str, ...] = ("name", "synonyms", "author", "languages", "online_name")

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, TranslationField) and db_field.translated_field.name not in self.without_hints:
            hinted = HINTED.get(type(field.widget))
            if hinted is not None:
                field.widget = hinted({**field.widget.attrs, "data-hints": db_field.language})
        return field


@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """The hints for what somebody is typing."""
    text, language = request.POST.get("text", "")[:MAX_LENGTH], request.POST.get("language", "de")
    return render(request, "admin/content/_hints.html", {"hints": shown(text, language)})
