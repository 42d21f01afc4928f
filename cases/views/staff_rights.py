"""Beteiligte und Zugriff: invitations, confidential cases, Befangenheit, and who has read a case."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import actions
from cases.forms_base import VersionForm
from cases.forms_rights import ExclusionForm, InviteForm, LiftForm
from cases.queries.rights_page import RightsPage, exclusion_choices, guest_choices, lift_page, rights_page
from cases.views.staff_steps import Step, not_possible


def page_of(request: HttpRequest, reference: str) -> RightsPage:
    """The EA's part of the case, or the proceeding that the address or the form names."""
    key = request.POST.get("verfahren") or request.GET.get("verfahren", "")
    if key and not key.isdecimal():
        raise Http404
    return rights_page(reference, int(key) if key else None, request.user)


def rights_url(page: RightsPage) -> str:
    url = reverse("cases:rights", args=[page.reference])
    return f"{url}?verfahren={page.proceeding_id}" if page.proceeding_id else url


def rights_step(page: RightsPage, heading: str, button: str) -> Step:
    return Step(
        heading, button, page.reference, f"{page.subject} · {page.applicant_name}", rights_url(page), page.office
    )


@login_required
@require_GET
def rights(request: HttpRequest, reference: str) -> HttpResponse:
    """Who sees it; for heads also who must not, and who has read it."""
    page = page_of(request, reference)
    return render(request, "cases/staff/rights.html", {"page": page, "url": rights_url(page)})


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """Find somebody, then invite them."""
    page = page_of(request, reference)
    text = request.GET.get("q", "").strip()[:100]
    choices = guest_choices(text, office_id=page.office_id, without=request.user.pk)
    form = InviteForm(request.POST or None, choices=choices, today=timezone.localdate())
    if form.is_valid():
        actions.invite(page.case_id, proceeding_id=page.proceeding_id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Einladung ist abgeschickt."))
        return redirect(rights_url(page))
    if not page.keeps:
        raise not_possible()
    context = {"page": page, "form": form, "text": text, "step": rights_step(page, _("Einladen"), _("Einladen"))}
    return render(request, "cases/staff/invite.html", context)


@login_required
@require_POST
def confidential(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the case to the colleagues, or open it again."""
    page = page_of(request, reference)
    form = VersionForm(request.POST)
    if form.is_valid():
        closes = request.POST.get("step") == "close"
        actions.set_confidential(
            page.case_id,
            proceeding_id=page.proceeding_id,
            actor=request.user,
            version=form.cleaned_data["version"],
            is_confidential=closes,
        )
        done = _("Der Fall ist jetzt vertraulich.") if closes else _("Der Fall ist nicht mehr vertraulich.")
        messages.success(request, done)
    return redirect(rights_url(page))


@login_required
@require_http_methods(["GET", "POST"])
def recuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Befangenheit: declared by the officer, or stated by the head for somebody of the office."""
    page = page_of(request, reference)
    choices = exclusion_choices(page, request.user)
    form = ExclusionForm(request.POST or None, choices=choices)
    if form.is_valid():
        actions.exclude(page.case_id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Der Fall ist für diese Person geschlossen."))
        is_own = form.cleaned_data["person_id"] == request.user.pk
        return redirect("cases:inbox" if is_own else rights_url(page))
    step = rights_step(page, _("Befangenheit anzeigen"), _("Verbindlich anzeigen"))
    return render(request, "cases/staff/recuse.html", {"page": page, "form": form, "step": step})


@login_required
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, exclusion_id: int) -> HttpResponse:
    """A head opens the case to the person again."""
    page = lift_page(exclusion_id, request.user)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        actions.lift_exclusion(exclusion_id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Der Ausschluss ist aufgehoben."))
        return redirect("cases:inbox")
    step = Step(_("Ausschluss aufheben"), _("Aufheben"), page.reference, page.person, reverse("cases:inbox"))
    return render(request, "cases/staff/lift.html", {"page": page, "form": form, "step": step})
