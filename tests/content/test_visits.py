"""Page views are counted without a trace of anybody, also for pages from the cache."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from content import actions
from content.actions import tally
from content.actions.visits import UPSERT, Visit, visits
from content.models import PageView
from content.queries.statistics import month_report
from content.rules import visits as rules

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
ANDROID_TABLET = "Mozilla/5.0 (Linux; Android 15; SM-X810) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


@pytest.fixture(autouse=True)
def nothing_left_over():
    visits.flush()
    PageView.objects.all().delete()


def read(client, path="/leistungen/", agent=FIREFOX, **headers):
    assert client.get(path, headers={"user-agent": agent} | headers).status_code == 200


def views() -> dict:
    visits.flush()
    return {(row.path, row.language, row.device, row.source): row.views for row in PageView.objects.all()}


def test_views_are_added_up_by_page_language_device_and_way(client):
    read(client)
    read(client)
    read(client, agent=IPHONE, referer="https://www.google.com/search")
    read(client, "/en/leistungen/", referer="http://testserver/en/")
    assert views() == {
        ("/leistungen/", "de", "desktop", "direct"): 2,
        ("/leistungen/", "de", "phone", "search"): 1,
        ("/en/leistungen/", "en", "desktop", "portal"): 1,
    }
    read(client)
    assert views()["/leistungen/", "de", "desktop", "direct"] == 3


def test_a_page_from_the_cache_counts_like_any_other(client, settings):
    settings.PAGE_CACHE_SECONDS = 60
    for _ in range(3):
        read(client, "/lebenslagen/")
    etag = client.get("/lebenslagen/").headers.get("ETag", "")
    client.get("/lebenslagen/", headers={"user-agent": FIREFOX, "if-none-match": etag})
    assert views()["/lebenslagen/", "de", "desktop", "direct"] == 4


@pytest.mark.parametrize(
    ("agent", "headers"),
    [
        ("Googlebot/2.1 (+http://www.google.com/bot.html)", {}),
        ("", {}),  # a program that does not say what it is
        (FIREFOX, {"dnt": "1"}),
        (FIREFOX, {"sec-gpc": "1"}),
    ],
)
def test_programs_and_those_who_object_are_not_counted(client, agent, headers):
    read(client, agent=agent, **headers)
    assert views() == {}


def test_pages_that_are_not_public_are_not_counted(client):
    client.get("/eingang/", headers={"user-agent": FIREFOX})
    client.get("/leistungen/gibt-es-nicht/", headers={"user-agent": FIREFOX})
    assert views() == {}


@pytest.mark.parametrize(
    ("agent", "device"), [(FIREFOX, "desktop"), (IPHONE, "phone"), (ANDROID_TABLET, "tablet"), ("iPad", "tablet")]
)
def test_kinds_of_devices(agent, device):
    assert rules.device(agent) == device


@pytest.mark.parametrize(
    ("referrer", "source"),
    [
        ("", "direct"),
        ("https://portal.example/x", "portal"),
        ("https://www.bing.com/", "search"),
        ("http://[", "other"),
    ],
)
def test_ways_in(referrer, source):
    assert rules.source(referrer, "portal.example:443") == source


def test_without_a_database_the_number_is_forgotten_and_the_page_stands(monkeypatch):
    class Away:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(tally, "connection", Away())
    counter = tally.Tally(UPSERT)
    counter.count(Visit(date(2026, 11, 24), "/", "de", "desktop", "direct", ""))
    counter.flush()
    monkeypatch.undo()
    counter.flush()
    assert not PageView.objects.exists()


def test_the_report_of_a_month_tells_no_small_numbers(client):
    day = date(2026, 11, 24)
    for path, count in (("/leistungen/viel/", 7), ("/leistungen/wenig/", 4)):
        PageView.objects.create(day=day, path=path, language="de", device="phone", source="direct", views=count)
    PageView.objects.create(day=date(2026, 12, 1), path="/x/", language="de", device="phone", source="direct", views=9)
    for rating in (5, 5, 4, 4, 4):
        actions.give_feedback("/leistungen/", language="de", found="yes", rating=rating, text="", sender=str(rating))
    rows = month_report(date(2026, 11, 1), date(2026, 11, 30))
    assert [(row.path, row.views) for row in rows] == [("/leistungen/viel/", 7), ("/leistungen/wenig/", None)]
    out = StringIO()
    call_command("sdg_report", month="2026-11", stdout=out)
    assert "/leistungen/viel/,,phone,7,,," in out.getvalue()
    with pytest.raises(CommandError, match="2026-11"):
        call_command("sdg_report", month="11/2026")
