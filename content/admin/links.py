"""Links in published texts, worst first."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.actions import links as actions
from content.admin.editorial import is_editor
from content.models import VERDICTS, WRONG, LinkPlace, WebLink
from content.queries import links as queries

WRONG_FILTER = "falsch"
SHOWN_PLACES = 5


class VerdictFilter(admin.SimpleListFilter):
    """Without a choice: what somebody has to repair."""

    title = _("Ergebnis")
    parameter_name = "ergebnis"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("alle", gettext("alle geprüften")), *((key, word) for key, word in VERDICTS.items() if key != "ok")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [first | {"display": gettext("zu reparieren")}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset.filter(verdict__in=WRONG)
        return queryset.exclude(verdict="") if self.value() == "alle" else queryset.filter(verdict=self.value())


@admin.register(WebLink)
class WebLinkAdmin(admin.ModelAdmin):
    list_display = ("finding", "address", "where", "views", "since")
    list_display_links = None
    list_filter = (VerdictFilter,)
    search_fields = ("url",)
    actions = ("check_soon",)
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_editor(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_editor(request)

    has_add_permission = lambda self, request: False  # noqa: E731
    has_change_permission = has_delete_permission = lambda self, request, obj=None: False

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return queries.WORST_FIRST

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebLink]:
        own = queries.own_places(request.user).prefetch_related("text").order_by("pk")
        return queries.own_links(request.user).prefetch_related(Prefetch("places", own, to_attr="own_places"))

    @admin.display(description=_("Ergebnis"), ordering="severity")
    def finding(self, link: WebLink) -> str:
        kind = "rd-conflict" if link.verdict in ("broken", "soft_404", "timeout", "not_allowed") else "rd-gap"
        kind = "rd-ok" if link.verdict == "ok" else kind
        status = f" ({link.status})" if link.status else ""
        return format_html(
            '<span class="{}">{}</span><br><span class="rd-small">{}{}</span>',
            kind,
            VERDICTS.get(link.verdict, ""),
            link.detail,
            status,
        )

    @admin.display(description=_("Link"), ordering="url")
    def address(self, link: WebLink) -> str:
        said = format_html('<a href="{}" rel="noopener noreferrer" class="rd-url">{}</a>', link.url, link.url)
        if link.verdict == "moved" and link.target:
            return format_html('{}<br><span class="rd-small">{} {}</span>', said, gettext("neu:"), link.target)
        return said

    @admin.display(description=_("Steht in"), ordering="pages")
    def where(self, link: WebLink) -> str:
        shown = format_html_join("", "<li>{}</li>", ((place_link(place),) for place in link.own_places[:SHOWN_PLACES]))
        more = len(link.own_places) - SHOWN_PLACES
        rest = format_html("<li>{}</li>", gettext("und %(count)d weitere") % {"count": more}) if more > 0 else ""
        return format_html('<ul class="rd-places">{}{}</ul>', shown, rest)

    @admin.display(description=_("Seit"), ordering="wrong_since")
    def since(self, link: WebLink) -> Any:
        return link.wrong_since and link.wrong_since.date()

    @admin.action(description=_("Bald noch einmal prüfen"), permissions=["view"])
    def check_soon(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = actions.check_soon(list(queryset.values_list("pk", flat=True)), actor=request.user)
        messages.success(request, gettext("%(count)d Links sind als Nächstes dran.") % {"count": count})


def place_link(place: LinkPlace) -> str:
    """A link to the page on which the text is edited."""
    if place.text is None:
        return ""
    opts = place.text._meta
    return format_html(
        '<a href="{}">{}</a> <span class="rd-small">{}</span>',
        reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[place.object_id]),
        place.text,
        field_name(place),
    )


def field_name(place: LinkPlace) -> str:
    """What editors call the field."""
    known = {field.name: field for field in place.text._meta.get_fields()}
    return str(getattr(known.get(place.field), "verbose_name", place.field))
