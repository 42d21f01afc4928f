"""What the guest of a case does: accept or decline, give a statement; and taking an invitation back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import actions, queries
from cases.forms_base import VersionForm
from cases.forms_rights import ConsultForm, StatementForm
from cases.queries.rights_page import guest_choices, invitation_page
from cases.views.staff_steps import Step, not_possible, proceeding_step, proceeding_url, require_offered


@login_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """What the invitation is about, and the answer to it."""
    page = invitation_page(invitation_id, request.user)
    if request.method == "POST":
        accepts = request.POST.get("step") == "accept"
        actions.reply_to_invitation(invitation_id, actor=request.user, accepts=accepts)
        messages.success(request, _("Sie haben angenommen.") if accepts else _("Sie haben abgelehnt."))
        return redirect("cases:invitation", invitation_id)
    return render(request, "cases/staff/invitation.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Give the statement that was asked for."""
    page = invitation_page(invitation_id, request.user)
    form = StatementForm(request.POST or None)
    if form.is_valid():
        actions.give_statement(invitation_id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Ihre Stellungnahme ist abgegeben."))
        return redirect("cases:invitation", invitation_id)
    if not page.can_state:
        raise not_possible()
    back = reverse("cases:invitation", args=[invitation_id])
    step = Step(_("Stellungnahme abgeben"), _("Stellungnahme abgeben"), page.reference, page.subject, back)
    return render(request, "cases/staff/statement.html", {"page": page, "form": form, "step": step})


@login_required
@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Close the case to the guest."""
    row = actions.revoke_invitation(invitation_id, actor=request.user)
    messages.success(request, _("Die Einladung ist widerrufen."))
    url = reverse("cases:rights", args=[row.case.reference])
    return redirect(f"{url}?verfahren={row.proceeding_id}" if row.proceeding_id else url)


@login_required
@require_http_methods(["GET", "POST"])
def consult(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Ask another body for a statement."""
    page = queries.proceeding_page(proceeding_id, request.user)
    text = request.GET.get("q", "").strip()[:100]
    choices = guest_choices(text, office_id=page.organisation_id, without=request.user.pk)
    today = timezone.localdate()
    form = ConsultForm(request.POST or None, choices=choices, today=today, initial={"version": page.version})
    if form.is_valid():
        actions.consult(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Stellungnahme ist erbeten."))
        return redirect(proceeding_url(page))
    require_offered(request, "consult", page)
    step = proceeding_step(page, _("Stellungnahme einholen"), _("Um Stellungnahme bitten"))
    return render(request, "cases/staff/consult.html", {"page": page, "form": form, "text": text, "step": step})


@login_required
@require_http_methods(["GET", "POST"])
def go_on(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Go on although nobody has answered."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = VersionForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        actions.go_on_without_statement(page.id, actor=request.user, version=form.cleaned_data["version"])
        messages.success(request, _("Das Verfahren läuft weiter."))
        return redirect(proceeding_url(page))
    require_offered(request, "go_on", page)
    step = proceeding_step(page, _("Ohne Stellungnahme weitermachen"), _("Weitermachen"))
    return render(request, "cases/staff/go_on.html", {"page": page, "step": step, "form": form})
