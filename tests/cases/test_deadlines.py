"""Periods and the clock, by the test vectors of the law (§§ 187 to 193 BGB, §§ 31, 42a, 71b VwVfG M-V)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clocks import is_workday
from cases.rules import legal
from cases.rules.deadlines import Clock, ClockEvent, Law, clock, deemed_approval, deemed_receipt
from cases.rules.periods import Period, Span, add_months, days_in, next_workday, parse_period, period_end

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


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


@pytest.mark.parametrize("text", ["3y", "m", "-3m", "3.5m", "drei m", "3 m", "³m", "٣m"])
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


def run(*events: tuple, period: str = "3m", deemed_law: str = "§ 42a VwVfG M-V", waits: bool = False) -> Clock:
    law = Law(period, period_law="§ 6a GewO", deemed_law=deemed_law, waits=waits)
    return clock([ClockEvent(*event) for event in events], law, is_workday=is_workday)


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


SENT = ("delivered", date(2023, 5, 15), MINE)


@pytest.mark.parametrize(
    ("name", "events", "period", "due"),
    [
        # The vectors of the French SVA (filed on 15 May 2023), by the law of Mecklenburg-Vorpommern: the day of the
        # event does not count, a missing document starts the period anew, a question changes nothing.
        ("none", [SENT], "2m", date(2023, 7, 17)),  # 15 July is a Saturday
        ("30 days", [SENT], "30d", date(2023, 6, 14)),
        ("8 weeks", [SENT], "8w", date(2023, 7, 10)),
        (
            "a question",
            [
                SENT,
                ("correction_requested", date(2023, 5, 20), MINE),
                ("correction_answered", date(2023, 5, 25), MINE),
            ],
            "2m",
            date(2023, 7, 17),
        ),
        (
            "a question nobody answers",
            [SENT, ("correction_requested", date(2023, 5, 20), MINE)],
            "2m",
            date(2023, 7, 17),
        ),
        (
            "a missing document",
            [SENT, ("completion_requested", date(2023, 5, 20), MINE), ("completion_answered", date(2023, 5, 25), MINE)],
            "2m",
            date(2023, 7, 25),
        ),
        (
            "two missing documents, one after the other",
            [
                SENT,
                ("completion_requested", date(2023, 5, 20), MINE),
                ("completion_answered", date(2023, 5, 25), MINE),
                ("completion_requested", date(2023, 5, 30), MINE),
                ("completion_answered", date(2023, 6, 3), MINE),
            ],
            "2m",
            date(2023, 8, 3),
        ),
        (
            "a missing document, then a question",
            [
                SENT,
                ("completion_requested", date(2023, 5, 20), MINE),
                ("completion_answered", date(2023, 5, 25), MINE),
                ("correction_requested", date(2023, 5, 30), MINE),
                ("correction_answered", date(2023, 6, 3), MINE),
            ],
            "2m",
            date(2023, 7, 25),
        ),
        (
            "asked and answered on the same day, three times: not a day more",
            [
                SENT,
                *[("completion_requested", date(2023, 5, 15), MINE), ("completion_answered", date(2023, 5, 15), MINE)]
                * 3,
            ],
            "2m",
            date(2023, 7, 17),
        ),
        (
            "paused six days",
            [SENT, ("paused", date(2023, 5, 20)), ("resumed", date(2023, 5, 25))],
            "2m",
            date(2023, 7, 21),
        ),
        (
            "paused before it began",
            [SENT, ("paused", date(2023, 5, 1)), ("resumed", date(2023, 5, 15))],
            "2m",
            date(2023, 7, 17),
        ),
        (
            "paused after its end",
            [SENT, ("paused", date(2023, 8, 1)), ("resumed", date(2023, 8, 9))],
            "2m",
            date(2023, 7, 17),
        ),
        (
            "paused on one day",
            [SENT, ("paused", date(2023, 5, 22)), ("resumed", date(2023, 5, 22))],
            "30d",
            date(2023, 6, 15),
        ),
        (
            "a pause within the days that a pause added",
            [
                SENT,
                ("paused", date(2023, 5, 20)),
                ("resumed", date(2023, 5, 25)),
                ("paused", date(2023, 7, 18)),
                ("resumed", date(2023, 7, 19)),
            ],
            "2m",
            date(2023, 7, 24),  # 15 July, six days, two days: Sunday 23 July
        ),
        ("still paused", [SENT, ("paused", date(2023, 5, 20))], "2m", None),
        (
            "resumed and paused again on the same day",
            [SENT, ("paused", date(2023, 5, 20)), ("resumed", date(2023, 5, 22)), ("paused", date(2023, 5, 22))],
            "2m",
            None,
        ),
        (
            "reopened after a decision",
            [SENT, ("decided", date(2023, 6, 1), MINE), ("reopened", date(2023, 6, 9), MINE)],
            "2m",
            None,
        ),
    ],
)
def test_pauses_and_the_two_kinds_of_please_fix(name: str, events: list, period: str, due: date | None) -> None:
    assert run(*events, period=period).due_on == due, name


@pytest.mark.parametrize(
    ("name", "events", "due", "extended"),
    [
        ("told in time", [("extended", date(2026, 4, 1), MINE, "1m")], date(2026, 4, 27), date(2026, 5, 27)),
        ("told on the last day", [("extended", date(2026, 4, 27), MINE, "1m")], date(2026, 4, 27), date(2026, 5, 27)),
        ("told a day late", [("extended", date(2026, 4, 28), MINE, "1m")], date(2026, 4, 27), None),
        (
            "a second one does not count",
            [("extended", date(2026, 4, 1), MINE, "1m"), ("extended", date(2026, 5, 4), MINE, "1m")],
            date(2026, 4, 27),
            date(2026, 5, 27),
        ),
        ("two weeks", [("extended", date(2026, 4, 1), MINE, "2w")], date(2026, 4, 27), date(2026, 5, 11)),
        ("its end moves too", [("extended", date(2026, 4, 1), MINE, "5d")], date(2026, 4, 27), date(2026, 5, 4)),
        (
            "paused during the extension",
            [("extended", date(2026, 4, 1), MINE, "1m"), ("paused", date(2026, 5, 4)), ("resumed", date(2026, 5, 5))],
            date(2026, 4, 27),
            date(2026, 5, 29),
        ),
        (
            "a document came later: the extension follows the new end",
            [
                ("extended", date(2026, 4, 1), MINE, "1m"),
                ("completion_requested", date(2026, 4, 2), MINE),
                ("completion_answered", date(2026, 4, 7), MINE),
            ],
            date(2026, 7, 10),
            date(2026, 8, 10),
        ),
    ],
)
def test_extension(name: str, events: list, due: date, extended: date | None) -> None:
    found = run(RECEIVED, *events)
    assert (found.due_on, found.extended_due_on) == (due, extended), name
    assert found.ends_on == (extended or due)


def test_extension_counts_from_the_end_it_extends() -> None:
    """§ 190 BGB: where that end was moved to a workday, from the workday (BGH, IX ZB 198/04)."""
    found = run(("delivered", date(2026, 11, 30), MINE), ("extended", date(2027, 2, 1), MINE, "1m"))
    assert (found.due_on, found.extended_due_on) == (date(2027, 3, 1), date(2027, 4, 1))


def test_a_proceeding_that_waits_is_complete_when_the_other_is_decided() -> None:
    assert run(RECEIVED, waits=True).complete_since is None
    found = run(RECEIVED, ("released", date(2026, 3, 4), MINE), waits=True)
    assert (found.complete_since, found.due_on) == (date(2026, 3, 4), date(2026, 6, 4))


def test_deemed_approval_takes_effect_when_the_last_day_is_over() -> None:
    assert deemed_approval(run(RECEIVED).ends_on) == date(2026, 4, 28)


def test_overlapping_pauses_count_once() -> None:
    pauses = [Span(date(2023, 5, 20), date(2023, 5, 24)), Span(date(2023, 5, 22), date(2023, 5, 25))]
    end = period_end(date(2023, 5, 15), Period(2, "m"), is_workday, days_in(pauses))
    assert (end.counted, end.paused) == (date(2023, 7, 21), 6)


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


KINDS = (
    "completion_requested",
    "completion_answered",
    "correction_requested",
    "correction_answered",
    "found_complete",
    "paused",
    "resumed",
    "extended",
    "delivered",
    "received_ea",
    "released",
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.dates(date(2026, 1, 1), date(2026, 1, 12)),
        st.sampled_from([None, MINE]),
        st.sampled_from(["1m", "2w"]),
    ),
    max_size=12,
)


@given(rows=ROWS, data=st.data(), period=st.sampled_from(["3d", "30d", "8w", "3m"]))
def test_the_order_of_events_of_the_same_day_does_not_matter(rows: list, data: st.DataObject, period: str) -> None:
    events = [("received_ea", date(2026, 1, 1)), *rows]
    assert run(*data.draw(st.permutations(events)), period=period) == run(*events, period=period)


@given(
    rows=ROWS, asked=st.dates(date(2026, 1, 1), date(2026, 3, 1)), kind=st.sampled_from(["completion", "correction"])
)
def test_no_request_ever_brings_the_end_forward(rows: list, asked: date, kind: str) -> None:
    events = [("received_ea", date(2026, 1, 1)), *rows]
    before = run(*events)
    open_now = run(*events, (f"{kind}_requested", asked, MINE))
    answered = run(*events, (f"{kind}_requested", asked, MINE), (f"{kind}_answered", asked + timedelta(days=3), MINE))
    for after in (open_now, answered):
        if before.ends_on and after.ends_on:
            assert after.ends_on >= before.ends_on
    if kind == "correction":
        assert open_now.ends_on == answered.ends_on == before.ends_on


@given(
    received=DAYS,
    told=st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["1d", "2w", "1m", "3m"])), min_size=1, max_size=5),
)
def test_it_is_extended_at_most_once(received: date, told: list[tuple[int, str]]) -> None:
    events = [("extended", received + timedelta(days=gap), MINE, length) for gap, length in told]
    found = run(("received_ea", received), *events)
    codes = [reason.code for reason in found.explanation]
    assert codes.count("extended") == (found.extended_due_on is not None) <= 1
    assert codes.count("extended") + codes.count("extended_again") + codes.count("extended_too_late") == len(told)
    if found.extended_due_on:
        first = min(event for event in events if event[1] <= found.due_on)
        assert first[1] <= found.due_on < found.extended_due_on


@given(received=DAYS, period=st.sampled_from(["1d", "3d", "30d", "8w", "1m", "3m"]), via_ea=st.booleans())
def test_the_end_is_a_workday_and_grows_with_the_day_of_receipt(received: date, period: str, via_ea: bool) -> None:
    kind = "received_ea" if via_ea else "delivered"
    today = run((kind, received), ("extended", received, MINE, "1m"), period=period)
    tomorrow = run((kind, received + timedelta(days=1)), ("extended", received, MINE, "1m"), period=period)
    assert is_workday(today.due_on)
    assert is_workday(today.extended_due_on)
    assert today.due_on <= tomorrow.due_on
    assert today.extended_due_on <= tomorrow.extended_due_on


@given(received=DAYS, first=st.integers(-10, 120), length=st.integers(0, 60))
def test_a_pause_never_brings_the_end_forward(received: date, first: int, length: int) -> None:
    begin = received + timedelta(days=first)
    paused = run(("received_ea", received), ("paused", begin), ("resumed", begin + timedelta(days=length)))
    assert paused.due_on >= run(("received_ea", received)).due_on


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
