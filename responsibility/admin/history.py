"""Pages that show what a row was before, and bring it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from responsibility import actions
from responsibility.admin.own_rows import OwnRowsAdmin
from responsibility.queries import history

PAGES = "admin/responsibility"


class HistoryAdmin(OwnRowsAdmin):
    """Replaces Django's log of clicks by the versions of the row."""

    change_list_template = f"{PAGES}/list.html"

    def get_urls(self) -> list[URLPattern]:
        model, wrap = self.opts.model_name, self.admin_site.admin_view
        own = [
            path("geloescht/", wrap(require_GET(self.deleted_view)), name=f"responsibility_{model}_deleted"),
            path("fassung/<int:version_id>/", wrap(self.version_view), name=f"responsibility_{model}_version"),
        ]
        return own + super().get_urls()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """All versions of one row."""
        row = self.get_object(request, object_id)
        context = self.frame(request, _("Verlauf: %(row)s") % {"row": row}) | {
            "object": row,
            "versions": history.history(self.model, row.pk),
        }
        return TemplateResponse(request, f"{PAGES}/history.html", context)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """Rows that are gone."""
        self.stop_strangers(request)
        context = self.frame(request, _("%(rows)s: gelöscht") % {"rows": self.opts.verbose_name_plural})
        return TemplateResponse(
            request, f"{PAGES}/deleted.html", context | {"rows": history.deleted(self.model, request.user)}
        )

    def version_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        """Ask before going back to a version (GET), and do it (POST)."""
        self.stop_strangers(request)
        chosen = history.version(self.model, version_id, request.user)
        if chosen is None:
            raise Http404
        if request.method == "POST":
            row = actions.revert(self.model, version_id, actor=request.user)
            messages.success(request, _("„%(row)s“ ist wieder so wie in der gewählten Fassung.") % {"row": row})
            return redirect(reverse(f"admin:responsibility_{self.opts.model_name}_change", args=[row.pk]))
        exists, changes = history.would_change(self.model, chosen)
        context = self.frame(request, _("Frühere Fassung wiederherstellen")) | {
            "chosen": chosen,
            "who": history.who(chosen),
            "exists": exists,
            "changes": changes,
        }
        return TemplateResponse(request, f"{PAGES}/version.html", context)

    def stop_strangers(self, request: HttpRequest) -> None:
        """Whoever keeps nothing of the directory finds nothing here."""
        if not self.has_module_permission(request):
            raise Http404

    def frame(self, request: HttpRequest, title: str) -> dict:
        """What every page of the administration needs."""
        return self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "deleted_url": f"admin:responsibility_{self.opts.model_name}_deleted",
            "version_url": f"admin:responsibility_{self.opts.model_name}_version",
        }

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        more = {"deleted_url": f"admin:responsibility_{self.opts.model_name}_deleted"}
        return super().changelist_view(request, (extra_context or {}) | more)

    def log_addition(self, request: HttpRequest, obj: object, message: object) -> None:
        """Nothing: the version tells it."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: object) -> None:
        """Nothing: the version tells it."""
