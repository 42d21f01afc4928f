"""Every row of vectors/periods.txt: leap years, 8 March, 31 October, Easter, Christmas, plain days."""

from datetime import date
from pathlib import Path

import pytest

from cases.clocks import is_workday
from cases.rules.periods import parse_period, period_end

TABLE = Path(__file__).parent / "vectors" / "periods.txt"
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def rows() -> list[tuple[date, str, date, str]]:
    lines = (line.split("#")[0].split() for line in TABLE.read_text(encoding="utf-8").splitlines())
    return [
        (date.fromisoformat(event), length, date.fromisoformat(last), weekday)
        for event, length, last, weekday in (line for line in lines if line)
    ]


def test_there_are_more_than_two_hundred() -> None:
    assert len(rows()) >= 200
    assert len(set(rows())) == len(rows()), "a row stands twice"


@pytest.mark.parametrize(("event", "length", "last", "weekday"), rows())
def test_end_of_a_period(event: date, length: str, last: date, weekday: str) -> None:
    assert WEEKDAYS[last.weekday()] == weekday
    assert period_end(event, parse_period(length), is_workday).last_day == last
