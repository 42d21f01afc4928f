"""The model field for formatted text. Whatever way a value reaches the database, it was cleaned before."""

from typing import Any

from django import forms
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.richtext.rules import clean

MAX_LENGTH = 100_000


class RichTextWidget(forms.Textarea):
    """A text area that the script of the Redaktion turns into an editor. Without JavaScript it stays a text area."""

    class Media:
        css = {"all": ["css/richtext.css"]}
        js = [Script("js/richtext.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-richtext": "", "rows": 8, "class": "vLargeTextField"} | (attrs or {}))


class RichTextFormField(forms.CharField):
    widget = RichTextWidget
    default_error_messages = {
        "max_length": ngettext_lazy(
            "Der Text ist zu lang. Erlaubt ist %(limit_value)d Zeichen.",
            "Der Text ist zu lang. Erlaubt sind %(limit_value)d Zeichen.",
            "limit_value",
        )
    }

    def clean(self, value: Any) -> str:
        return clean(super().clean(value))


class RichTextField(models.TextField):
    """Formatted or plain text. Migrations see a TextField: nothing about the column is special."""

    description = _("Formatierter Text")

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """The last step of save(), update(), bulk_create() and bulk_update()."""
        return super().get_db_prep_save(clean(value) if isinstance(value, str) else value, connection)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The object in hand shows the same as the database."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Always the editor; the administration's own text area gives way."""
        widget = kwargs.get("widget")
        if not (
            isinstance(widget, RichTextWidget) or (isinstance(widget, type) and issubclass(widget, RichTextWidget))
        ):
            kwargs["widget"] = RichTextWidget
        return super().formfield(**{"form_class": RichTextFormField, "max_length": MAX_LENGTH} | kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
