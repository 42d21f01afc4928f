"""The finder: one answer through the API against a bare view, and the full check with the whole catalogue."""

import csv
import json
import os
import subprocess
import sys
from itertools import cycle
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings

from content.models import Service
from responsibility.models import Area, ServiceGroup
from tests.benchmarks.measure import Row, side_by_side
from tests.benchmarks.pages import FLOOR, caller

ROUNDS = 600
PLACES = 60
CATALOGUE = 4813
MOST_SECONDS, MOST_MEBIBYTES = 60, 1024
# The list of services of 2019 if it is at hand; else made-up services of the same number
LIST = Path(os.environ.get("LEIKA_CSV", "/work/shared/data/mv/leika_leistungen_2019.csv"))
# In a process of its own, so that the peak of its memory is that of the check
CHECK = """
import json, resource, time
import django
django.setup()
from django.utils import timezone
from responsibility.queries.checks import check_all
begin = time.perf_counter()
result = check_all(on=timezone.localdate())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
pairs = result.services * result.municipalities
print(json.dumps([time.perf_counter() - begin, peak, pairs, result.gaps, result.conflicts]))
"""


def measure() -> list[Row]:
    """One answer with the shipped services, then the same and the full check with the catalogue."""
    rows = [answer()]
    load_catalogue()
    return [*rows, answer(), full_check()]


def answer() -> Row:
    """Other places and services each time, so that nothing is remembered."""
    keys = list(Service.objects.filter(is_published=True, leika_key__isnull=False).values_list("leika_key", flat=True))
    places = Area.objects.filter(kind="gemeinde", successor=None).order_by("pk").values_list("ags", flat=True)[:PLACES]
    portal = WSGIHandler()
    addresses = zip(cycle(keys[:: max(1, len(keys) // 50)]), places, strict=False)
    calls = cycle([caller(portal, f"/api/v1/responsibilities/?service={key}&place={ags}") for key, ags in addresses])
    with override_settings(MIDDLEWARE=["tests.benchmarks.pages.floor_urls"]):
        floor = caller(WSGIHandler(), "/floor/")
    milliseconds, floor_milliseconds = side_by_side(lambda: next(calls)(), floor, rounds=ROUNDS)
    published = Service.objects.filter(is_published=True).count()
    note = f"{published} services; at most 1.5"
    return Row("who is responsible, API", milliseconds, FLOOR, floor_milliseconds, note)


def load_catalogue() -> None:
    """Fill up to the number of the catalogue; every service belongs to one of the groups that have rules."""
    names = service_names()
    with_zb = ServiceGroup.objects.filter(responsibilities__role="zb").distinct().order_by("pk")
    groups, known = cycle(with_zb), set(Service.objects.values_list("leika_key", flat=True))
    missing = CATALOGUE - Service.objects.filter(is_published=True).count()
    fresh = [(key, name) for key, name in names if key not in known][:missing]
    Service.objects.bulk_create(
        [
            Service(
                leika_key=key,
                slug=f"katalog-{key}",
                name=name[:200],
                title=name[:200],
                summary=name[:400],
                group=next(groups),
                status="published",
            )
            for key, name in fresh
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE content_service")


def service_names() -> list[tuple[str, str]]:
    """Keys and names: those of the list, then made-up ones."""
    found = []
    if LIST.is_file():
        with LIST.open(encoding="utf-8", newline="") as file:
            found = [(row["leika_schluessel"], row["bezeichnung"]) for row in csv.DictReader(file)]
    return found + [(f"9999{number:010}", f"Leistung {number}") for number in range(CATALOGUE)]


def full_check() -> Row:
    """Every service in every municipality in a process of its own; the floor is what the issue allows."""
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True, env=os.environ)
    seconds, peak, pairs, gaps, conflicts = json.loads(done.stdout.splitlines()[-1])
    note = f"{pairs:,} pairs, {gaps} gaps, {conflicts} conflicts; peak {peak:.0f} of {MOST_MEBIBYTES} MiB"
    return Row("full check of responsibilities", seconds * 1000, "60 seconds allowed", MOST_SECONDS * 1000, note)
