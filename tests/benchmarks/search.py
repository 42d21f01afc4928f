"""The search and its suggestions against a bare view, over the portal's own services and over a whole catalogue."""

import csv
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.test import override_settings

from content import actions, meaning
from content.models import Service
from content.queries import search, suggest
from content.queries.index_copy import current_index
from tests.benchmarks import responsibility
from tests.benchmarks.measure import Row
from tests.benchmarks.pages import FLOOR, PLACE, caller

QUERIES = Path(__file__).parents[1] / "content" / "search" / "own.csv"
HYBRID, LEXICAL = 4, 2
ALLOWED_SECONDS = 60
ORT = f"ort={PLACE}"


def measure() -> list[Row]:
    """Over both sizes: search with and without meaning, the first time and again; suggestions; the page; rebuilding."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        texts = [row["query"] for row in csv.DictReader(file)]
    with override_settings(MIDDLEWARE=["tests.benchmarks.pages.floor_urls"]):
        floor = caller(WSGIHandler(), "/floor/")
    actions.rebuild_index()
    rows = searches(texts, floor)
    with catalogue():
        cold, again = timed(partial(actions.rebuild_index, afresh=True)), timed(actions.rebuild_index)
        rows += searches(texts, floor)
        rows += [rebuilt("index made anew, every meaning computed", cold), rebuilt("index, meanings known", again)]
        rows.append(changed())
    return rows


@contextmanager
def catalogue() -> Iterator[None]:
    """Committed, as the end of each request closes a connection that is in a transaction. Taken back afterwards."""
    own = list(Service.objects.values_list("pk", flat=True))
    responsibility.load_catalogue()
    try:
        yield
    finally:
        Service.objects.exclude(pk__in=own).delete()
        actions.rebuild_index()


def timed(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def searches(texts: Sequence[str], floor: Callable[[], None]) -> list[Row]:
    size = f"{Service.objects.filter(is_published=True).count()} services"
    current_index()
    embedder = meaning.embedder()
    rows = []
    if embedder:
        embedder.query.cache_clear()
        rows.append(row("search, each query for the first time", search, texts, floor, f"{size}; at most {HYBRID}"))
        rows.append(row("search, the same queries again", search, texts, floor, f"{size}; at most {HYBRID}"))
    with override_settings(SEARCH_MEANING="off"):
        rows.append(row("search by words only", search, texts, floor, f"{size}; at most {LEXICAL}"))
    typed = [text[:length] for text, length in zip(texts, cycle((3, 4, 5, 7, 9)), strict=False)]
    rows.append(row("suggestions", suggest, typed, floor, f"{size}; at most {LEXICAL}"))
    return [
        *rows,
        page("search, the whole page", texts, floor, size, ""),
        page("with a place", texts, floor, size, ORT),
    ]


def page(what: str, texts: Sequence[str], floor: Callable[[], None], size: str, cookie: str) -> Row:
    """What a visitor waits for; the queries were asked before, each page is made anew."""
    portal = WSGIHandler()
    calls = {text: caller(portal, f"/leistungen/?{urlencode({'q': text})}", cookie=cookie) for text in texts}
    calls[texts[0]]()
    return row(what, lambda text: calls[text](), texts, floor, size)


def row(what: str, call: Callable[[str], Any], texts: Sequence[str], floor: Callable[[], None], note: str) -> Row:
    """Each text once, in turn with the floor; the slowest tenth is named."""
    times: list[float] = []
    floors: list[float] = []
    for text in texts:
        for run, kept in ((lambda text=text: call(text), times), (floor, floors)):
            begin = time.perf_counter()
            run()
            kept.append((time.perf_counter() - begin) * 1000)
    slowest = statistics.quantiles(times, n=10)[-1]
    return Row(
        what, statistics.median(times), FLOOR, statistics.median(floors), f"{note}; 9 of 10 below {slowest:.1f} ms"
    )


def rebuilt(what: str, seconds: float) -> Row:
    count = Service.objects.filter(is_published=True).count()
    return Row(what, seconds * 1000, f"{ALLOWED_SECONDS} seconds allowed", ALLOWED_SECONDS * 1000, f"{count} services")


def changed() -> Row:
    """A service gets another synonym: until it is found, the reading of the changed index included."""
    service = Service.objects.filter(is_published=True).order_by("pk").first()
    with transaction.atomic():
        service.synonyms_de = f"{service.synonyms_de}\nZirkuspferdeverleih"
        service.save()
        begin = time.perf_counter()
        actions.index_service(service.pk)
        found = search("Zirkuspferdeverleih")
        seconds = time.perf_counter() - begin
        if [row.id for row in found.rows] != [service.pk]:
            raise RuntimeError("The changed text is not found")
        transaction.set_rollback(True)
    return Row(
        "a changed text is found", seconds * 1000, "5 seconds allowed", 5000, "indexing, reading the index, search"
    )
