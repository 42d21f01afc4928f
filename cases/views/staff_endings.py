"""Signing a colleague's draft, ending a proceeding without a decision, taking a finished one up again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions, queries
from cases.forms_staff import DiscontinueForm, ReopenForm, SignForm
from cases.views.reading import asks_purpose, note_reading
from cases.views.staff_steps import proceeding_step, proceeding_url, require_offered


@login_required
@require_http_methods(["GET", "POST"])
@asks_purpose
def sign(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Read the draft, then sign it or send it back."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = SignForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        version, note = form.cleaned_data["version"], form.cleaned_data["note"]
        if request.POST.get("step") == "back":
            actions.send_back_proposal(page.id, actor=request.user, version=version, note=note)
            messages.success(request, _("Der Entwurf ist zurückgegeben."))
        else:
            actions.sign_proposal(page.id, actor=request.user, version=version)
            messages.success(request, _("Die Entscheidung ist getroffen. Der Bescheid wird erzeugt und zugestellt."))
        return redirect(proceeding_url(page))
    require_offered(request, "sign", page)
    note_reading(request, page.reader)
    step = proceeding_step(page, _("Mitzeichnen"), _("Mitzeichnen und entscheiden"))
    return render(request, "cases/staff/sign.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def discontinue(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """End it without a decision."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = DiscontinueForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        actions.discontinue_proceeding(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Das Verfahren ist eingestellt."))
        return redirect(proceeding_url(page))
    require_offered(request, "discontinue", page)
    step = proceeding_step(page, _("Verfahren einstellen"), _("Verfahren einstellen"))
    return render(request, "cases/staff/discontinue.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Take it up again; the decision holds until there is a new one."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = ReopenForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        actions.reopen_proceeding(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Das Verfahren ist wieder aufgenommen."))
        return redirect(proceeding_url(page))
    require_offered(request, "reopen", page)
    step = proceeding_step(page, _("Verfahren wieder aufnehmen"), _("Wieder aufnehmen"))
    return render(request, "cases/staff/reopen.html", {"page": page, "step": step, "form": form})
