"""The inbox among ten thousand and among a million cases: pages through Django's WSGI handler, plans by EXPLAIN.

The same officers look at the same views twice, in one database that grows between. Each page is measured in turn with a
bare view, and the earlier time is scaled by what the bare view says of the machine meanwhile.
"""

import json
import re
import time
from collections.abc import Callable
from io import StringIO
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from cases.models import Case, InboxItem, Proceeding
from cases.queries.inbox import View
from cases.rules.transitions import AT_WORK
from portal.accounts.models import User
from tests.benchmarks.measure import Row, side_by_side
from tests.benchmarks.pages import caller

SMALL, SIZE = 10_000, 1_000_000
ROUNDS = 40
MOST_SECONDS = 15 * 60
MOST_QUERIES = 12
ADDRESS = "/eingang/"
# An ordinary officer of a city, one of an EA, and an administrator
OFFICERS = {"city": "sb1.rostock@seed.invalid", "EA": "sb1.ihk-rostock@seed.invalid"}
ADMINISTRATOR = "betrieb@demo.example"
COLLEAGUE = "sb2.rostock@seed.invalid"
BIG = {"cases_case", "cases_proceeding", "cases_event", "cases_inboxitem", "cases_inboxkey", "cases_application"}


class Page(NamedTuple):
    """An address of the inbox as somebody sees it."""

    name: str
    who: str
    address: str


class Times(NamedTuple):
    page: float
    bare: float


def measure(size: int = SIZE) -> list[Row]:
    """Seed, look, seed more, look again."""
    seconds = seed(SMALL - made_up())
    pages = [page for who in (*OFFICERS, "administrator") for page in pages_of(who)]
    before = {page: timed(page) for page in pages}
    seconds += seed(size - made_up())
    after = {page: timed(page) for page in pages}
    rows = [Row(f"seed_cases {size:,}", seconds * 1000, "15 minutes allowed", MOST_SECONDS * 1000)]
    for page in pages:
        scale = after[page].bare / before[page].bare
        note = f"{queries_of(page)} queries, no scan of a table; at most 1.5"
        what, floor = f"{page.name}, {page.who}, {size:,} cases", f"{SMALL:,} cases"
        rows.append(Row(what, after[page].page, floor, before[page].page * scale, note))
    give_work_to_administrator()
    return rows + [against_administrator(page) for page in pages_of("city")]


def seed(number: int) -> float:
    begin = time.perf_counter()
    if number > 0:
        call_command("seed_cases", number, stdout=StringIO())
    for email in OFFICERS.values():
        User.objects.filter(email=email).update(is_demo=True)
    return time.perf_counter() - begin


def made_up() -> int:
    return Case.objects.filter(secret__startswith="seed-").count()


def pages_of(who: str) -> list[Page]:
    """Every view, and a search by each thing one can search by."""
    example = (
        InboxItem.objects.filter(organisation__slug="rostock")
        .order_by("pk")
        .values_list("case__reference", flat=True)[0]
    )
    searches = {
        "reference": example,
        "surname": "Petersen",
        "name": "Anna Petersen",
        "place": "Rostock",
        "two words": "petersen rost",
    }
    views = [Page(f"inbox “{view.value}”", who, f"{ADDRESS}?ansicht={view.value}") for view in View]
    return views + [
        Page(f"search by {what}", who, f"{ADDRESS}?{urlencode({'q': text})}") for what, text in searches.items()
    ]


def call(page: Page) -> Callable[[], None]:
    """Somebody who is logged in opens the page."""
    client = Client()
    client.force_login(User.objects.get(email=OFFICERS.get(page.who, ADMINISTRATOR)))
    return caller(WSGIHandler(), page.address, cookie=f"sessionid={client.cookies['sessionid'].value}")


def timed(page: Page) -> Times:
    with override_settings(MIDDLEWARE=["tests.benchmarks.pages.floor_urls"]):
        floor = caller(WSGIHandler(), "/floor/")
    return Times(*side_by_side(call(page), floor, rounds=ROUNDS))


def queries_of(page: Page) -> int:
    """How many queries the page makes. None of them may scan a big table."""
    look = call(page)
    look()
    with CaptureQueriesContext(connection) as captured:
        look()
    statements = [query["sql"] for query in captured.captured_queries if query["sql"].startswith(("SELECT", "WITH"))]
    for statement in statements:
        scanned = scans(statement) & BIG
        if scanned:
            raise RuntimeError(f"{page.address} scans {', '.join(scanned)}: {statement}")
    if len(captured) > MOST_QUERIES:
        raise RuntimeError(f"{page.address} makes {len(captured)} queries")
    return len(captured)


def scans(statement: str) -> set[str]:
    """Tables that the plan reads from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}".replace("%", "%%"), [])
        plan = cursor.fetchone()[0]
    text = plan if isinstance(plan, str) else json.dumps(plan)
    return set(re.findall(r'"Node Type": "Seq Scan"[^{}]*?"Relation Name": "(\w+)"', text))


def give_work_to_administrator() -> None:
    """So that “Meine” is a full page on both sides."""
    theirs = Proceeding.objects.filter(officer__email=COLLEAGUE, status__in=AT_WORK).order_by("pk")[:100]
    found = Proceeding.objects.filter(pk__in=list(theirs.values_list("pk", flat=True)))
    if not found.update(officer=User.objects.get(email=ADMINISTRATOR)):
        raise RuntimeError("The administrator would have nothing to do")


def against_administrator(page: Page) -> Row:
    officer, administrator = side_by_side(call(page), call(page._replace(who="administrator")), rounds=ROUNDS)
    return Row(f"{page.name}, officer of a city", officer, "administrator", administrator, "at most 1.5")
