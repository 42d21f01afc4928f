"""Tables out of the portal and into it."""

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from responsibility.actions import bulk as actions
from responsibility.admin.own_rows import is_editor
from responsibility.models import TableUpload
from responsibility.queries.sheets import SHEETS, Sheet, exported
from responsibility.rules.tables import TableError

MOST_MEGABYTES = 30
TOO_BIG = _("Die Datei ist größer als %(most)s MB. Teilen Sie sie in mehrere Dateien.")
# More lines of one kind are counted, not shown
SHOWN = 200
GROUPS = (("error", _("Fehler")), ("changed", _("Geändert")), ("new", _("Neu")))


class UploadForm(forms.Form):
    table = forms.FileField(
        label=_("Datei"), help_text=_("CSV in UTF-8, mit Semikolon oder Komma, so wie das Portal sie ausgibt")
    )

    def clean_table(self) -> UploadedFile:
        file = self.cleaned_data["table"]
        if file.size > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(TOO_BIG % {"most": MOST_MEGABYTES})
        return file


def sheet_for(request: HttpRequest, kind: str) -> Sheet:
    """The table of that name; 404 for whoever keeps nothing of the directory."""
    if not is_editor(request) or kind not in SHEETS:
        raise Http404
    return SHEETS[kind]


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """All own rows as a file for a spreadsheet."""
    content = exported(sheet_for(request, kind), request.user)
    name = f"{kind}-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a file and lead to its preview."""
    sheet_for(request, kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["table"]
        try:
            kept = actions.keep_upload(kind, name=file.name, content=file.read(), actor=request.user)
        except TableError as error:
            form.add_error("table", str(error))
        else:
            return redirect("admin:responsibility_preview", kept.pk)
    context = admin.site.each_context(request) | {
        "title": gettext("%(what)s einspielen") % {"what": TableUpload.Kind(kind).label},
        "form": form,
        "kind": kind,
    }
    return TemplateResponse(request, "admin/responsibility/upload.html", context)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Show what the file would do (GET), and do it (POST)."""
    if not is_editor(request):
        raise Http404
    kept = get_object_or_404(TableUpload, pk=upload_id, actor=request.user)
    if request.method == "POST":
        done = actions.apply(kept.pk, actor=request.user, fingerprint=request.POST.get("fingerprint", ""))
        messages.success(
            request,
            gettext("Übernommen: %(new)s neu, %(changed)s geändert.")
            % {"new": done.created_rows, "changed": done.changed_rows},
        )
        return redirect(f"admin:responsibility_{SHEETS[done.kind].model._meta.model_name}_changelist")
    is_open = kept.status == TableUpload.Status.PREVIEW
    plan = actions.plan(kept, actor=request.user) if is_open else actions.Plan(problem=actions.ALREADY)
    groups = [(label, plan.with_status(status)) for status, label in GROUPS]
    context = admin.site.each_context(request) | {
        "title": gettext("Vorschau: %(name)s") % {"name": kept.name},
        "upload": kept,
        "plan": plan,
        "groups": [(label, lines[:SHOWN], len(lines)) for label, lines in groups if lines],
        "may_apply": is_open and not plan.problem and not plan.counts["error"] and any(len(g[1]) for g in groups),
    }
    return TemplateResponse(request, "admin/responsibility/preview.html", context)
