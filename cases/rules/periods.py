"""Periods of days, weeks and months (§§ 187 to 193, 209 BGB, § 31 VwVfG M-V)."""

import calendar
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

IsWorkday = Callable[[date], bool]
UNITS = "dwm"
DAY = timedelta(days=1)


class Period(NamedTuple):
    """A period as it is configured: "3m", "8w", "30d"."""

    amount: int
    unit: str


class PeriodEnd(NamedTuple):
    """`counted`: where the calendar puts the end; `last_day`: the day after moving it to a workday.

    `paused`: how many days within it did not count.
    """

    counted: date
    last_day: date
    paused: int = 0

    @property
    def is_moved(self) -> bool:
        return self.counted != self.last_day


class Span(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date


def parse_period(text: str) -> Period | None:
    """The period written as number and d, w or m; None for an empty text.

    >>> parse_period("3m")
    Period(amount=3, unit='m')
    """
    if not text:
        return None
    amount, unit = text[:-1], text[-1]
    if unit not in UNITS or not (amount.isascii() and amount.isdecimal()):
        raise ValueError(f"A period is a number with d, w or m, not {text!r}")
    return Period(int(amount), unit)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of the month where that day is missing (§ 188 Abs. 3 BGB).

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_workday(day: date, is_workday: IsWorkday) -> date:
    """This day if it is a workday, else the first one after it (§ 31 Abs. 3 VwVfG M-V, § 193 BGB)."""
    while not is_workday(day):
        day += DAY
    return day


def period_end(event: date, period: Period, is_workday: IsWorkday, paused: Collection[date] = ()) -> PeriodEnd:
    """End of a period that begins with an event; the day of the event does not count (§ 187 Abs. 1, § 188 BGB).

    Days on which it was paused do not count either (§ 209 BGB): each moves the end by one day, and a pause within
    the days that were added moves it again.

    >>> period_end(date(2026, 11, 30), Period(3, "m"), lambda day: day.weekday() < 5)  # 28 February is a Sunday
    PeriodEnd(counted=datetime.date(2027, 2, 28), last_day=datetime.date(2027, 3, 1), paused=0)
    """
    base = _calendar_end(event, period)
    lost, counted = 0, base
    while (found := sum(event < day <= counted for day in paused)) != lost:
        lost, counted = found, base + DAY * found
    return PeriodEnd(counted, next_workday(counted, is_workday), lost)


def _calendar_end(event: date, period: Period) -> date:
    if period.unit == "m":
        return add_months(event, period.amount)
    return event + DAY * (period.amount * (7 if period.unit == "w" else 1))


def days_in(spans: Iterable[Span]) -> frozenset[date]:
    """Every day of the spans, once, however they overlap.

    >>> len(days_in([Span(date(2026, 2, 1), date(2026, 2, 3)), Span(date(2026, 2, 2), date(2026, 2, 4))]))
    4
    """
    return frozenset(day for span in spans for day in _each_day(span))


def _each_day(span: Span) -> Iterator[date]:
    day = span.first
    while day <= span.last:
        yield day
        day += DAY
