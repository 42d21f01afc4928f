"""The directory of authorities: list, page, card, code, calendar and logo."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from portal.files.views import stream
from portal.paging import neighbours
from portal.public import public_page
from responsibility import cards, queries
from responsibility.models import Organisation
from responsibility.rules import ical, vcard
from responsibility.rules.holidays_mv import holidays_in

PER_PAGE = 30
ONE_HOUR = 3600


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """The directory: by words, place, Kreis, kind and first letter, with a map of what can be chosen."""
    text = request.GET.get("q", "").strip()[:120]
    kind = request.GET.get("art", "")
    letter = request.GET.get("buchstabe", "")[:1].upper()
    kreise = queries.kreise()
    kreis = request.GET.get("kreis", "")
    kreis = kreis if kreis in kreise else ""
    known_kind = kind if kind in Organisation.Kind.values else ""
    found = queries.find_organisations(text, kind=known_kind, letter=letter, kreis=kreis)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    chosen = {"q": text, "art": kind, "buchstabe": letter, "kreis": kreis}
    context = {
        "q": text,
        "kind": kind,
        "letter": letter,
        "kreis": kreis,
        "kreis_name": kreise.get(kreis, ""),
        "kinds": Organisation.Kind.choices,
        "kreise": kreise.items(),
        "letters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "page": page,
        "map": queries.map_of_kreis(kreis) if kreis else queries.map_of_land(),
        "wms": settings.MAP_WMS,
    } | neighbours(chosen, page.number, has_next=page.has_next())
    return render(request, "responsibility/organisations.html", context)


@require_GET
@public_page
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.organisation_page(slug, now=timezone.localtime())
    if page is None:
        raise Http404
    return render(request, "responsibility/organisation.html", {"page": page, "wms": settings.MAP_WMS})


def for_organisation(view: Callable[[HttpRequest, Organisation], HttpResponse]) -> Callable[..., HttpResponse]:
    """A small file of one authority, which everybody may keep for an hour; 404 for an unknown one."""

    @require_GET
    @cache_control(public=True, max_age=ONE_HOUR)
    @wraps(view)
    def found(request: HttpRequest, slug: str) -> HttpResponse:
        organisation = queries.organisation_by_slug(slug)
        if organisation is None:
            raise Http404
        return view(request, organisation)

    return found


@for_organisation
def card(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The contact data for an address book."""
    contact = cards.contact(organisation, url_of(organisation))
    return download(vcard.write(contact), "text/vcard; charset=utf-8", f"{organisation.slug}.vcf")


@for_organisation
def code(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The same as a picture for the camera of a telephone."""
    return HttpResponse(cards.code(cards.short_contact(organisation, url_of(organisation))), "image/svg+xml")


@for_organisation
def hours(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The opening hours of this year and the next for a calendar."""
    if not organisation.opening_hours and not organisation.opening_exceptions:
        raise Http404
    today = timezone.localdate()
    office = ical.Office(
        key=f"{organisation.slug}.{urlsplit(settings.PUBLIC_URL).hostname}",
        name=organisation.name,
        place=cards.one_line(organisation),
        url=url_of(organisation),
        open_words=_("geöffnet"),
        closed_words=_("geschlossen"),
        hours=organisation.opening_hours,
        changes=organisation.opening_exceptions,
    )
    content = ical.write(
        office,
        first=date(today.year, 1, 1),
        last=date(today.year + 1, 12, 31),
        holiday=holidays_in(get_language()),
        stamp=datetime.combine(today, time.min, ical.BERLIN),
    )
    return download(content, "text/calendar; charset=utf-8", f"{organisation.slug}.ics")


@for_organisation
def logo(request: HttpRequest, organisation: Organisation) -> FileResponse:
    """The picture beside the name."""
    if organisation.logo is None:
        raise Http404
    response = stream(organisation.logo)
    del response["Cache-Control"]
    return response


def url_of(organisation: Organisation) -> str:
    """The page of the authority, as others may keep it."""
    return f"{settings.PUBLIC_URL}{reverse('responsibility:organisation', args=[organisation.slug])}"


def download(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
