"""What every page needs. No query of its own; the person and the session are read only if a page shows them."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import override

from portal import place
from portal.addresses import absolute

PLACE_VIEW = "responsibility:place"
# Pages that search engines may show: the rest is for one person or for staff
PUBLIC_APPS = {"content", "responsibility"}


def page(request: HttpRequest) -> dict:
    """Mein Ort, the person, the same page in the other language, and whether this is the demonstration."""
    user = getattr(request, "user", None)
    german, english = address_in(request, "de"), address_in(request, "en")
    return {
        "place": place.chosen(request),
        "place_url": SimpleLazyObject(lambda: place_url(request)),
        "german_url": german,
        "english_url": english,
        "canonical_url": SimpleLazyObject(lambda: canonical_url(request)),
        "alternates": SimpleLazyObject(lambda: alternates(german, english)),
        "demo": settings.DEMO,
        "person": SimpleLazyObject(lambda: str(user) if user is not None and user.is_authenticated else ""),
        # The page behind it knows whether an inbox or an account waits, so the header need not ask for roles.
        "account_url": reverse("cases:after_login"),
    }


def place_url(request: HttpRequest) -> str:
    """The page that asks for the place and leads back to this one."""
    match = request.resolver_match
    if match is not None and match.view_name == PLACE_VIEW:
        back = request.GET.get("weiter", "")
    else:
        back = request.get_full_path() if request.method == "GET" else request.path
    address = reverse(PLACE_VIEW)
    return f"{address}?{urlencode({'weiter': back})}" if back else address


def is_public(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.namespace in PUBLIC_APPS and match.view_name != PLACE_VIEW


def canonical_url(request: HttpRequest) -> str:
    """The one address of this page for search engines: without a query, but for the number of a further page."""
    if not is_public(request):
        return ""
    number = request.GET.get("seite", "")
    query = f"?seite={number}" if number.isascii() and number.isdigit() and number != "1" else ""
    return absolute(request.path + query)


def alternates(german: str, english: str) -> list[tuple[str, str]]:
    """Language and absolute address of this page in each language, for search engines."""
    german, english = (absolute(address.partition("?")[0]) for address in (german, english))
    return [("de", german), ("en", english), ("x-default", german)]


def address_in(request: HttpRequest, language: str) -> str:
    """This page in that language with its query string; the start page where the address is not known."""
    match = request.resolver_match
    with override(language):
        try:
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs) if match else reverse("content:home")
        except NoReverseMatch:
            return request.get_full_path()
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if match and query else path
