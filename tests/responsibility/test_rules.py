"""Names as people type them."""

import doctest

import pytest

from responsibility.rules import bank, holidays_mv, names, opening, topology, vcard


@pytest.mark.parametrize("module", [bank, holidays_mv, names, opening, topology, vcard])
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
