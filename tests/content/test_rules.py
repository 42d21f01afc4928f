"""How texts and queries are analysed."""

import doctest

import pytest

from content.rules import analysis, why
from content.rules.analysis import Token

KNOWN = {"gaststatte", "gaststatt", "hund", "steuer", "gewerbe", "gewerb", "personal", "bewachung"}


@pytest.mark.parametrize("module", [analysis, why])
def test_examples_in_the_docstrings_are_true(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gaststätte", "gaststaette"),  # spelled out
        ("Gaststätte", "Gaststätten"),  # plural
        ("anmelden", "Anmeldung"),  # verb and noun
        ("eröffnen", "Eröffnung"),
        ("Hunde", "Hund"),
    ],
)
def test_stems_join_forms(one, other):
    assert [analysis.stem(word) for word in analysis.words(one)] == [
        analysis.stem(word) for word in analysis.words(other)
    ]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("gaststattengewerbe", ["gaststatten", "gewerbe"]),
        ("hundesteueranmeldung", ["hunde", "steuer", "anmeldung"]),  # three parts
        ("bewachungsgewerbe", ["bewachung", "gewerbe"]),  # the s between
        ("personalausweis", ["personal", "ausweis"]),
        ("gewerbe", []),  # no compound
        ("hundert", []),  # "ert" is no word
        ("xyzausweis", []),  # nor is "xyz"
        ("", []),
    ],
)
def test_split_compound(word, parts):
    assert analysis.split_compound(word, KNOWN) == parts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wie kann ich einen Hund anmelden?", ["hund", "anmelden"]),
        ("I want to open a restaurant", ["open", "restaurant"]),
        ("§ 2 GastG", ["gastg"]),
        ("' & | ! :* <->", []),  # nothing that could end up as an operator
        ("", []),
    ],
)
def test_words(text, words):
    assert analysis.words(text) == words


def token(word: str) -> Token:
    return Token(word, frozenset({analysis.stem(word)}))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["hund"], why.Why("name", ["Hund"])),
        (["hund", "anmelden"], why.Why("name", ["Hund", "anmelden"])),  # the name has all words
        (["welpe", "anmelden"], why.Why("name", ["anmelden"])),  # no synonym has more than the name
        (["welpe"], why.Why("synonym", ["Welpe kaufen"])),
        (["satzung"], why.Why("text", ["Satzung"])),
        (["pizza"], None),
    ],
)
def test_why(words, expected):
    tokens = [token(word) for word in words]
    found = why.explain(
        tokens, names=["Hund anmelden"], synonyms=["Haustier", "Welpe kaufen"], text="Das regelt eine Satzung."
    )
    assert found == expected
