"""Periods and the clock, by the test vectors of the law (§§ 187 to 193 BGB, §§ 31, 42a, 71b VwVfG M-V)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clocks import is_workday
from cases.rules import legal
from cases.rules.deadlines import (
    ClockEvent,
    Period,
    add_months,
    clock,
    deemed_receipt,
    next_workday,
    parse_period,
    period_end,
)

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("event", "period", "expected"),
    [
        (date(2026, 1, 31), "1m", date(2026, 3, 2)),  # no 31 February; the 28th is a Saturday
        (date(2028, 1, 31), "1m", date(2028, 2, 29)),  # leap year, a Tuesday
        (date(2026, 11, 30), "3m", date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (date(2025, 12, 6), "3m", date(2026, 3, 6)),  # begins on a Saturday, which does not move the start
        (date(2025, 12, 8), "3m", date(2026, 3, 9)),  # 8 March 2026: Sunday and holiday
        (date(2026, 12, 8), "3m", date(2027, 3, 9)),  # 8 March 2027: a Monday, holiday in M-V
        (date(2022, 12, 8), "3m", date(2023, 3, 9)),  # 8 March 2023: the first year of the holiday
        (date(2021, 12, 8), "3m", date(2022, 3, 8)),  # the year before it was none
        (date(2026, 7, 30), "3m", date(2026, 10, 30)),  # a Friday
        (date(2026, 7, 31), "3m", date(2026, 11, 2)),  # 31 October: Saturday and Reformationstag
        (date(2026, 12, 17), "8d", date(2026, 12, 28)),  # first day of Christmas, second day, Sunday
        (date(2026, 3, 6), "4w", date(2026, 4, 7)),  # Good Friday, then Easter to Monday
        (date(2026, 4, 23), "8d", date(2026, 5, 4)),  # 1 May, a Friday
        (date(2026, 1, 26), "3d", date(2026, 1, 29)),
        (date(2026, 12, 31), "2m", date(2027, 3, 1)),  # across the year and a short month that ends on a Sunday
    ],
)
def test_end_of_a_period(event: date, period: str, expected: date) -> None:
    assert period_end(event, parse_period(period), is_workday).last_day == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 1, 23), date(2026, 1, 26)),  # Friday to Monday
        (date(2025, 12, 3), date(2025, 12, 6)),  # a Saturday stays a Saturday
        (date(2026, 12, 22), date(2026, 12, 25)),  # a holiday stays a holiday
        (date(2026, 2, 26), date(2026, 3, 1)),  # across the month, a Sunday
    ],
)
def test_third_day_after_receipt_at_the_ea_is_a_date_without_shift(received: date, expected: date) -> None:
    assert deemed_receipt(received) == expected


@pytest.mark.parametrize("text", ["3y", "m", "-3m", "3.5m", "drei m", "3 m"])
def test_period_that_makes_no_sense(text: str) -> None:
    with pytest.raises(ValueError, match="number with d, w or m"):
        parse_period(text)


def test_no_period() -> None:
    assert parse_period("") is None


@given(day=DAYS, months=st.integers(1, 24))
def test_months_keep_the_day_or_end_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(day=DAYS)
def test_next_workday_skips_only_free_days(day: date) -> None:
    end = next_workday(day, is_workday)
    assert is_workday(end)
    assert not any(is_workday(day + timedelta(days=n)) for n in range((end - day).days))


@given(day=DAYS, amount=st.integers(1, 400), unit=st.sampled_from("dw"))
def test_a_longer_period_never_ends_earlier(day: date, amount: int, unit: str) -> None:
    short = period_end(day, Period(amount, unit), is_workday).last_day
    assert short <= period_end(day, Period(amount + 1, unit), is_workday).last_day


def run(*events: tuple, period: str = "3m", deemed_law: str = "§ 42a VwVfG M-V"):
    rows = [ClockEvent(*event) for event in events]
    return clock(rows, period=period, period_law="§ 6a GewO", deemed_law=deemed_law, is_workday=is_workday)


MINE, OTHER = 1, 2
RECEIVED = ("received_ea", date(2026, 1, 23))


@pytest.mark.parametrize(
    ("name", "events", "complete", "due"),
    [
        ("nothing has arrived", [("submitted", date(2026, 1, 23))], None, None),
        ("complete at the EA", [RECEIVED], date(2026, 1, 26), date(2026, 4, 27)),
        (
            "complete on a Saturday",
            [("received_ea", date(2025, 12, 3))],
            date(2025, 12, 6),
            date(2026, 3, 6),
        ),
        (
            "the day of delivery changes nothing",
            [RECEIVED, ("delivered", date(2026, 2, 20), MINE)],
            date(2026, 1, 26),
            date(2026, 4, 27),
        ),
        (
            "a document is missing",
            [RECEIVED, ("completion_requested", date(2026, 1, 27))],
            None,
            None,
        ),
        (
            "the late document counts from its third day",
            [RECEIVED, ("completion_requested", date(2026, 1, 27)), ("completion_answered", date(2026, 2, 2))],
            date(2026, 2, 5),
            date(2026, 5, 5),
        ),
        (
            "asked and answered before the third day: never earlier than the application itself",
            [
                ("received_ea", date(2026, 1, 23)),
                ("completion_requested", date(2026, 1, 23)),
                ("completion_answered", date(2026, 1, 23)),
            ],
            date(2026, 1, 26),
            date(2026, 4, 27),
        ),
        (
            "a request that is dropped leaves the clock as it was",
            [RECEIVED, ("completion_requested", date(2026, 2, 10), MINE), ("found_complete", date(2026, 2, 12), MINE)],
            date(2026, 1, 26),
            date(2026, 4, 27),
        ),
        (
            "the EA found it complete, the authority misses something",
            [
                RECEIVED,
                ("found_complete", date(2026, 1, 28)),
                ("completion_requested", date(2026, 2, 10), MINE),
                ("completion_answered", date(2026, 2, 20), MINE),
            ],
            date(2026, 2, 23),
            date(2026, 5, 26),  # 23 May: Saturday, then Whit Sunday and Monday
        ),
        (
            "two requests, one answer",
            [
                RECEIVED,
                ("completion_requested", date(2026, 1, 27)),
                ("completion_requested", date(2026, 1, 28), MINE),
                ("completion_answered", date(2026, 2, 2)),
            ],
            None,
            None,
        ),
        (
            "sent directly: the day it was received",
            [("delivered", date(2026, 1, 23), MINE)],
            date(2026, 1, 23),
            date(2026, 4, 23),
        ),
        (
            "sent directly, late document: the day it came",
            [
                ("delivered", date(2026, 1, 23), MINE),
                ("completion_requested", date(2026, 1, 27), MINE),
                ("completion_answered", date(2026, 2, 2), MINE),
            ],
            date(2026, 2, 2),
            date(2026, 5, 4),  # 2 May is a Saturday
        ),
        (
            "sent directly to the wrong authority: the day the right one got it",
            [
                ("delivered", date(2026, 1, 23), MINE),
                ("returned", date(2026, 1, 27), MINE),
                ("delivered", date(2026, 1, 28), MINE),
            ],
            date(2026, 1, 28),
            date(2026, 4, 28),
        ),
    ],
)
def test_clock(name: str, events: list, complete: date | None, due: date | None) -> None:
    found = run(*events)
    assert (found.complete_since, found.due_on) == (complete, due), name


def test_every_step_of_the_clock_is_explained() -> None:
    found = run(
        ("received_ea", date(2026, 10, 5)),
        ("completion_requested", date(2026, 10, 7)),
        ("completion_answered", date(2026, 10, 13)),
    )
    assert [(reason.on, reason.code) for reason in found.explanation] == [
        (date(2026, 10, 5), "received_ea"),
        (date(2026, 10, 8), "deemed_received"),
        (date(2026, 10, 13), "last_document_ea"),
        (date(2026, 10, 16), "deemed_complete"),
        (date(2027, 1, 16), "period_ends"),
        (date(2027, 1, 18), "moved_to_workday"),
        (date(2027, 1, 18), "deemed_granted_after"),
    ]
    assert found.explanation[4].facts["free"] == "weekend"


def test_without_a_period_there_is_no_deadline() -> None:
    found = run(RECEIVED, period="", deemed_law="")
    assert found.due_on is None
    assert found.explanation[-1].code == "no_period"


@given(
    received=DAYS,
    answers=st.lists(st.integers(0, 60), max_size=5),
    period=st.sampled_from(["3d", "30d", "8w", "3m"]),
)
def test_a_later_document_never_moves_the_deadline_back(received: date, answers: list[int], period: str) -> None:
    events, before = [("received_ea", received)], run(("received_ea", received), period=period).due_on
    day = received
    for gap in answers:
        day += timedelta(days=gap)
        events += [("completion_requested", day), ("completion_answered", day)]
        after = run(*events, period=period).due_on
        assert after >= before
        before = after


def test_legal_number_before_its_law() -> None:
    with pytest.raises(LookupError, match="ea_receipt_days"):
        legal.number("ea_receipt_days", date(2009, 1, 1))
