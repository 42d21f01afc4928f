"""The words of the search, the queries it is judged by, and what people look for in vain."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from content import actions
from content.actions.searches import settle_search
from content.admin.editorial import is_editor
from content.models import Concept, SearchCount, StoredQuery
from content.queries.searches import Effect, effects, vain_searches

PREVIEW = "_preview"


class ForEditors(admin.ModelAdmin):
    """Words count for the whole Land: all editors keep them together."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)


@admin.register(Concept)
class ConceptAdmin(ForEditors):
    """ "Wirkung ansehen" tries the words on all stored queries; nothing changes for the public until "Sichern"."""

    list_display = ("name", "topic", "words", "keys", "weight", "is_active")
    list_filter = ("topic", "is_active")
    search_fields = ("name", "words", "words_en", "words_pl", "words_uk")
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/content/concept_form.html"

    def get_form(self, request: HttpRequest, obj: Concept | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        if PREVIEW not in request.POST:
            return form

        class Preview(form):
            """Shown again with all that was typed, and not saved."""

            def is_valid(self) -> bool:
                super().is_valid()
                return False

        return Preview

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        extra = extra_context or {}
        if request.method == "POST" and PREVIEW in request.POST:
            extra["effects"] = self.effects(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra)

    def effects(self, request: HttpRequest, object_id: str | None) -> list[Effect] | None:
        """What the words on the form would do; None: the form is not complete yet."""
        old = self.get_object(request, unquote(object_id)) if object_id else None
        if not is_editor(request) or (object_id and old is None):
            raise Http404
        name = old.name if old else ""
        form = super().get_form(request, old, change=bool(old))(request.POST, instance=old or Concept())
        return effects(form.save(commit=False), instead_of=name) if form.is_valid() else None

    def save_model(self, request: HttpRequest, obj: Concept, form: forms.ModelForm, change: bool) -> None:
        actions.save_concept(obj, actor=request.user)

    def delete_model(self, request: HttpRequest, obj: Concept) -> None:
        actions.delete_concept(obj.pk, actor=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Concept]) -> None:
        for concept in queryset:
            actions.delete_concept(concept.pk, actor=request.user)


@admin.register(StoredQuery)
class StoredQueryAdmin(ForEditors):
    list_display = ("text", "service")
    list_select_related = autocomplete_fields = ("service",)
    search_fields = ("text", "service__title")
    list_per_page = 100
    show_full_result_count = False


@admin.register(SearchCount)
class SearchCountAdmin(ForEditors):
    """One page: what was looked for in vain, most frequent first."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not is_editor(request):
            raise Http404
        if request.method == "POST":
            text = request.POST.get("text", "")[:80]
            settle_search(text, actor=request.user)
            self.message_user(request, _("„%s“ ist erledigt.") % text, messages.SUCCESS)
            return redirect("admin:content_searchcount_changelist")
        context = self.admin_site.each_context(request) | {
            "title": _("Suchen ohne Treffer oder Klick"),
            "rows": vain_searches(),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/content/searches.html", context)
