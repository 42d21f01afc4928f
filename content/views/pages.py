"""The public pages of content."""

from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from content import queries
from content.actions.searches import count_search
from content.models import SearchCount
from content.rules import linked_data
from content.views.narrowing import choices_in, narrowing
from portal import place
from portal.addresses import absolute
from portal.paging import neighbours
from portal.public import public_page, reads_public
from responsibility.actions import note_gap
from responsibility.queries import PlaceAnswer, ResolvedOrganisation, find_place

Band = SearchCount.Band
PER_PAGE = 10
PER_LIST_PAGE = 60
EXAMPLES = (_("Restaurant eröffnen"), _("Personalausweis verloren"), _("Umzug melden"))


class Answered(NamedTuple):
    """The place of a search: what counts now, and what to say about a place that was typed and is not clear."""

    place: place.Place | None
    is_new: bool = False
    unclear: PlaceAnswer | None = None


@require_GET
@public_page
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "content/home.html", {"page": queries.home_page(), "examples": EXAMPLES})


@require_GET
@reads_public
def services(request: HttpRequest) -> HttpResponse:
    """Search results, or all services from A to Z. A clear place in the form is remembered."""
    text, typed = request.GET.get("q", "").strip()[:200], request.GET.get("ort", "").strip()[:120]
    answered = place_of(request, typed)
    number = page_number(request)
    context = {"q": text, "ort": typed, "place": answered.place, "unclear": answered.unclear, "number": number}
    if answered.unclear:
        context["place_query"] = urlencode({"q": typed, "weiter": f"{request.path}?{urlencode({'q': text})}"})
    if text:
        context |= results(request, text, number, answered.place)
    else:
        page = Paginator(queries.all_services(), PER_LIST_PAGE).get_page(number)
        context |= {"page": page} | neighbours({}, page.number, has_next=page.has_next())
    response = render(request, "content/search.html" if text else "content/services.html", context)
    if answered.is_new and answered.place:
        place.remember(response, answered.place, secure=settings.SECURE)
    return response


def results(request: HttpRequest, text: str, number: int, where: place.Place | None) -> dict:
    """One page of what was found, what it can be narrowed to, and other ways where it is not sure. Counted once."""
    chosen = choices_in(request)
    filters = queries.Filters(chosen.get("fuer", ""), chosen.get("lage", ""), "online" in chosen)
    found = queries.search(text, limit=PER_PAGE, offset=(number - 1) * PER_PAGE, place=where, filters=filters)
    first = (number - 1) * PER_PAGE + 1
    context = {"found": found, "first": first, "last": first + len(found.rows) - 1}
    context["heading"] = heading(text, found)
    context |= neighbours({"q": text} | chosen, number, has_next=found.total > number * PER_PAGE)
    context |= narrowing(chosen, found)
    if not found.rows or found.is_unsure:
        context["life_situations"] = queries.life_situations()
    if number == 1 and not chosen:
        band = Band.NONE if not found.rows else Band.UNSURE if found.is_unsure else Band.SURE
        count_search(text, language=get_language(), what="search", band=band)
    return context


def heading(text: str, found: queries.SearchPage) -> str:
    """What was found, in the title and on top. Where nothing fits for sure it says so, plainly."""
    if found.is_unsure:
        return _("Zu „%(q)s“ haben wir nichts Genaues gefunden") % {"q": text}
    what = ngettext("%(count)s Leistung für „%(q)s“", "%(count)s Leistungen für „%(q)s“", found.total)
    return what % {"count": found.total, "q": text}


def place_of(request: HttpRequest, typed: str) -> Answered:
    """The place typed beside the search, if it is one municipality; else the one chosen before."""
    chosen = place.chosen(request)
    if not typed or (chosen and typed == chosen.name):
        return Answered(chosen)
    answer = find_place(typed)
    if answer.only is None:
        return Answered(chosen, unclear=answer)
    return Answered(place.Place(answer.only.ars, answer.only.short_name), is_new=True)


def page_number(request: HttpRequest) -> int:
    number = request.GET.get("seite", "1")
    return min(int(number), 1000) if number.isascii() and number.isdigit() and int(number) else 1


@require_GET
@public_page
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """The description, and who is responsible: at the chosen place, or at the one typed here."""
    typed = request.GET.get("ort", "").strip()[:120]
    answered = place_of(request, typed)
    if answered.unclear and not answered.unclear.areas:  # the place page says why
        return redirect(f"{reverse('responsibility:place')}?{urlencode({'q': typed, 'weiter': request.path})}")
    chosen = None if answered.unclear else answered.place
    page = queries.service_page(slug, chosen, on=timezone.localdate(), asked=answered.unclear)
    if page is None:
        raise Http404
    if searched := request.GET.get("gesucht", "").strip()[:200]:
        count_search(searched, language=get_language(), what="click")
    if page.area and page.resolved and page.resolved.problem:
        note_gap(page.service.pk, page.area.id, kind=page.resolved.problem)
    context = {"page": page, "service": page.service, "ort": typed, "words": queries.words()}
    context["data"] = partial(described, page)  # called only where the part is not kept
    response = render(request, "content/service.html", context)
    if answered.is_new and answered.place:
        place.remember(response, answered.place, secure=settings.SECURE)
    return response


def described(page: queries.ServicePage) -> dict:
    """The service in the words of schema.org."""
    service, authority = page.service, page.resolved.zb if page.resolved else None
    online = absolute(reverse("cases:start", args=[service.slug])) if service.is_online else service.online_url
    return linked_data.government_service(
        title=service.title,
        name=service.name,
        description=service.summary,
        url=absolute(reverse("content:service", args=[service.slug])),
        language=get_language(),
        audience=service.audience,
        key=service.leika_key or "",
        areas=page.modules.areas,
        provider=authority and described_office(authority),
        online=online,
        related=[(row.title, absolute(reverse("content:service", args=[row.slug]))) for row in page.modules.related],
    )


def described_office(authority: ResolvedOrganisation) -> dict:
    return linked_data.office(
        authority.name,
        url=absolute(reverse("responsibility:organisation", args=[authority.slug])),
        phone=authority.phone,
        email=authority.email,
        street=authority.street,
        postcode=authority.postcode,
        town=authority.town,
    )


@require_GET
@public_page
def life_situations(request: HttpRequest) -> HttpResponse:
    return render(request, "content/life_situations.html", {"tree": queries.life_situation_tree()})


@require_GET
@public_page
def life_situation(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.life_situation_page(slug)
    if page is None:
        raise Http404
    return render(request, "content/life_situation.html", {"page": page})


@require_GET
@public_page
def ea(request: HttpRequest) -> HttpResponse:
    """What the Einheitlicher Ansprechpartner does, and the services it takes."""
    return render(request, "content/ea.html", {"page": queries.ea_page(place.chosen(request), on=timezone.localdate())})
