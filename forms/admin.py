"""Forms and their versions, to look at. The builder is still to come; new versions are published by load_forms."""

import json

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

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
    list_display = ("title", "slug")
    search_fields = ("title", "slug")


@admin.register(FormVersion)
class FormVersionAdmin(ReadOnlyAdmin):
    list_display = ("form", "number", "status", "published_at")
    list_select_related = ("form",)
    list_filter = ("form", "status")
    fields = ("form", "number", "status", "published_at", "pretty_definition")

    @admin.display(description="Aufbau")
    def pretty_definition(self, version: FormVersion) -> str:
        return format_html("<pre>{}</pre>", json.dumps(version.definition, indent=2, ensure_ascii=False))
