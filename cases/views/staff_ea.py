"""The case as the Einheitlicher Ansprechpartner works on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import actions, queries
from cases.forms_base import VersionForm
from cases.forms_staff import CompletionForm, RerouteForm, StaffMessageForm
from cases.models import Case
from cases.queries.reroute import authority_choices, reroute_page
from cases.queries.rows import EaCasePage
from cases.views.reading import asks_purpose, note_reading
from cases.views.staff_steps import Step, case_step, case_url, not_possible, require_offered


@login_required
@require_GET
@asks_purpose
def ea_case(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole case with the steps that are possible now."""
    return ea_case_response(request, queries.ea_case_page(reference, request.user))


def ea_case_response(
    request: HttpRequest, page: EaCasePage, message_form: StaffMessageForm | None = None
) -> HttpResponse:
    """The page of a case, also with a message that has an error. Showing it is reading it."""
    note_reading(request, page.reader)
    to_reroute = [row for row in page.proceedings if row.allowed]
    context = {"page": page, "form": message_form or StaffMessageForm(), "to_reroute": to_reroute}
    return render(request, "cases/staff/ea_case.html", context)


@login_required
@require_POST
def ea_claim(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the case."""
    page = queries.ea_case_page(reference, request.user)
    form = VersionForm(request.POST)
    if form.is_valid():
        actions.claim_case(page.id, actor=request.user, version=form.cleaned_data["version"])
        messages.success(request, _("Sie bearbeiten jetzt diesen Fall."))
    return redirect(case_url(page))


@login_required
@require_http_methods(["GET", "POST"])
def ea_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a missing document."""
    page = queries.ea_case_page(reference, request.user)
    form = CompletionForm(request.POST or None, today=timezone.localdate(), initial={"version": page.version})
    if form.is_valid():
        actions.request_case_completion(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Nachforderung ist abgeschickt."))
        return redirect(case_url(page))
    require_offered(request, "request_completion", page)
    step = case_step(page, _("Unterlage nachfordern"), _("Nachforderung abschicken"))
    return render(request, "cases/staff/request.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def ea_forward(request: HttpRequest, reference: str) -> HttpResponse:
    """Find the documents complete and hand each proceeding to its authority."""
    page = queries.ea_case_page(reference, request.user)
    form = VersionForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        actions.forward_case(page.id, actor=request.user, version=form.cleaned_data["version"])
        number = len(page.proceedings)
        messages.success(
            request,
            ngettext(
                "Der Fall ist weitergeleitet: %(number)d Verfahren ist unterwegs.",
                "Der Fall ist weitergeleitet: %(number)d Verfahren sind unterwegs.",
                number,
            )
            % {"number": number},
        )
        return redirect(case_url(page))
    require_offered(request, "forward", page)
    is_incomplete = page.status == Case.Status.INCOMPLETE
    button = _("Trotzdem weiterleiten") if is_incomplete else _("Vollständig, jetzt weiterleiten")
    context = {"page": page, "step": case_step(page, _("Weiterleiten"), button), "form": form}
    return render(request, "cases/staff/forward.html", context | {"is_incomplete": is_incomplete})


@login_required
@require_http_methods(["GET", "POST"])
def ea_reroute(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Give a returned proceeding to another authority, found by its name or place."""
    page = reroute_page(proceeding_id, request.user)
    text = request.GET.get("q", page.place).strip()[:100]
    choices = authority_choices(text, without=page.organisation_id)
    form = RerouteForm(request.POST or None, choices=choices, initial={"version": page.version})
    back = (
        reverse("cases:ea_case", args=[page.reference]) if page.has_ea else reverse("cases:proceeding", args=[page.id])
    )
    if form.is_valid():
        actions.reroute_proceeding(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Das Verfahren ist neu zugeordnet und unterwegs."))
        return redirect(back if page.has_ea else "cases:inbox")
    if not page.is_possible:
        raise not_possible()
    subject = f"{page.service} · {page.applicant_name}"
    step = Step(_("Neu zuordnen"), _("An diese Behörde geben"), page.reference, subject, back, page.office)
    return render(request, "cases/staff/reroute.html", {"page": page, "form": form, "text": text, "step": step})
