"""The opening hours of an authority as iCalendar (RFC 5545)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from responsibility.rules import opening

BERLIN = ZoneInfo("Europe/Berlin")
ICAL_DAYS = dict(zip(opening.DAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))


class Office(NamedTuple):
    """Whose hours these are, and in the reader's words what to call them. `key` is unique in the world."""

    key: str
    name: str
    place: str
    url: str
    open_words: str
    closed_words: str
    hours: opening.Hours
    changes: list[opening.OpeningException]


def write(office: Office, *, first: date, last: date, holiday: opening.NameOfHoliday, stamp: datetime) -> bytes:
    """Weekly events from `first` to `last` without the days that differ, and one event a day that differs."""
    calendar = Calendar()
    calendar.add("prodid", "-//Land Mecklenburg-Vorpommern//Dienstleistungsportal//DE")
    calendar.add("version", "2.0")
    calendar.add("name", vText(office.name))
    calendar.add("x-wr-calname", vText(office.name))
    calendar.add("url", office.url)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    plans = [opening.hours_on(day, office.hours, office.changes, holiday) for day in days]
    special = [plan for plan in plans if plan.is_exception]
    for key, spans in office.hours.items():
        usual = [plan.date for plan in plans if opening.DAYS[plan.date.weekday()] == key and not plan.is_exception]
        closed = [plan.date for plan in special if opening.DAYS[plan.date.weekday()] == key]
        for number, span in enumerate(sorted(spans)):
            if usual:
                calendar.add_component(weekly(office, key, number, span, usual, closed, last, stamp))
    for plan in special:
        for number, span in enumerate(plan.spans):
            calendar.add_component(once(office, plan, number, span, stamp))
        if not plan.spans and office.hours.get(opening.DAYS[plan.date.weekday()]):
            calendar.add_component(closed_day(office, plan, stamp))
    calendar.add_missing_timezones(first_date=first, last_date=last)
    return calendar.to_ical()


def weekly(
    office: Office,
    key: str,
    number: int,
    span: opening.Span,
    usual: list[date],
    closed: list[date],
    last: date,
    stamp: datetime,
) -> Event:
    """One span of the week. It begins on a day that is open, because some programs never leave out the first."""
    event = bare(office, f"{key}-{number}", office.open_words, stamp)
    event.add("dtstart", at(usual[0], span[0]))
    event.add("dtend", at(usual[0], span[1]))
    until = datetime.combine(last, time.max.replace(microsecond=0), BERLIN).astimezone(UTC)
    event.add("rrule", {"freq": "weekly", "until": until, "byday": ICAL_DAYS[key]})
    left_out = [at(day, span[0]) for day in closed if day > usual[0]]
    if left_out:
        event.add("exdate", left_out)
    return event


def once(office: Office, plan: opening.Day, number: int, span: opening.Span, stamp: datetime) -> Event:
    """Other hours on one day."""
    event = bare(office, f"{plan.date:%Y%m%d}-{number}", office.open_words, stamp)
    event.add("dtstart", at(plan.date, span[0]))
    event.add("dtend", at(plan.date, span[1]))
    if plan.reason:
        event.add("description", plan.reason)
    return event


def closed_day(office: Office, plan: opening.Day, stamp: datetime) -> Event:
    """A day on which people would expect the office to be open; it blocks no time in their own calendar."""
    words = f"{office.closed_words} ({plan.reason})" if plan.reason else office.closed_words
    event = bare(office, f"{plan.date:%Y%m%d}", words, stamp)
    event.add("dtstart", plan.date)
    event.add("dtend", plan.date + timedelta(days=1))
    return event


def bare(office: Office, key: str, words: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{key}@{office.key}")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("summary", f"{office.name}: {words}")
    event.add("transp", "TRANSPARENT")
    event.add("url", office.url)
    if office.place:
        event.add("location", office.place)
    return event


def at(day: date, moment: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(moment), BERLIN)
