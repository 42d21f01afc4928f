"""Pages against a bare Django view, both through Django's WSGI handler in this process."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from tests.benchmarks.measure import Row, side_by_side

ROUNDS = 150
FLOOR = "bare Django view: one indexed SELECT, one template, no middleware"
PLACE = "130720043043%7CG%C3%BCstrow"
GUIDE_RESULT = "/lotse/gastronomie/?vorhaben=restaurant&ort=130720043043&alkohol=ja&mitarbeiter=ja&dazu=draussen,spaet"
PAGES = [
    ("start page", "/"),
    ("service search", "/leistungen/?" + urlencode({"q": "restaurant eröffnen"})),
    ("service page with place", "/leistungen/gaststaettenerlaubnis/"),
    ("guide: a question", "/lotse/gastronomie/?vorhaben=restaurant&ort=130720043043"),
    ("guide: result with nine services", GUIDE_RESULT),
]


def floor_urls(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The only middleware of the floor: it names the floor's addresses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = "tests.benchmarks.urls"
        return get_response(request)

    return middleware


def caller(handler: WSGIHandler, path: str, *, cookie: str = f"ort={PLACE}") -> Callable[[], None]:
    """A function that sends one GET and insists on a 200."""
    factory = RequestFactory(headers={"cookie": cookie, "host": "localhost"})

    def call() -> None:
        environ = factory.get(path).environ
        status: list[str] = []
        response = handler(environ, lambda line, headers: status.append(line))
        b"".join(response)
        response.close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{path} answered {status[0]}")

    return call


def measure() -> list[Row]:
    """One row a page."""
    with override_settings(MIDDLEWARE=["tests.benchmarks.pages.floor_urls"]):
        floor = caller(WSGIHandler(), "/floor/")
    portal = WSGIHandler()
    rows = []
    for name, path in PAGES:
        milliseconds, floor_milliseconds = side_by_side(caller(portal, path), floor, rounds=ROUNDS)
        rows.append(Row(name, milliseconds, FLOOR, floor_milliseconds))
    return rows
