"""What differs in one area: regional supplements to the texts of others."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from content import queries
from content.admin.editorial import EditorialAdmin
from content.models import ServiceSupplement
from content.queries import editorial
from portal.place import Place
from responsibility.models import Area

TEXTS = ("description", "documents", "requirements", "steps", "fee", "deadline", "notes", "contact_point")
MOST = 60


@admin.register(ServiceSupplement)
class SupplementAdmin(EditorialAdmin):
    """What differs in one area: added by its own editors to a text that others keep."""

    change_list_template = "admin/content/supplement_list.html"
    list_display = ("service", "area")
    list_select_related = ("service", "area")
    autocomplete_fields = ("service",)
    search_fields = ("service__name", "service__title", "area__short_name")

    fields = ("service", "area", *TEXTS)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_GET(self.state_texts))
        return [path("texte/", view, name="content_servicesupplement_texts"), *super().get_urls()]

    def state_texts(self, request: HttpRequest) -> HttpResponse:
        """Texts of others that are public: to read, and to add what differs in an own area."""
        if not self.has_module_permission(request):
            raise Http404
        typed = request.GET.get("q", "").strip()[:100]
        found = queries.published().select_related("owner").order_by("title", "pk")
        for word in typed.split():
            found = found.filter(Q(title__icontains=word) | Q(name__icontains=word) | Q(synonyms__icontains=word))
        context = self.admin_site.each_context(request) | {
            "title": _("Text des Landes ergänzen"),
            "opts": self.opts,
            "q": typed,
            "services": found[:MOST],
            "most": MOST,
        }
        return TemplateResponse(request, "admin/content/state_texts.html", context)

    def get_readonly_fields(self, request: HttpRequest, obj: ServiceSupplement | None = None) -> tuple[str, ...]:
        """What it is about stays."""
        return (*super().get_readonly_fields(request, obj), *(("service", "area") if obj else ()))

    def formfield_for_foreignkey(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field:
        if db_field.name == "area":
            kwargs["queryset"] = editorial.own_areas(request.user).order_by("short_name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def public_path(self, obj: ServiceSupplement) -> str:
        return obj.service.get_absolute_url()

    def preview_place(self, obj: ServiceSupplement) -> Place | None:
        """The area itself where people live in it, else the first municipality below it."""
        below = Area.objects.filter(path__contains=[obj.area.ars], kind=Area.Kind.GEMEINDE).order_by("short_name", "pk")
        village = below.first() or obj.area
        return Place(village.ars, village.short_name)
