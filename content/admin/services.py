"""Texts for editors."""

from django.contrib import admin
from django.db.models import Field, QuerySet, URLField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationTabularInline

from content import queries
from content.admin.editorial import EditorialAdmin
from content.models import Cost, Deadline, FormLink, LifeSituation, Service
from content.rules.completeness import Report, Rule

admin.site.site_header = _("Redaktion")
admin.site.site_title = _("Redaktion")
admin.site.index_title = "Dienstleistungsportal Mecklenburg-Vorpommern"

# Django's own pictures, and what they say
LIGHTS = {
    "green": ("icon-yes", _("vollständig")),
    "yellow": ("icon-alert", _("fast")),
    "red": ("icon-no", _("unvollständig")),
}

LANGUAGES = {"de": _("Deutsch"), "en": _("Englisch")}

# A link typed without its scheme is a secure one
SECURE_LINKS: dict[type[Field], dict[str, str]] = {URLField: {"assume_scheme": "https"}}


class CostInline(TranslationTabularInline):
    model = Cost
    extra = 0


class DeadlineInline(TranslationTabularInline):
    model = Deadline
    extra = 0


class FormLinkInline(TranslationTabularInline):
    model = FormLink
    extra = 0
    formfield_overrides = SECURE_LINKS


@admin.register(Service)
class ServiceAdmin(EditorialAdmin):
    list_display = ("title_and_key", "completeness", "online", "checked_on")
    list_select_related = ("group",)
    autocomplete_fields = ("group", "areas", "related")
    list_filter = ("is_online", "via_ea", "audience", "life_situations", "group")
    search_fields = ("title", "name", "leika_key", "synonyms")
    ticked = ("life_situations",)
    readonly_fields = ("is_online", "updated_on", "what_is_missing")
    prepopulated_fields = {"slug": ("title",)}
    formfield_overrides = SECURE_LINKS
    inlines = (CostInline, DeadlineInline, FormLinkInline)
    fieldsets = (
        (_("Name"), {"fields": ("what_is_missing", "slug", "leika_key", "name", "title", "teaser", "synonyms")}),
        (_("Texte"), {"fields": ("summary", "description", "documents", "document_format", "requirements", "steps")}),
        (_("Kosten und Zeit"), {"fields": ("fee_note", "payment", "duration_min", "duration_max")}),
        (None, {"fields": ("duration_unit", "duration_note", "deadline")}),
        (_("Antrag"), {"fields": ("identification", "written_form", "in_person", "online_name", "online_url")}),
        (_("Recht"), {"fields": ("legal_basis", "silence", "remedies", "languages")}),
        (_("Weiteres"), {"fields": ("notes", "contact_point", "related", "life_situations")}),
        (
            _("Einordnung"),
            {"fields": ("audience", "trust_level", "sdg_area", "sdg_procedure", "group", "areas", "via_ea")},
        ),
        (_("Stand"), {"fields": ("is_online", "author", "updated_on", "checked_on", "checked_by")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Service]:
        return queries.with_completeness(super().get_queryset(request))

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Without the column for English, which stands beside its traffic light."""
        return tuple(column for column in super().get_list_display(request) if column != "english")

    @admin.display(description=_("Leistung"), ordering="title")
    def title_and_key(self, service: Service) -> str:
        if not service.leika_key:
            return service.title
        return format_html('{} <small class="rd-key">{}</small>', service.title, service.leika_key)

    @admin.display(description=_("Vollständig"))
    def completeness(self, service: Service) -> str:
        """The traffic light of each language, with what is missing, and whether the English text is up to date."""
        if service.pk is None:
            return "–"
        reports = [(language, queries.report(service, language)) for language in ("de", "en")]
        lights = format_html_join(" ", "{}", ((light(language, found),) for language, found in reports))
        return format_html('{} <small class="rd-key">en: {}</small>', lights, self.english(service))

    @admin.display(description=_("Online"), boolean=True, ordering="is_online")
    def online(self, service: Service) -> bool:
        return service.is_online

    @admin.display(description=_("Vollständig nach SDG"))
    def what_is_missing(self, service: Service) -> str:
        """Each language with what is missing, why it matters and where to write it."""
        if service.pk is None:
            return gettext("Das steht hier, sobald der Text gespeichert ist.")
        reports = [(language, queries.report(service, language)) for language in ("de", "en")]
        rows = [
            {
                "language": LANGUAGES[language],
                "light": found.light,
                "word": LIGHTS[found.light][1],
                "missing": [(rule, anchor(rule, language)) for rule in found.missing],
            }
            for language, found in reports
        ]
        return render_to_string("admin/content/_completeness.html", {"rows": rows})


def anchor(rule: Rule, language: str) -> str:
    """The id of the field in which an editor writes what is missing."""
    if not rule.field:
        return ""
    return f"id_{rule.field}" if rule.field == "group" else f"id_{rule.field}_{language}"


def light(language: str, found: Report) -> str:
    icon, word = LIGHTS[found.light]
    missing = ", ".join(str(rule.label) for rule in found.missing)
    title = f"{word}: {missing}" if missing else word
    picture = static(f"admin/img/{icon}.svg")
    return format_html('<span title="{}">{} <img src="{}" alt="{}"></span>', title, language, picture, title)


@admin.register(LifeSituation)
class LifeSituationAdmin(EditorialAdmin):
    only_land_adds = True
    list_display = ("name", "slug", "parent", "pictogram", "position")
    list_select_related = autocomplete_fields = ("parent",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
