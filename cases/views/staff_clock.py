"""Why this date: every step of a clock with event and paragraph."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.queries.clock import ClockPage, clock_page


@login_required
@require_GET
def clock(request: HttpRequest, proceeding_id: int) -> HttpResponse:
    """For the authority and for the EA."""
    page = clock_page(proceeding_id, request.user)
    return render(request, "cases/staff/clock.html", {"page": page, "back": back_url(page)})


def back_url(page: ClockPage) -> str:
    if page.at_ea:
        return reverse("cases:ea_case", args=[page.reference])
    return reverse("cases:proceeding", args=[page.id])
