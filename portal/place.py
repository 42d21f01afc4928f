"""\"Mein Ort\": the place a visitor chose once, kept in a cookie and shown on every page.

The cookie holds the key and the name, so that showing it costs no query.
"""

from typing import NamedTuple
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse

COOKIE = "ort"
ONE_YEAR = 365 * 24 * 3600


class Place(NamedTuple):
    """A chosen municipality (12-digit ARS) or Ortsteil (15 digits), and its short name."""

    ars: str
    name: str


def chosen(request: HttpRequest) -> Place | None:
    """The visitor's place, or None if none was chosen or the cookie makes no sense."""
    ars, _, name = unquote(request.COOKIES.get(COOKIE, "")).partition("|")
    if len(ars) in (12, 15) and ars.isascii() and ars.isdigit() and 0 < len(name) <= 120:
        return Place(ars, name)
    return None


def remember(response: HttpResponse, place: Place, *, secure: bool) -> None:
    """Keep the place for a year."""
    response.set_cookie(
        COOKIE, quote(f"{place.ars}|{place.name}"), max_age=ONE_YEAR, samesite="Lax", secure=secure, httponly=True
    )
