"""The clock once more, written from the paragraphs and not from the code: what the vectors were worked out with.

Shares nothing with cases.rules: its own Easter (Meeus), its own holidays, its own calendar of months.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEKEND = (5, 6)


def easter(year: int) -> date:
    """Easter Sunday, by Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_free(day: date) -> bool:
    """Saturday, Sunday, or one of the holidays of § 2 FTG M-V (8 March since 2023)."""
    fixed = {(1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26)} | ({(3, 8)} if day.year >= 2023 else set())
    after_easter = (day - easter(day.year)).days
    return day.weekday() in WEEKEND or (day.month, day.day) in fixed or after_easter in (-2, 1, 39, 50)


def counted(event: date, length: str) -> date:
    """§§ 187 Abs. 1, 188 BGB: the day of the event does not count; a day the month lacks is its last day."""
    amount, unit = int(length[:-1]), length[-1]
    if unit != "m":
        return event + DAY * amount * (7 if unit == "w" else 1)
    years, month = divmod(event.month - 1 + amount, 12)
    year = event.year + years
    return date(year, month + 1, min(event.day, monthrange(year, month + 1)[1]))


def moved(day: date) -> date:
    """§ 31 Abs. 3 VwVfG M-V: not on a free day."""
    while is_free(day):
        day += DAY
    return day


def end(event: date, length: str, still: Collection[date] = ()) -> date:
    """Each day after the event on which the clock stood still is given back, one by one."""
    last = counted(event, length)
    left = sum(event < day <= last for day in still)
    while left:
        last += DAY
        left -= last not in still
    return moved(last)


def days(*pauses: tuple[date, date]) -> set[date]:
    return {first + DAY * number for first, last in pauses for number in range((last - first).days + 1)}


def clock(
    received: date,
    length: str,
    *,
    via_ea: bool,
    complete: date | None = None,
    extension: str = "",
    pauses: Collection[tuple[date, date]] = (),
) -> tuple[date, date | None]:
    """End and extended end (§ 71b Abs. 2, § 42a Abs. 2 VwVfG M-V, § 190 BGB)."""
    start = max(received, complete or received) + (3 * DAY if via_ea else 0 * DAY)
    still = days(*pauses)
    due = end(start, length, still)
    return due, end(due, extension, still) if extension else None
