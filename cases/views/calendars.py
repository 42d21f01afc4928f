"""Deadlines in a calendar program, by secret link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases import access, actions
from cases.queries import calendars as queries
from cases.rules.calendars import write


@login_required
@require_http_methods(["GET", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """The links of this officer: make, make anew, take away."""
    access.require_officer(request.user)
    if request.method == "POST":
        organisation_id = organisation_of(request)
        if request.POST.get("step") == "remove":
            actions.remove_calendar(actor=request.user, organisation_id=organisation_id)
            messages.success(request, _("Der Link ist ungültig."))
        else:
            actions.renew_calendar(actor=request.user, organisation_id=organisation_id)
            messages.success(request, _("Der Link ist bereit."))
        return redirect("cases:calendars")
    return render(request, "cases/staff/calendars.html", {"rows": queries.calendar_rows(request.user)})


def organisation_of(request: HttpRequest) -> int | None:
    """The authority; empty for the own deadlines."""
    text = request.POST.get("organisation", "")
    if text and not text.isdecimal():
        raise Http404
    return int(text) if text else None


@never_cache
@require_GET
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """What the calendar program fetches, without a log-in."""
    with translation.override("de"):
        content = queries.calendar_content(secret)
        body = write(content.name, content.entries, stamp=timezone.now())
    headers = {"Content-Disposition": 'inline; filename="fristen.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
