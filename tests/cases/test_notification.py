"""When a decision counts as notified, and until when it can be contested (§§ 41, 71b VwVfG M-V, § 9 OZG, VwGO)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clocks import is_workday
from cases.rules import legal, notification

DAYS = st.dates(date(2025, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (date(2024, 12, 27), date(2024, 12, 30)),  # the third day
        (date(2024, 12, 30), date(2025, 1, 2)),  # posted under the old law: the third day, across the year
        (date(2024, 12, 31), date(2025, 1, 3)),
        (date(2025, 1, 1), date(2025, 1, 5)),  # the first day of the new law: the fourth day, a Sunday that stays
        (date(2025, 1, 2), date(2025, 1, 6)),
        (date(2026, 12, 21), date(2026, 12, 25)),  # a holiday stays a holiday
        (date(2028, 2, 26), date(2028, 3, 1)),  # across a leap day
        (date(2026, 2, 25), date(2026, 3, 1)),
    ],
)
def test_by_post_and_electronically(sent: date, expected: date) -> None:
    assert notification.posted(sent) == notification.sent_electronically(sent) == expected


def test_the_fourth_day_begins_where_the_land_sets_it() -> None:
    later = legal.with_fourth_day_from(date(2026, 7, 1))
    assert notification.posted(date(2026, 6, 30), later) == date(2026, 7, 3)
    assert notification.posted(date(2026, 7, 1), later) == date(2026, 7, 5)
    assert notification.sent_electronically(date(2026, 6, 30), later) == date(2026, 7, 3)
    assert legal.number("mailbox_days", date(2026, 6, 30), later).value == 3


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),  # a Saturday, which stays: a date, not a period
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 3, 15), date(2026, 4, 15)),
    ],
)
def test_abroad_one_month_after_posting(sent: date, expected: date) -> None:
    assert notification.posted_abroad(sent) == expected


@pytest.mark.parametrize(
    ("told", "fetched", "expected"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 3)),  # at once
        (date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 7)),  # a Saturday stays
        (date(2026, 3, 2), date(2026, 3, 12), date(2026, 3, 13)),  # the tenth day
        (date(2026, 3, 2), date(2026, 3, 13), None),  # the eleventh: to be provided again
        (date(2026, 3, 2), None, None),  # never
        (date(2026, 3, 2), date(2026, 3, 1), None),  # before the notice there is nothing to fetch
    ],
)
def test_by_retrieval_from_the_portal(told: date, fetched: date | None, expected: date | None) -> None:
    assert notification.retrieved(told, fetched) == expected


def test_in_the_mailbox_of_the_account_on_the_third_day() -> None:
    assert notification.in_mailbox(date(2026, 1, 28)) == date(2026, 1, 31)
    with pytest.raises(LookupError, match="mailbox_days"):
        notification.in_mailbox(date(2024, 7, 23))


@pytest.mark.parametrize(
    ("notified", "is_instructed", "expected"),
    [
        (date(2026, 1, 31), True, date(2026, 3, 2)),  # no 31 February; the 28th is a Saturday
        (date(2026, 2, 8), True, date(2026, 3, 9)),  # 8 March: Sunday and holiday
        (date(2026, 11, 24), True, date(2026, 12, 24)),  # Christmas Eve is a workday
        (date(2026, 11, 25), True, date(2026, 12, 28)),
        (date(2026, 3, 2), False, date(2027, 3, 2)),  # without instruction a year
        (date(2028, 2, 29), False, date(2029, 2, 28)),
        (date(2026, 5, 1), False, date(2027, 5, 3)),  # 1 May 2027 is a Saturday
    ],
)
def test_time_to_object(notified: date, is_instructed: bool, expected: date) -> None:
    assert notification.remedy_end(notified, is_workday, is_instructed=is_instructed).last_day == expected


@given(day=DAYS)
def test_sent_later_is_never_notified_earlier(day: date) -> None:
    for rule in (
        notification.posted,
        notification.sent_electronically,
        notification.posted_abroad,
        notification.in_mailbox,
        lambda sent: notification.retrieved(sent, sent),
    ):
        assert day < rule(day) <= rule(day + timedelta(days=1))
