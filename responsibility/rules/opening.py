"""Opening hours: reading them, which hours a day has, and whether an office is open now."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypedDict

from django.utils.translation import gettext_lazy as _

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GERMAN_DAYS = dict(zip(("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), DAYS, strict=True))
SPAN = re.compile(r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")
EXCEPTION = re.compile(
    r"^(\d{2}\.\d{2}\.\d{4})(?:-(\d{2}\.\d{2}\.\d{4}))? +(geschlossen|\d\d:\d\d-\S+(?: \S+-\S+)*)(.*)$"
)
GERMAN_DATE = "%d.%m.%Y"
# How far ahead the next opening is looked for; who is closed longer says so in the note
MOST_DAYS_AHEAD = 60

NO_HOURS = _("„%(part)s“ ist keine Öffnungszeit. Richtig ist zum Beispiel „Di 08:30-12:00 13:30-18:00“.")
NO_EXCEPTION = _(
    "„%(part)s“ ist kein abweichender Tag. Richtig ist zum Beispiel „24.12.2026 geschlossen Heiligabend“ oder "
    "„05.01.2027-08.01.2027 08:30-12:00“."
)

Span = list[str]
Hours = dict[str, list[Span]]


# How a change of the weekly hours is kept; no spans means closed
OpeningException = TypedDict("OpeningException", {"from": str, "to": str, "spans": list[Span], "note": str})

# The name of the holiday, or nothing
NameOfHoliday = Callable[[date], str]


def no_holidays(day: date) -> str:
    """For whoever is open on holidays, and for tests."""
    return ""


class Day(NamedTuple):
    """The hours of one day, and why they differ from the week's."""

    date: date
    spans: list[Span]
    reason: str = ""
    is_exception: bool = False


class Change(NamedTuple):
    """Days in a row whose hours differ from the week's for the same reason."""

    first: date
    last: date
    spans: list[Span]
    reason: str


class OpenNow(NamedTuple):
    """Whether an office is open on `today`, until when, or on which day and when it opens next ("HH:MM")."""

    is_open: bool
    today: date
    until: str = ""
    next_on: date | None = None
    next_time: str = ""
    reason: str = ""


def parse(text: str) -> Hours:
    """Read "Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00".

    >>> parse("Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00")
    {'tue': [['08:30', '12:00'], ['13:30', '18:00']], 'fri': [['08:30', '12:00']]}
    """
    hours: Hours = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        day, *spans = part.split()
        if day not in GERMAN_DAYS or GERMAN_DAYS[day] in hours or not are_spans(spans):
            raise ValueError(NO_HOURS % {"part": part})
        hours[GERMAN_DAYS[day]] = [span.split("-") for span in spans]
    return hours


def are_spans(spans: list[str]) -> bool:
    """At least one span, each forwards, one after the other."""
    times = [moment for span in spans for moment in span.split("-")]
    return bool(spans) and all(SPAN.match(span) for span in spans) and times == sorted(set(times))


def write(hours: Hours) -> str:
    """The text that `parse` reads.

    >>> write({"fri": [["08:30", "12:00"]], "tue": [["08:30", "12:00"], ["13:30", "18:00"]]})
    'Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00'
    """
    days = {german: hours[day] for german, day in GERMAN_DAYS.items() if hours.get(day)}
    return "; ".join(f"{german} {write_spans(spans)}" for german, spans in days.items())


def write_spans(spans: list[Span]) -> str:
    return " ".join("-".join(span) for span in spans)


def parse_exceptions(text: str) -> list[OpeningException]:
    """Read one change a line or a semicolon, sorted by day.

    >>> parse_exceptions("24.12.2026-31.12.2026 geschlossen Betriebsruhe; 05.01.2027 08:30-12:00")
    ... # doctest: +NORMALIZE_WHITESPACE
    [{'from': '2026-12-24', 'to': '2026-12-31', 'spans': [], 'note': 'Betriebsruhe'},
     {'from': '2027-01-05', 'to': '2027-01-05', 'spans': [['08:30', '12:00']], 'note': ''}]
    """
    parts = filter(None, (part.strip() for part in re.split(r"[;\n]", text)))
    return sorted((parse_exception(part) for part in parts), key=lambda change: (change["from"], change["to"]))


