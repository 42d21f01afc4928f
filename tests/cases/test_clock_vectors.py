"""Whole clocks and notices by vectors, and against a second implementation on days nobody chose."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.clocks import is_workday
from cases.rules.deadlines import ClockEvent, Law, clock
from cases.rules.notification import notified, remedy_end, retrieved
from cases.rules.periods import parse_period, period_end
from tests.cases import second_opinion

TABLES = Path(__file__).parent / "vectors"
DAYS = st.dates(date(2018, 1, 1), date(2060, 12, 31))
LENGTHS = st.builds(lambda amount, unit: f"{amount}{unit}", st.integers(1, 60), st.sampled_from("dwm"))
Pauses = list[tuple[date, date]]


def lines(name: str) -> list[list[str]]:
    rows = (line.split("#")[0].split() for line in (TABLES / name).read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row]


def reckoned(
    via: str, received: date, complete: date | None, length: str, extension: str, pauses: Pauses
) -> tuple[date | None, date | None]:
    """The product's own answer."""
    events = [ClockEvent("received_ea" if via == "ea" else "delivered", received)]
    if complete is not None:
        events += [ClockEvent("completion_requested", received), ClockEvent("completion_answered", complete)]
    if extension:
        events.append(ClockEvent("extended", received, period=extension))
    for first, last in pauses:
        events += [ClockEvent("paused", first), ClockEvent("resumed", last)]
    found = clock(events, Law(length), is_workday=is_workday)
    return found.due_on, found.extended_due_on


@pytest.mark.parametrize("name", ["clocks.txt", "notices.txt"])
def test_every_row_stands_once_and_says_why(name: str) -> None:
    text = (TABLES / name).read_text(encoding="utf-8").splitlines()
    rows = [line for line in text if line and not line.startswith("#")]
    assert all(len(line.partition("#")[2].strip()) > 3 for line in rows)
    assert len({tuple(row) for row in lines(name)}) == len(rows)


@pytest.mark.parametrize("row", lines("clocks.txt"), ids=" ".join)
def test_clock(row: list[str]) -> None:
    via, received, complete, length, extension, pauses, due, extended = ("" if cell == "-" else cell for cell in row)
    spans = [tuple(map(date.fromisoformat, pause.split(".."))) for pause in pauses.split(",") if pause]
    last = date.fromisoformat(complete) if complete else None
    found = reckoned(via, date.fromisoformat(received), last, length, extension, spans)
    assert found == (date.fromisoformat(due), date.fromisoformat(extended) if extended else None)


@pytest.mark.parametrize("row", lines("notices.txt"), ids=" ".join)
def test_notice(row: list[str]) -> None:
    way, (sent, expected, last) = row[0], map(date.fromisoformat, row[1:])
    assert (retrieved(sent, sent) if way == "portal" else notified(way, sent)) == expected
    assert remedy_end(expected, is_workday).last_day == last


@given(day=DAYS)
def test_two_calendars_agree(day: date) -> None:
    assert is_workday(day) is not second_opinion.is_free(day)


@given(event=DAYS, length=LENGTHS)
@settings(max_examples=300)
def test_two_opinions_on_a_period(event: date, length: str) -> None:
    assert period_end(event, parse_period(length), is_workday).last_day == second_opinion.end(event, length)


@given(
    via=st.sampled_from(["ea", "zb"]),
    received=DAYS,
    late=st.none() | st.integers(0, 90),
    length=st.sampled_from(["3d", "30d", "8w", "1m", "2m", "3m"]),
    extension=st.sampled_from(["", "2w", "1m", "3m"]),
    gaps=st.lists(st.tuples(st.integers(1, 60), st.integers(0, 20)), max_size=3),
)
@settings(max_examples=300)
def test_two_opinions_on_a_clock(
    via: str, received: date, late: int | None, length: str, extension: str, gaps: list[tuple[int, int]]
) -> None:
    complete = None if late is None else received + timedelta(days=late)
    pauses, day = [], received
    for gap, more in gaps:
        first = day + timedelta(days=gap)
        day = first + timedelta(days=more)
        pauses.append((first, day))
    expected = second_opinion.clock(
        received, length, via_ea=via == "ea", complete=complete, extension=extension, pauses=pauses
    )
    assert reckoned(via, received, complete, length, extension, pauses) == expected
