"""Pages against a bare Django view, both through Django's WSGI handler in this process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from content.models import LifeSituation, Service
from portal import public
from portal.operations.watching import forget_pages
from tests.benchmarks.measure import Row, nothing, side_by_side

ROUNDS = 150
FLOOR = "bare Django view: one indexed SELECT, one template, no middleware"
PLACE = "130720043043%7CG%C3%BCstrow"
GUIDE_RESULT = "/lotse/gastronomie/?vorhaben=restaurant&ort=130720043043&alkohol=ja&mitarbeiter=ja&dazu=draussen,spaet"
PAGES = [
    ("service search", "/leistungen/?" + urlencode({"q": "restaurant eröffnen"})),
    ("guide: a question", "/lotse/gastronomie/?vorhaben=restaurant&ort=130720043043"),
    ("guide: result with nine services", GUIDE_RESULT),
]


# Pages that are kept whole: from the cache at most 1.2, made at most 3 times the floor. The text that each shows
KEPT_PAGES: list[tuple[str, str, type[Model], str]] = [
    ("start page", "/", LifeSituation, "unternehmen-gruenden"),
    ("service page", "/leistungen/gaststaettenerlaubnis/", Service, "gaststaettenerlaubnis"),
    ("life situation", "/lebenslagen/unternehmen-gruenden/", LifeSituation, "unternehmen-gruenden"),
]
# How, seconds in the cache, and what the numbers say
WAYS = [
    ("from the cache", 60, "at most 1.2"),
    ("made, parts of it remembered", 0, "at most 3"),
    ("made, after a change of another text", 0, "the first visitor; its own rows are read and are the same"),
    ("made, after a change of its own text", 0, "the first visitor"),
    ("made, nothing remembered", 0, "the first page of a process"),
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
    rows = kept_pages(portal, floor)
    for name, path in PAGES:
        milliseconds, floor_milliseconds = side_by_side(caller(portal, path), floor, rounds=ROUNDS)
        rows.append(Row(name, milliseconds, FLOOR, floor_milliseconds))
    return rows


def kept_pages(portal: WSGIHandler, floor: Callable[[], None]) -> list[Row]:
    """Start page, service and life situation on each of their ways, without and with a place."""
    rows = []
    for name, path, model, slug in KEPT_PAGES:
        for where, cookie in (("", ""), (" with place", f"ort={PLACE}")):
            for how, seconds, note in WAYS:
                with override_settings(PAGE_CACHE_SECONDS=seconds), ahead(how, model, slug) as before:
                    call = caller(portal, path, cookie=cookie)
                    times = side_by_side(call, floor, rounds=ROUNDS, before=before)
                rows.append(Row(f"{name}{where}, {how}", times[0], FLOOR, times[1], note))
    return rows


@contextmanager
def ahead(how: str, model: type[Model], slug: str) -> Iterator[Callable[[], None]]:
    """What happens before each call. The text is in the end as it was."""
    text = model.objects.filter(slug=slug)
    name, turns = text.values_list("name_de", flat=True).get(), count()
    steps = {
        "made, after a change of another text": forget_pages,
        "made, after a change of its own text": lambda: text.update(name_de=f"{name} {next(turns)}"),
        "made, nothing remembered": public.forget,
    }
    try:
        yield steps.get(how, nothing)
    finally:
        text.update(name_de=name)
