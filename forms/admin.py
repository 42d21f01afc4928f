"""Forms and their versions, to look at. The builder is still to come; new versions are published by load_forms."""

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from forms.actions import BUNDLE
from forms.models import Form, FormVersion


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Form)
class FormAdmin(ReadOnlyAdmin):
    """Without those that the portal puts together for joint applications: nobody keeps them."""

    list_display = ("title", "slug")
    search_fields = ("title", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Form]:
        return super().get_queryset(request).exclude(slug__startswith=BUNDLE)


@admin.register(FormVersion)
class FormVersionAdmin(ReadOnlyAdmin):
    list_display = ("form", "number", "status", "published_at")
    list_select_related = ("form",)
    list_filter = (("form", admin.RelatedOnlyFieldListFilter), "status")
    fields = ("form", "number", "status", "published_at", "pretty_definition")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FormVersion]:
        return super().get_queryset(request).exclude(form__slug__startswith=BUNDLE)

    @admin.display(description=_("Aufbau"))
    def pretty_definition(self, version: FormVersion) -> str:
        return format_html("<pre>{}</pre>", json.dumps(version.definition, indent=2, ensure_ascii=False))
