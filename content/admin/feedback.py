"""What readers say, and the figures."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from content import actions
from content.admin.editorial import is_editor
from content.models import Feedback
from content.queries import feedback as queries
from content.queries.statistics import statistics

State = Feedback.State


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin):
    """Only read, and settled. Everybody sees what is said about their own texts."""

    list_display = ("day", "page", "found", "rating", "text", "state")
    list_display_links = None
    list_filter = ("state", "found", "rating", "language")
    search_fields = ("text", "path")
    actions = ("take_on", "settle", "leave")
    list_per_page = 50
    show_full_result_count = False
    change_list_template = "admin/content/feedback_list.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        return queries.own_feedback(request.user)

    def get_urls(self) -> list[URLPattern]:
        page = path("auswertung/", self.admin_site.admin_view(self.figures), name="content_statistics")
        return [page, *super().get_urls()]

    def figures(self, request: HttpRequest) -> HttpResponse:
        """The last 30 days."""
        if not is_editor(request):
            raise Http404
        page = statistics(request.user, last=timezone.localdate())
        context = self.admin_site.each_context(request) | {"title": _("Auswertung"), "page": page, "opts": self.opts}
        return TemplateResponse(request, "admin/content/statistics.html", context)

    @admin.display(description=_("Seite"))
    def page(self, row: Feedback) -> str:
        return format_html('<a href="{}">{}</a>', row.path, row.path)

    def set_state(self, request: HttpRequest, rows: QuerySet[Feedback], state: str) -> None:
        ids = list(rows.values_list("pk", flat=True))
        for pk in ids:
            actions.settle_feedback(pk, actor=request.user, state=state)
        text = ngettext("%d Rückmeldung: %s", "%d Rückmeldungen: %s", len(ids)) % (len(ids), State(state).label)
        self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=_("In Arbeit nehmen"))
    def take_on(self, request: HttpRequest, rows: QuerySet[Feedback]) -> Any:
        self.set_state(request, rows, State.IN_WORK)

    @admin.action(description=_("Als erledigt kennzeichnen"))
    def settle(self, request: HttpRequest, rows: QuerySet[Feedback]) -> Any:
        self.set_state(request, rows, State.DONE)

    @admin.action(description=_("Nichts zu tun"))
    def leave(self, request: HttpRequest, rows: QuerySet[Feedback]) -> Any:
        self.set_state(request, rows, State.NO_ACTION)
