"""Counts public pages, also those that come whole from the cache."""

import atexit
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.actions.searches import searches
from content.actions.visits import Visit, visits
from content.rules import visits as rules


class CountViewsMiddleware:
    """No cookie, no address, no name. Who sends "Do Not Track" or "Global Privacy Control" is not counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        atexit.register(visits.flush)
        atexit.register(searches.flush)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and is_page(request, response) and is_counted(request.META):
            visits.count(visit_of(request))
        return response


def is_page(request: HttpRequest, response: HttpResponse) -> bool:
    """A public page; the search is one too, though it is not kept for others."""
    if getattr(response, "is_public_page", False):
        return True
    match = request.resolver_match
    return response.status_code == 200 and match is not None and match.view_name == "content:services"


def is_counted(headers: dict[str, str]) -> bool:
    wants_none = headers.get("HTTP_DNT") == "1" or headers.get("HTTP_SEC_GPC") == "1"
    return not wants_none and not rules.is_bot(headers.get("HTTP_USER_AGENT", ""))


def visit_of(request: HttpRequest) -> Visit:
    headers = request.META
    country = headers.get(settings.COUNTRY_HEADER, "")[:2].upper() if settings.COUNTRY_HEADER else ""
    return Visit(
        day=timezone.localdate(),
        path=request.path[:300],
        language="en" if request.path.startswith("/en/") else "de",
        device=rules.device(headers.get("HTTP_USER_AGENT", "")),
        source=rules.source(headers.get("HTTP_REFERER", ""), request.get_host()),
        country=country if country.isalpha() else "",
    )
