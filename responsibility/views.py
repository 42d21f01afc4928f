"""Choosing a place, and the directory of authorities."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET, require_http_methods

from portal import place
from portal.paging import neighbours
from responsibility import queries
from responsibility.forms import PlaceForm
from responsibility.models import Organisation

PER_PAGE = 30


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


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """The directory: by words, place, kind and first letter."""
    text = request.GET.get("q", "").strip()[:120]
    kind = request.GET.get("art", "")
    letter = request.GET.get("buchstabe", "")[:1].upper()
    found = queries.find_organisations(text, kind=kind if kind in Organisation.Kind.values else "", letter=letter)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "q": text,
        "kind": kind,
        "letter": letter,
        "kinds": Organisation.Kind.choices,
        "letters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "page": page,
    } | neighbours({"q": text, "art": kind, "buchstabe": letter}, page.number, has_next=page.has_next())
    return render(request, "responsibility/organisations.html", context)


@require_GET
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.organisation_page(slug, now=timezone.localtime())
    if page is None:
        raise Http404
    return render(request, "responsibility/organisation.html", {"page": page})
