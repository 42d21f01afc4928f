"""Names as people type them, and opening hours."""

import doctest
from datetime import datetime

import pytest

from responsibility.rules import names, opening


@pytest.mark.parametrize("module", [names, opening])
def test_examples_in_the_docstrings_are_true(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Güstrow", "guestrow"),  # no umlaut on the keyboard, spelled out
        ("Güstrow", "GUSTROW"),  # no umlaut on the keyboard, left out
        ("Röbel/Müritz", "roebel mueritz"),  # the slash is not typed
        ("Zarrentin am Schaalsee", "zarrentin  am schaalsee"),  # spaces
        ("Groß Wokern", "gross wokern"),
        ("Satow", "Satow"),
    ],
)
def test_fold_makes_spellings_equal(typed, name):
    assert names.fold(typed) == names.fold(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Neuenkirchen", "Neukirchen"),  # ue after e is not an umlaut
        ("Bauen", "Baun"),  # nor after a
        ("Rostock", "Rostocker Heide"),
    ],
)
def test_fold_keeps_different_names_apart(one, other):
    assert names.fold(one) != names.fold(other)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("18273 Güstrow", ("18273", "Güstrow")),
        ("Güstrow, 18273", ("18273", "Güstrow")),
        ("1827", ("", "1827")),  # four figures are no postcode
        ("182733", ("", "182733")),  # nor are six
        ("  ", ("", "")),
    ],
)
def test_split_place(typed, parts):
    assert names.split_place(typed) == parts


HOURS = opening.parse("Di 08:30-12:00 13:30-18:00; Fr 08:30-12:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 24, 8, 29), opening.OpenNow(False, "", 1, "08:30", True)),  # Tuesday, a minute before
        (datetime(2026, 11, 24, 8, 30), opening.OpenNow(True, "12:00")),  # the minute it opens
        (datetime(2026, 11, 24, 12, 0), opening.OpenNow(False, "", 1, "13:30", True)),  # the minute it closes
        (datetime(2026, 11, 24, 17, 59), opening.OpenNow(True, "18:00")),
        (datetime(2026, 11, 24, 18, 0), opening.OpenNow(False, "", 4, "08:30")),  # next is Friday
        (datetime(2026, 11, 27, 13, 0), opening.OpenNow(False, "", 1, "08:30")),  # over the weekend
    ],
)
def test_open_now(moment, expected):
    assert opening.open_now(HOURS, moment) == expected


def test_a_holiday_is_closed():
    tuesday = datetime(2026, 11, 24, 9, 0)
    assert opening.open_now(HOURS, tuesday, frozenset({tuesday.date()})) == opening.OpenNow(False, "", 4, "08:30")


def test_without_hours_it_is_never_open():
    assert opening.open_now({}, datetime(2026, 11, 24, 9, 0)) == opening.OpenNow(False)


@pytest.mark.parametrize("text", ["Dienstag 8-12", "Di", "Di 8:30-12:00", "Di 08:30-24:10", "Xx 08:30-12:00"])
def test_parse_names_what_is_wrong(text):
    with pytest.raises(ValueError, match="ist keine Öffnungszeit"):
        opening.parse(text)
