"""Columns and filters that the lists of all texts have. They read what queries.with_versions() adds."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import Editorial, Status, VersionStatus
from content.rules.translations import STATES

UNKNOWN = _("unbekannt")


@admin.display(description=_("Stand"), ordering="status")
def stage(admin_: object, text: Editorial) -> str:
    """What the public sees, and what somebody works on."""
    public = text.get_status_display()
    if not text.open_status or (text.open_status == text.status):
        return public
    opened = VersionStatus(text.open_status).label
    if text.status in (Status.DRAFT, Status.IN_REVIEW):
        return opened
    return format_html('{} <span class="rd-tag">{}</span>', public, gettext("Änderung: %(state)s") % {"state": opened})


@admin.display(description=_("Englisch"))
def english(admin_: object, text: Editorial) -> str:
    state = (text.translations or {}).get("en", {}).get("state")
    return STATES.get(state, UNKNOWN)


@admin.display(description=_("Redaktion"), ordering="owner__name")
def owner_name(admin_: object, text: Editorial) -> str:
    return str(text.owner or gettext("Land"))


class StatusFilter(admin.SimpleListFilter):
    title, parameter_name = _("Stand"), "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Status.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() in Status.values else queryset


class OpenFilter(admin.SimpleListFilter):
    title, parameter_name = _("In Arbeit"), "arbeit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draft", gettext("Entwurf")),
            ("in_review", gettext("in Prüfung")),
            ("approved", gettext("freigegeben")),
            ("rejected", gettext("zurück")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(open_status=self.value()) if self.value() else queryset


class EnglishFilter(admin.SimpleListFilter):
    title, parameter_name = _("Englisch"), "englisch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in STATES:
            return queryset
        return queryset.annotate(english_state=F("translations__en__state")).filter(english_state=self.value())


FILTERS = (StatusFilter, OpenFilter, EnglishFilter)
