"""Opening hours: reading them, and whether an office is open now."""

import re
from datetime import date, datetime, time
from typing import NamedTuple

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GERMAN_DAYS = dict(zip(("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"), DAYS, strict=True))
SPAN = re.compile(r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")

Hours = dict[str, list[list[str]]]


class OpenNow(NamedTuple):
    """Whether an office is open, until when, or when it opens next (both as "HH:MM", the day as index)."""

    is_open: bool
    until: str = ""
    next_day: int | None = None
    next_time: str = ""
    next_is_today: bool = False


def parse(text: str) -> Hours:
    """Read "Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00".

    >>> parse("Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00")
    {'tue': [['08:30', '12:00'], ['13:30', '18:00']], 'fri': [['08:30', '12:00']]}
    """
    hours: Hours = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        day, *spans = part.split()
        if day not in GERMAN_DAYS or not spans or not all(SPAN.match(span) for span in spans):
            raise ValueError(f"„{part}“ ist keine Öffnungszeit. Richtig ist zum Beispiel „Di 08:30-12:00 13:30-18:00“.")
        hours[GERMAN_DAYS[day]] = [span.split("-") for span in spans]
    return hours


def write(hours: Hours) -> str:
    """The text that `parse` reads.

    >>> write({"fri": [["08:30", "12:00"]], "tue": [["08:30", "12:00"], ["13:30", "18:00"]]})
    'Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00'
    """
    days = {german: hours[day] for german, day in GERMAN_DAYS.items() if hours.get(day)}
    return "; ".join(" ".join([german, *("-".join(span) for span in spans)]) for german, spans in days.items())


def open_now(hours: Hours, now: datetime, holidays: frozenset[date] = frozenset()) -> OpenNow:
    """Open at this local moment? If not, the next opening within a week.

    >>> open_now({"tue": [["08:30", "12:00"]]}, datetime(2026, 11, 24, 9, 0))
    OpenNow(is_open=True, until='12:00', next_day=None, next_time='', next_is_today=False)
    """
    for ahead in range(8):
        day = date.fromordinal(now.date().toordinal() + ahead)
        if day in holidays:
            continue
        for start, end in sorted(hours.get(DAYS[day.weekday()], [])):
            if ahead == 0 and time.fromisoformat(end) <= now.time():
                continue
            if ahead == 0 and time.fromisoformat(start) <= now.time():
                return OpenNow(True, until=end)
            return OpenNow(False, next_day=day.weekday(), next_time=start, next_is_today=ahead == 0)
    return OpenNow(False)
