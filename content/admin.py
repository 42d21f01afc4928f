"""Texts for editors."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from content import actions
from content.models import LifeSituation, Service

admin.site.site_header = "Redaktion"
admin.site.site_title = "Redaktion"
admin.site.index_title = "Dienstleistungsportal Mecklenburg-Vorpommern"


@admin.register(Service)
class ServiceAdmin(TranslationAdmin):
    list_display = ("title", "name", "leika_key", "group", "via_ea", "is_online", "is_published", "checked_on")
    list_select_related = autocomplete_fields = ("group",)
    list_filter = ("is_published", "is_online", "via_ea", "life_situations", "group")
    search_fields = ("title", "name", "leika_key", "synonyms")
    filter_horizontal = ("life_situations",)
    readonly_fields = ("is_online",)
    prepopulated_fields = {"slug": ("title",)}

    def save_model(self, request: HttpRequest, obj: Service, form: forms.ModelForm, change: bool) -> None:
        actions.save_service(obj, actor=request.user, changed=form.changed_data)


@admin.register(LifeSituation)
class LifeSituationAdmin(TranslationAdmin):
    list_display = ("name", "slug", "pictogram", "position")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
