"""When a decision counts as notified (Bekanntgabe), and until when it can be contested.

The days of the fictions are dates, not periods: they stay on a Saturday, Sunday or holiday. The time for the
objection is a period and ends on a workday.
"""

from datetime import date, timedelta

from cases.rules import legal
from cases.rules.periods import IsWorkday, Period, PeriodEnd, add_months, period_end


def posted(on: date, numbers: legal.Numbers = legal.NUMBERS) -> date:
    """A letter within Germany: the third, under the newer law the fourth day after posting (§ 41 Abs. 2 Satz 1).

    >>> posted(date(2024, 12, 30)), posted(date(2025, 1, 2))
    (datetime.date(2025, 1, 2), datetime.date(2025, 1, 6))
    """
    return on + timedelta(days=legal.number("post_days", on, numbers).value)


def sent_electronically(on: date, numbers: legal.Numbers = legal.NUMBERS) -> date:
    """An electronic decision, for example by e-mail (§ 41 Abs. 2 Satz 2 VwVfG M-V)."""
    return on + timedelta(days=legal.number("electronic_days", on, numbers).value)


def posted_abroad(on: date) -> date:
    """A letter to another country, in a proceeding through the EA: one month after posting (§ 71b Abs. 6).

    >>> posted_abroad(date(2026, 1, 31))
    datetime.date(2026, 2, 28)
    """
    return add_months(on, legal.number("abroad_months", on).value)


def last_day_to_fetch(told_on: date) -> date:
    """Until when a decision that is provided for retrieval can be fetched (§ 41 Abs. 2a Satz 4 VwVfG M-V)."""
    return told_on + timedelta(days=legal.number("retrieval_days", told_on).value)


def retrieved(told_on: date, fetched_on: date | None) -> date | None:
    """Fetched from the portal: the day after; None if not fetched within ten days after the notice (§ 41 Abs. 2a).

    >>> retrieved(date(2026, 3, 2), date(2026, 3, 12)), retrieved(date(2026, 3, 2), date(2026, 3, 13))
    (datetime.date(2026, 3, 13), None)
    """
    if fetched_on is None or not told_on <= fetched_on <= last_day_to_fetch(told_on):
        return None
    return fetched_on + timedelta(days=legal.number("retrieval_next_day", fetched_on).value)


def in_mailbox(provided_on: date) -> date:
    """Provided in the mailbox of the user account: the third day after it (§ 9 Abs. 1 OZG)."""
    return provided_on + timedelta(days=legal.number("mailbox_days", provided_on).value)


# Way -> the number of the law it rests on
BASIS = {
    "portal": "retrieval_next_day",
    "mailbox": "mailbox_days",
    "post": "post_days",
    "abroad": "abroad_months",
    "electronic": "electronic_days",
}


def law_of(way: str, on: date, numbers: legal.Numbers = legal.NUMBERS) -> str:
    """The legal basis of a way on a day.

    >>> law_of("mailbox", date(2026, 3, 2))
    '§ 9 Abs. 1 OZG'
    """
    return legal.number(BASIS[way], on, numbers).law


def notified(way: str, on: date, numbers: legal.Numbers = legal.NUMBERS) -> date | None:
    """When something sent or provided on that day counts as notified; in the portal only once it is fetched.

    >>> notified("post", date(2026, 3, 2)), notified("portal", date(2026, 3, 2))
    (datetime.date(2026, 3, 6), None)
    """
    match way:
        case "post":
            return posted(on, numbers)
        case "abroad":
            return posted_abroad(on)
        case "electronic":
            return sent_electronically(on, numbers)
        case "mailbox":
            return in_mailbox(on)
    return None


def remedy_end(notified_on: date, is_workday: IsWorkday, *, is_instructed: bool = True) -> PeriodEnd:
    """Last day for the objection: one month; without proper instruction one year (§ 70 Abs. 1, § 58 Abs. 2 VwGO).

    >>> remedy_end(date(2026, 1, 31), lambda day: day.weekday() < 5).last_day  # 28 February 2026 is a Saturday
    datetime.date(2026, 3, 2)
    """
    key = "objection_months" if is_instructed else "uninstructed_months"
    return period_end(notified_on, Period(legal.number(key, notified_on).value, "m"), is_workday)
