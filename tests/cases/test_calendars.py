"""Deadlines in a calendar program: by secret link, by the rights of the moment, without names."""

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from cases import actions
from cases.models import CalendarFeed
from cases.queries.calendars import calendar_content
from portal.logs import SECRETS
from tests.cases.world import World, claim_by_zb, forward, log_in


@pytest.fixture
def working(world: World) -> World:
    forward(world)
    claim_by_zb(world)
    return world


def fetch(feed: CalendarFeed) -> Calendar:
    response = Client().get(reverse("cases:calendar", args=[feed.secret]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    return Calendar.from_ical(response.content)


def test_own_deadlines(working: World) -> None:
    calendar = fetch(actions.renew_calendar(actor=working.cord, organisation_id=None))
    (event,) = calendar.walk("VEVENT")
    assert str(event["summary"]) == "Frist: Gaststättengewerbe Erlaubnis, MV-4H7K-M92P-A"
    assert (event.decoded("dtstart").isoformat(), event.decoded("dtend").isoformat()) == ("2027-02-23", "2027-02-24")
    assert str(event["url"]).endswith(reverse("cases:proceeding", args=[working.licence.pk]))
    assert b"Petersen" not in calendar.to_ical()


def test_of_a_whole_authority(working: World) -> None:
    feed = actions.renew_calendar(actor=working.katrin, organisation_id=working.kreis.pk)
    assert len(fetch(feed).walk("VEVENT")) == 1
    assert not fetch(actions.renew_calendar(actor=working.katrin, organisation_id=None)).walk("VEVENT")


def test_what_is_decided_leaves_the_calendar(working: World) -> None:
    feed = actions.renew_calendar(actor=working.cord, organisation_id=None)
    actions.decide(
        working.licence.pk, actor=working.cord, version=working.licence.version, outcome="granted", reasons="Gut."
    )
    assert not fetch(feed).walk("VEVENT")


def test_a_new_link_ends_the_old_one(working: World) -> None:
    old = actions.renew_calendar(actor=working.cord, organisation_id=None).secret
    new = actions.renew_calendar(actor=working.cord, organisation_id=None)
    assert Client().get(reverse("cases:calendar", args=[old])).status_code == 404
    assert fetch(new)
    actions.remove_calendar(actor=working.cord, organisation_id=None)
    actions.remove_calendar(actor=working.cord, organisation_id=None)
    assert Client().get(reverse("cases:calendar", args=[new.secret])).status_code == 404


def test_rights_are_those_of_the_moment(working: World) -> None:
    own = actions.renew_calendar(actor=working.cord, organisation_id=None)
    office = actions.renew_calendar(actor=working.cord, organisation_id=working.kreis.pk)
    working.cord.groups.clear()
    for feed in (own, office):
        with pytest.raises(Http404):
            calendar_content(feed.secret)


def test_no_calendar_of_a_foreign_authority(working: World) -> None:
    for person, organisation in ((working.cord, working.stadt.pk), (working.anna, None)):
        with pytest.raises(Http404):
            actions.renew_calendar(actor=person, organisation_id=organisation)


def test_page(working: World) -> None:
    client = log_in(working.cord)
    address = reverse("cases:calendars")
    assert "Link machen" in client.get(address).content.decode()
    client.post(address, {"organisation": working.kreis.pk, "step": "renew"})
    feed = CalendarFeed.objects.get()
    assert feed.secret in client.get(address).content.decode()
    client.post(address, {"organisation": working.kreis.pk, "step": "remove"})
    assert not CalendarFeed.objects.exists()
    assert client.post(address, {"organisation": "x"}).status_code == 404


def test_the_secret_stays_out_of_the_log(working: World) -> None:
    address = reverse("cases:calendar", args=[actions.renew_calendar(actor=working.cord, organisation_id=None).secret])
    assert SECRETS.sub(r"\1…", address) == "/eingang/kalender/….ics"


def test_queries_do_not_grow(working: World, django_assert_num_queries) -> None:
    feed = actions.renew_calendar(actor=working.cord, organisation_id=None)
    with django_assert_num_queries(3):
        calendar_content(feed.secret)
