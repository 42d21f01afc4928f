"""From when until when something counts; a missing day means always."""

from datetime import date


def counts_on(start: date | None, end: date | None, day: date) -> bool:
    """Both days are included.

    >>> counts_on(date(2026, 1, 1), None, date(2026, 1, 1)), counts_on(None, date(2025, 12, 31), date(2026, 1, 1))
    (True, False)
    """
    return (start is None or start <= day) and (end is None or day <= end)


def has_started(start: date | None, today: date) -> bool:
    """Did the rule count already?

    >>> has_started(None, date(2026, 1, 1)), has_started(date(2026, 1, 2), date(2026, 1, 1))
    (True, False)
    """
    return start is None or start <= today
