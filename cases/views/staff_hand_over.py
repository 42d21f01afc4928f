"""Handing work over: to a colleague, or to another Einheitlicher Ansprechpartner."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions, queries
from cases.forms_staff import HandOverForm, PassForm
from cases.queries.people import colleagues, other_eas
from cases.views.staff_steps import case_step, case_url, proceeding_step, proceeding_url, require_offered

TEMPLATE = "cases/staff/hand_over.html"


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Give the proceeding to a colleague."""
    page = queries.proceeding_page(proceeding_id, request.user)
    choices = colleagues(page.organisation_id, without=page.officer_id)
    form = HandOverForm(request.POST or None, choices=choices, initial={"version": page.version})
    if form.is_valid():
        actions.hand_over_proceeding(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Das Verfahren ist übergeben."))
        return redirect(proceeding_url(page))
    require_offered(request, "hand_over", page)
    step = proceeding_step(page, _("Bearbeitung übergeben"), _("Übergeben"))
    return render(request, TEMPLATE, {"page": page, "step": step, "form": form, "choices": choices})


@login_required
@require_http_methods(["GET", "POST"])
def ea_hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the case to a colleague at the EA."""
    page = queries.ea_case_page(reference, request.user)
    choices = colleagues(page.ea.id, without=page.ea_officer_id)
    form = HandOverForm(request.POST or None, choices=choices, initial={"version": page.version})
    if form.is_valid():
        actions.hand_over_case(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Der Fall ist übergeben."))
        return redirect(case_url(page))
    require_offered(request, "hand_over", page)
    step = case_step(page, _("Bearbeitung übergeben"), _("Übergeben"))
    return render(request, TEMPLATE, {"page": page, "step": step, "form": form, "choices": choices})


@login_required
@require_http_methods(["GET", "POST"])
def ea_pass(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the case to another EA."""
    page = queries.ea_case_page(reference, request.user)
    choices = list(other_eas(page.ea.id).values_list("pk", "name"))
    form = PassForm(request.POST or None, choices=choices, initial={"version": page.version})
    if form.is_valid():
        actions.pass_case(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Der Fall ist an den anderen Einheitlichen Ansprechpartner gegeben."))
        return redirect("cases:inbox")
    require_offered(request, "pass_to_ea", page)
    step = case_step(page, _("An anderen Einheitlichen Ansprechpartner geben"), _("Fall weitergeben"))
    return render(request, "cases/staff/pass.html", {"page": page, "step": step, "form": form, "choices": choices})
