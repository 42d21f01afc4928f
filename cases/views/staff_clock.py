"""The clock of a proceeding: why this date, and extending it once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases import actions, queries
from cases.forms_staff import ExtensionForm
from cases.queries.clock import ClockPage, clock_page
from cases.queries.reader import reader_of
from cases.views.reading import asks_purpose, note_reading
from cases.views.staff_steps import proceeding_step, proceeding_url, require_offered


@login_required
@require_GET
@asks_purpose
def clock(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Every step with event and paragraph, for the authority and for the EA."""
    page = clock_page(proceeding_id, request.user)
    note_reading(request, reader_of(request.user, page.reference))
    return render(request, "cases/staff/clock.html", {"page": page, "back": back_url(page)})


def back_url(page: ClockPage) -> str:
    if page.at_ea:
        return reverse("cases:ea_case", args=[page.reference])
    return reverse("cases:proceeding", args=[page.id])


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """Extend the period for the decision, with reasons."""
    page = queries.proceeding_page(proceeding_id, request.user)
    form = ExtensionForm(request.POST or None, initial={"version": page.version})
    if form.is_valid():
        actions.extend_period(page.id, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Die Frist ist verlängert. Die Mitteilung ist abgeschickt."))
        return redirect(proceeding_url(page))
    require_offered(request, "extend_period", page)
    step = proceeding_step(page, _("Frist verlängern"), _("Frist verlängern und mitteilen"))
    return render(request, "cases/staff/extend.html", {"page": page, "step": step, "form": form})
