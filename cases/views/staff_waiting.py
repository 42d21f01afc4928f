"""Pausing the clock, recording how a decision was sent, Wiedervorlagen, and what waits for another proceeding."""

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
from cases.forms_rights import NotifyForm, PauseForm, ResubmissionForm
from cases.forms_staff import DiscontinueForm
from cases.queries.reroute import held_page
from cases.views.staff_rights import page_of
from cases.views.staff_steps import Step, not_possible, proceeding_step, proceeding_url, require_offered


@login_required
@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Stop the clock for a reason the law knows."""
    page = queries.proceeding_page(proceeding_id, request.user)
    today = timezone.localdate()
    form = PauseForm(request.POST or None, grounds=page.pause_grounds, today=today, initial={"version": page.version})
    if form.is_valid():
        actions.pause_period(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Frist ist angehalten. Die Mitteilung ist abgeschickt."))
        return redirect(proceeding_url(page))
    require_offered(request, "pause", page)
    step = proceeding_step(page, _("Frist anhalten"), _("Frist anhalten und mitteilen"))
    return render(request, "cases/staff/pause.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Let the clock go on before its day."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = VersionForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        actions.resume_period(page.id, actor=request.user, version=form.cleaned_data["version"])
        messages.success(request, _("Die Frist läuft weiter. Die Mitteilung ist abgeschickt."))
        return redirect(proceeding_url(page))
    require_offered(request, "resume", page)
    step = proceeding_step(page, _("Frist weiterlaufen lassen"), _("Weiterlaufen lassen und mitteilen"))
    return render(request, "cases/staff/resume.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def notify(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Record how and when the decision was sent."""
    page = queries.proceeding_page(proceeding_id, request.user)
    if page.decision is None or page.decision.is_deemed:
        raise not_possible()
    first = timezone.localdate(page.decision.decided_at)
    form = NotifyForm(request.POST or None, first=first, today=timezone.localdate(), initial={"version": page.version})
    if form.is_valid():
        actions.record_notification(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Bekanntgabe ist festgehalten."))
        return redirect(proceeding_url(page))
    step = proceeding_step(page, _("Bekanntgabe festhalten"), _("Festhalten"))
    return render(request, "cases/staff/notify.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """What waits for a proceeding that was not granted: send it out all the same, or end it."""
    page = held_page(proceeding_id, request.user)
    form = DiscontinueForm(request.POST or None, initial={"version": page.version})
    back = reverse("cases:ea_case", args=[page.reference])
    given = {"actor": request.user, "version": page.version}
    if request.method == "POST" and request.POST.get("step") == "release":
        version = VersionForm(request.POST)
        if version.is_valid():
            actions.release_proceeding(page.id, **given | version.cleaned_data)
            messages.success(request, _("Das Verfahren ist unterwegs zu seiner Behörde."))
            return redirect(back)
    elif form.is_valid():
        actions.discontinue_proceeding(page.id, **given | form.cleaned_data)
        messages.success(request, _("Das Verfahren ist eingestellt."))
        return redirect(back)
    if not page.is_possible:
        raise not_possible()
    subject = f"{page.service} · {page.applicant_name}"
    step = Step(_("Wartendes Verfahren"), _("Verfahren einstellen"), page.reference, subject, back, page.office)
    return render(request, "cases/staff/held.html", {"page": page, "step": step, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def resubmit(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the case on a day."""
    page = page_of(request, reference)
    form = ResubmissionForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        actions.resubmit(page.case_id, proceeding_id=page.proceeding_id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Wiedervorlage ist eingetragen."))
        return redirect(page.back)
    subject = f"{page.subject} · {page.applicant_name}"
    step = Step(_("Wiedervorlage"), _("Eintragen"), page.reference, subject, page.back, page.office)
    return render(request, "cases/staff/resubmit.html", {"page": page, "form": form, "step": step})


@login_required
@require_POST
def resubmission_done(request: HttpRequest, resubmission_id: int) -> HttpResponse:
    """Take a Wiedervorlage off."""
    actions.finish_resubmission(resubmission_id, actor=request.user)
    messages.success(request, _("Die Wiedervorlage ist erledigt."))
    return redirect(f"{reverse('cases:inbox')}?ansicht=meine")
