"""Choosing a place."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import place
from responsibility import queries
from responsibility.forms import PlaceForm


@require_http_methods(["GET", "POST"])
def choose_place(request: HttpRequest) -> HttpResponse:
    """Ask for the place. A posted key or a clear answer is remembered; several places become choices."""
    onward = way_on(request)
    if request.method == "POST" and "ars" in request.POST:
        return remember(request, request.POST["ars"], onward)
    data = request.POST if request.method == "POST" else request.GET
    form = PlaceForm(data if "q" in data else None)
    answer = form.cleaned_data["q"] if form.is_valid() else None
    if request.method == "POST" and answer and answer.only:
        if answer.only.locality:
            names = {"name": answer.only.locality, "whole": answer.only.short_name}
            messages.success(request, _("%(name)s ist ein Ortsteil von %(whole)s.") % names)
        return remember(request, answer.only.ars, onward)
    return render(request, "responsibility/place.html", {"form": form, "answer": answer, "onward": onward})


def way_on(request: HttpRequest) -> str:
    """The page to go back to: only a path of this portal, else the start page."""
    path = request.POST.get("weiter") or request.GET.get("weiter") or ""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else reverse("content:home")


def remember(request: HttpRequest, ars: str, onward: str) -> HttpResponse:
    """Keep the municipality (a merged one as what it is today) and go on."""
    area = queries.municipality_of_today(ars)
    if area is None:
        return redirect(f"{reverse('responsibility:place')}?{urlencode({'weiter': onward})}")
    response = redirect(onward)
    place.remember(response, place.Place(area.ars, area.short_name), secure=settings.SECURE)
    return response
