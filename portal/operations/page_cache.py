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
from portal.operations.watching import read_public_number
from portal.public import public_number

# The only query that public pages know; with another one the page is made anew
KNOWN_QUERY = re.compile(r"|seite=\d{1,3}")
MAX_PATH = 300
PREFIX = "page"
Kept = tuple[int, bytes, list[tuple[str, str]]]


class PageCacheMiddleware:
    """Outside all others but metrics, so that a page from the cache costs one SELECT and one GET."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = number_for(request)
        if number is None:
            return self.get_response(request)
        told = public_number.set(number)
        try:
            return self.from_cache(request, number)
        finally:
            public_number.reset(told)

    def from_cache(self, request: HttpRequest, number: int) -> HttpResponse:
        """The page as it is kept, or made and kept."""
        key = key_of(request)
        kept: Kept | None = cache.get(key) if settings.PAGE_CACHE_SECONDS else None
        if kept is not None and kept[0] == number:
            return answer(request, kept)
        response = self.get_response(request)
        if not settings.PAGE_CACHE_SECONDS or not may_be_kept(request, response):
            return response
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        kept = (number, response.content, list(response.headers.items()))
        cache.set(key, kept, settings.PAGE_CACHE_SECONDS)
        return conditional(request, response)


def number_for(request: HttpRequest) -> int | None:
    """The public state that this request may be answered from; None: it is answered by the view alone.

    Never within a transaction: it may see what is not public yet, as a preview does.
    """
    if not is_strangers_visit(request) or connection.in_atomic_block:
        return None
    try:
        return read_public_number()
    except DatabaseError:  # the view will say so
        return None


def is_strangers_visit(request: HttpRequest) -> bool:
    """Somebody without a session reads a page by its plain address."""
    return (
        request.method == "GET"
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
        getattr(response, "is_public_page", False)
        and response.status_code == 200
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