def parse_exception(part: str) -> OpeningException:
    wrong = ValueError(NO_EXCEPTION % {"part": part})
    found = EXCEPTION.match(part)
    if not found:
        raise wrong
    spans = [] if found[3] == "geschlossen" else found[3].split()
    try:
        first = datetime.strptime(found[1], GERMAN_DATE).date()
        last = datetime.strptime(found[2] or found[1], GERMAN_DATE).date()
    except ValueError as error:
        raise wrong from error
    if first > last or (spans and not are_spans(spans)):
        raise wrong
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "spans": [span.split("-") for span in spans],
        "note": found[4].strip(" ,"),
    }


def write_exceptions(changes: list[OpeningException]) -> str:
    """The text that `parse_exceptions` reads, one change a line.

    >>> write_exceptions([{"from": "2026-12-24", "to": "2026-12-31", "spans": [], "note": "Betriebsruhe"}])
    '24.12.2026-31.12.2026 geschlossen Betriebsruhe'
    """
    return "\n".join(write_exception(change) for change in changes)


def write_exception(change: OpeningException) -> str:
    days = dict.fromkeys(date.fromisoformat(change[end]).strftime(GERMAN_DATE) for end in ("from", "to"))
    return f"{'-'.join(days)} {write_spans(change['spans']) or 'geschlossen'} {change['note']}".strip()


def hours_on(
    day: date, hours: Hours, changes: list[OpeningException] = (), holiday: NameOfHoliday = no_holidays
) -> Day:
    """The hours of this day: an exception counts before a holiday, a holiday before the week. The last one wins.

    >>> hours_on(date(2026, 11, 24), {"tue": [["08:30", "12:00"]]}).spans
    [['08:30', '12:00']]
    """
    for change in reversed(changes):
        if change["from"] <= day.isoformat() <= change["to"]:
            return Day(day, sorted(change["spans"]), change["note"], is_exception=True)
    if name := holiday(day):
        return Day(day, [], name, is_exception=True)
    return Day(day, sorted(hours.get(DAYS[day.weekday()], [])))


def open_now(
    hours: Hours, now: datetime, changes: list[OpeningException] = (), holiday: NameOfHoliday = no_holidays
) -> OpenNow:
    """Open at this local moment? If not, the next opening within two months.

    >>> open_now({"tue": [["08:30", "12:00"]]}, datetime(2026, 11, 24, 9, 0)).until
    '12:00'
    """
    today = hours_on(now.date(), hours, changes, holiday)
    for start, end in today.spans:
        if time.fromisoformat(end) <= now.time():
            continue
        if time.fromisoformat(start) <= now.time():
            return OpenNow(True, today.date, until=end, reason=today.reason)
        return OpenNow(False, today.date, next_on=today.date, next_time=start, reason=today.reason)
    for ahead in range(1, MOST_DAYS_AHEAD + 1):
        later = hours_on(today.date + timedelta(days=ahead), hours, changes, holiday)
        if later.spans:
            return OpenNow(False, today.date, next_on=later.date, next_time=later.spans[0][0], reason=today.reason)
    return OpenNow(False, today.date, reason=today.reason)


def coming_changes(
    today: date,
    hours: Hours,
    changes: list[OpeningException] = (),
    holiday: NameOfHoliday = no_holidays,
    *,
    days: int = MOST_DAYS_AHEAD,
) -> list[Change]:
    """What differs from the week in the coming days. A holiday on a day that is closed anyway is no change.

    >>> closed = [{"from": "2026-12-24", "to": "2026-12-31", "spans": [], "note": "Betriebsruhe"}]
    >>> [change] = coming_changes(date(2026, 12, 1), {"thu": [["08:30", "12:00"]]}, closed)
    >>> change.first, change.last
    (datetime.date(2026, 12, 24), datetime.date(2026, 12, 31))
    """
    groups: list[list[Day]] = []
    for ahead in range(days + 1):
        day = hours_on(today + timedelta(days=ahead), hours, changes, holiday)
        if not day.is_exception:
            continue
        before = groups[-1][-1] if groups else None
        follows = before and (day.date - before.date).days == 1 and before[1:] == day[1:]
        if follows:
            groups[-1].append(day)
        else:
            groups.append([day])
    return [
        Change(group[0].date, group[-1].date, group[0].spans, group[0].reason)
        for group in groups
        if any(day.spans != hours_on(day.date, hours).spans for day in group)
    ]
