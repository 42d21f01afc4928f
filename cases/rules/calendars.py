"""Deadlines as iCalendar (RFC 5545), for the calendar programs of officers. No names of applicants leave the portal."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from icalendar import Calendar, Event


class Entry(NamedTuple):
    """One deadline. `key` is unique in the world and stays when the day moves."""

    key: str
    on: date
    summary: str
    description: str
    url: str
    version: int


def write(name: str, entries: Iterable[Entry], *, stamp: datetime) -> bytes:
    """The calendar with one event a deadline, all day, blocking no time."""
    calendar = Calendar()
    calendar.add("prodid", "-//Land Mecklenburg-Vorpommern//Dienstleistungsportal//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    return calendar.to_ical()


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.key)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", entry.version)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")
    return event
