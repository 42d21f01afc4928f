"""The room of the guides: questions, results, what the checker says, the whole way at a glance, and a test run."""

from functools import partial

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from modeltranslation.admin import TranslationStackedInline

from content import queries
from content.actions import editorial as acting
from content.actions import snapshots as writing
from content.admin import editorial_preview
from content.admin.editorial import EditorialAdmin
from content.admin.editorial_pages import own_text
from content.models import Guide, GuideQuestion, GuideResult, Status
from content.queries import editorial

CLEAN = _("Nichts gefunden: Jede Frage und jedes Ergebnis ist erreichbar.")


class QuestionInline(TranslationStackedInline):
    model = GuideQuestion
    extra = 0
    # Folded: the overview above says what there is
    classes = ("collapse",)
    fields = ("position", "key", "kind", "text", "short", "hint", "options", "condition")


class ResultInline(TranslationStackedInline):
    model = GuideResult
    extra = 0
    classes = ("collapse",)
    fields = ("position", "service", "need", "reason", "condition", "after", "replaces")
    autocomplete_fields = ("service", "after", "replaces")


@admin.register(Guide)
class GuideAdmin(EditorialAdmin):
    list_display = ("name", "slug", "position")
    search_fields = ("name", "slug", "teaser")
    filter_horizontal = ("life_situations",)
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("findings", "overview")
    inlines = (QuestionInline, ResultInline)
    fieldsets = (
        (_("Prüfung"), {"fields": ("findings", "overview")}),
        (
            _("Lotse"),
            {"fields": ("slug", "name", "teaser", "result_title", "pictogram", "life_situations", "position")},
        ),
        (_("Einheitlicher Ansprechpartner"), {"fields": ("craft_condition",)}),
    )

    @admin.display(description=_("Was noch nicht stimmt"))
    def findings(self, guide: Guide) -> str | SafeString:
        """Mistakes that keep it from being published, and advice."""
        if guide.pk is None:
            return gettext("Nach dem ersten Speichern")
        found = queries.guide_findings(guide)
        if not found:
            return CLEAN
        rows = (((gettext("Fehler") if row.is_error else gettext("Hinweis")), row.where, row.what) for row in found)
        return format_html("<ul>{}</ul>", format_html_join("", "<li><strong>{}</strong> {}: {}</li>", rows))

    @admin.display(description=_("Der Weg"))
    def overview(self, guide: Guide) -> str | SafeString:
        """The questions in a row with their answers, and the results under their conditions."""
        if guide.pk is None:
            return gettext("Nach dem ersten Speichern")
        questions, results = queries.guide_overview(guide)
        return format_html(
            '<p><a href="{}">{}</a></p><p><strong>{}</strong></p><ol>{}</ol><p><strong>{}</strong></p><ol>{}</ol>',
            self.address("trial", guide.pk),
            gettext("Probelauf"),
            gettext("Fragen"),
            format_html_join("", "<li>{}<br><small>{}</small></li>", questions),
            gettext("Ergebnisse"),
            format_html_join("", "<li>{}<br><small>{}</small></li>", results),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_GET(partial(trial, self)))
        return [path("<int:pk>/probelauf/", view, name="content_guide_trial"), *super().get_urls()]


def trial(room: GuideAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Walk through the open version as a visitor will; nothing of it becomes public."""
    guide = own_text(room, request, pk)
    version = editorial.open_version(guide)
    language = "en" if request.GET.get("sprache") == "en" else "de"
    with transaction.atomic(), translation.override(language):
        if version is not None:
            writing.apply(guide, version.data)
        acting.set_status(guide, Status.PUBLISHED)
        request.preview = editorial_preview.Preview(guide, version, room.address("change", pk), language, "", False)
        request.guide_base = request.path
        address = f"{room.public_path(guide)}?{request.META['QUERY_STRING']}"
        response = editorial_preview.shown(request, address, language, None)
        transaction.set_rollback(True)
    response["Cache-Control"] = "no-store"
    return response
