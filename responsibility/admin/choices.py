"""Pick lists that offer only what the editor may choose."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from responsibility.admin.own_rows import is_editor
from responsibility.models import Area, Organisation
from responsibility.queries import rights

# Fields that have such a pick list
FIELDS = {
    "organisation": ("area", "parent"),
    "postcodearea": ("area",),
    "responsibility": ("service", "group", "area", "organisation"),
}


class OwnSelect(AutocompleteSelect):
    """Django's select with suggestions, asking our own view."""

    def get_url(self) -> str:
        return reverse(f"{self.admin_site.name}:responsibility_choose")


class OwnChoiceField(forms.ModelChoiceField):
    """Names that occur twice carry the area above them."""

    def label_from_instance(self, obj: Model) -> str:
        return label(obj)


def label(row: Model) -> str:
    """The name; of an area also what it belongs to, for a name is no key."""
    if not isinstance(row, Area):
        return str(row)
    above = [up.short_name for up in (row.parent, row.parent and row.parent.parent) if up and up.kind != "land"]
    return f"{row.name} ({', '.join(above)})" if above else row.name


class OwnChoicesView(AutocompleteJsonView):
    """Suggestions: own areas, own organisations, published services."""

    http_method_names = ("get",)

    def process_request(self, request: HttpRequest) -> tuple:
        app, model = request.GET.get("app_label"), request.GET.get("model_name", "")
        if app != "responsibility" or request.GET.get("field_name") not in FIELDS.get(model, ()):
            raise PermissionDenied
        return super().process_request(request)

    def has_perm(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)

    def get_queryset(self) -> QuerySet:
        found = super().get_queryset()
        user, model = self.request.user, found.model
        if model is Area:
            return found.filter(pk__in=rights.own_areas(user)).select_related("parent__parent")
        if model is Organisation:
            return found.filter(pk__in=rights.own_organisations(user))
        if model._meta.label == "content.Service" and not user.has_perm("content.view_service"):
            return found.filter(is_published=True)
        return found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}


class OwnChoices:
    """Use the pick list for the fields of `own_choices` in a ModelAdmin."""

    own_choices: tuple[str, ...] = ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field:
        if db_field.name in self.own_choices:
            kwargs |= {"form_class": OwnChoiceField, "widget": OwnSelect(db_field, admin.site)}
            if db_field.related_model is Area:
                kwargs["queryset"] = Area.objects.select_related("parent__parent")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
