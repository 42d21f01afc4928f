"""Whole public pages, kept for visitors without a log-in.

Kept is only what a view marks with portal.public.public_page. Found again is only what was written under the number of
the public state that holds now (watching.py), so a published change is seen at once; what hangs on the clock (opening
hours, notices, today's date) is at most PAGE_CACHE_SECONDS old. Redis away: nothing is found, every page is made.
"""

import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from portal import place
from portal.public import read_public_number

# The only query that public pages know; with another one the page is made anew
KNOWN_QUERY = re.compile(r"|seite=\d{1,3}")
MAX_PATH = 300
# They ask often, or must be answered whatever is away
MACHINES = ("/api/", "/healthz", "/metrics", "/readyz", "/soap/", "/static/", "/v1/", "/xzufi/")
PREFIX = "page"
Kept = tuple[int, bytes, list[tuple[str, str]]]


class PageCacheMiddleware:
    """Outside all others but metrics, so that a page from the cache costs one SELECT and one GET."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_strangers_visit(request):
            return self.get_response(request)
        key = key_of(request)
        kept: Kept | None = cache.get(key)
        if kept is not None and is_true(kept):
            return answer(request, kept)
        response = self.get_response(request)
        number = getattr(response, "public_number", None)
        if number is None or not getattr(response, "is_public_page", False) or not may_be_kept(request, response):
            return response
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        cache.set(key, (number, response.content, list(response.headers.items())), settings.PAGE_CACHE_SECONDS)
        return conditional(request, response)


def is_true(kept: Kept) -> bool:
    """Has nothing public changed since? Queries: 1."""
    try:
        return kept[0] == read_public_number()
    except DatabaseError:  # the view will say so
        return False


def is_strangers_visit(request: HttpRequest) -> bool:
    """Somebody without a session reads a page by its plain address, and not within a transaction."""
    return (
        request.method == "GET"
        and settings.PAGE_CACHE_SECONDS > 0
        and not connection.in_atomic_block
        and not request.path.startswith(MACHINES)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and len(request.path) <= MAX_PATH
        and KNOWN_QUERY.fullmatch(request.META.get("QUERY_STRING", "")) is not None
    )


def key_of(request: HttpRequest) -> str:
    """Scheme, host, path, query and place; the language is part of the path."""
    chosen = place.chosen(request)
    parts = (
        str(request.scheme),
        request.get_host(),
        request.path,
        request.META.get("QUERY_STRING", ""),
        *(chosen or ("", "")),
    )
    return f"{PREFIX}:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """A marked page for everybody: no cookie, no token of a form, nothing private."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not any(word in response.headers.get("Cache-Control", "") for word in ("private", "no-store"))
    )


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The page as it was written, or 304 if the browser has it."""
    _number, content, headers = kept
    return conditional(request, HttpResponse(content, headers=dict(headers)))


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The public page, or 304."""
    answered = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    answered.is_public_page = True
    return answered
