"""Reading a query and ranking services, on a handful of them, without a database."""

import doctest

import numpy as np
import pytest

from content import reference_catalogue
from content.rules.finder import acts, quality, ranking, reading, spelling, texts
from content.rules.finder.index import Index
from content.rules.finder.quality import Answer, TestQuery
from content.rules.finder.texts import Concept, Entry, phrase

KNOWN = {"hund", "steuer", "gewerbe", "gewerb", "anmeldung", "gaststatte", "gaststatt", "personal", "ausweis"}
NAMES = {
    "050012000000": ("Gewerbe", ""),
    "050012104000": ("Gewerbe", "Anmeldung"),
    "050012070000": ("Gewerbe", "Abmeldung"),
    "025002000000": ("Gaststättengewerbe", ""),
    "025002005000": ("Gaststättengewerbe", "Erlaubnis"),
    "102013002000": ("Hundesteuer", "Festsetzung"),
    "008001012000": ("Personalausweis", "Ausstellung"),
    "008001036000": ("Personalausweis", "Ersatz"),
    "085001012000": ("Reisepass", "Ausstellung"),
}
CONCEPTS = {
    ("Gaststätte", "025002"): ("Kneipe", "Restaurant", "Imbiss"),
    ("Personalausweis", "008001"): ("Perso", "Ausweis", "dowód osobisty"),
    ("Ausweispflicht", "008002"): ("ohne Ausweis",),
    ("Gewerbe Abmeldung", "050012070"): ("Laden schließen",),
    ("Reisepass", "085001"): ("Pass", "паспорт"),
}


NOWHERE = Concept(
    id=99,
    name="Anderswo: Essen",
    phrases=(phrase("Anderswo: Essen", "de", KNOWN), phrase("Pizza bestellen", "de", KNOWN)),
    called=("Anderswo: Essen", "Pizza bestellen"),
)


def index(vectors: dict[str, np.ndarray] | None = None) -> Index:
    entries = [
        Entry(
            id=number,
            key=key,
            head=texts.terms(head, known=KNOWN),
            tail=texts.terms(tail, known=KNOWN),
            name=f"{head} {tail}".strip(),
            called=(f"{head} {tail}".strip(),),
        )
        for number, (key, (head, tail)) in enumerate(NAMES.items(), start=1)
    ]
    concepts = [
        Concept(
            id=number,
            name=name,
            keys=(key,),
            phrases=tuple(phrase(word, "de", KNOWN) for word in (name, *words)),
            called=(name, *words),
        )
        for number, ((name, key), words) in enumerate(CONCEPTS.items(), start=1)
    ]
    return Index(entries, [*concepts, NOWHERE], vectors, places={"wismar"})


INDEX = index()


def found(text: str, among: Index = INDEX) -> list[str]:
    scores = ranking.worded(reading.read(text, among), among).scores
    return [among.entries[number].name for number in ranking.ranked(scores, 10).numbers]


@pytest.mark.parametrize("module", [acts, quality, spelling, texts, reference_catalogue])
def test_examples_in_the_docstrings_are_true(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Gewerbe anmelden", "Gewerbe Anmeldung"),  # the verb asks for the noun of the same stem
        ("Gewerbe abmelden", "Gewerbe Abmeldung"),  # and not for its opposite
        ("Laden schließen", "Gewerbe Abmeldung"),  # a phrase of a concept that names an act
        ("Kneipe aufmachen", "Gaststättengewerbe Erlaubnis"),  # a verb that is in no name
        ("Perso verloren", "Personalausweis Ersatz"),  # lost: a new one
        ("Hundesteueranmeldung", "Hundesteuer Festsetzung"),  # a compound that nobody wrote
        ("Hundesteur", "Hundesteuer Festsetzung"),  # a letter missing
        ("gewerbeanmeldng", "Gewerbe Anmeldung"),  # a letter missing in a part of a compound
        ("GASTSTAETTE", "Gaststättengewerbe"),  # spelled out
        ("паспорт", "Reisepass Ausstellung"),  # Cyrillic
        ("dowod osobisty", "Personalausweis Ausstellung"),  # Polish, without its marks
        ("Gewerbe", "Gewerbe"),  # without an act, the service as a whole
    ],
)
def test_what_comes_first(text, first):
    assert found(text)[0] == first


@pytest.mark.parametrize("text", ["Pizza bestellen", "Kinoprogramm", "weather forecast", "", "?!", "und der die das"])
def test_nothing_fits(text):
    assert found(text) == []


def test_an_unknown_word_lowers_the_confidence():
    sure, less = (ranking.worded(reading.read(text, INDEX), INDEX).best for text in ("Kneipe", "Kneipe Quetzal"))
    assert sure > 0.9
    assert less < 0.6


def test_small_words_are_part_of_a_phrase():
    """ "ohne Ausweis" must not make Ausweispflicht another word for Ausweis."""
    assert found("Ausweis")[0].startswith("Personalausweis")


def test_a_concept_weighs_as_its_editors_say():
    heavy = Concept(9, "Laden", ("102013",), (phrase("Laden", "de", KNOWN),), ("Laden",), weight=1.3)
    light = Concept(9, "Laden", ("102013",), (phrase("Laden", "de", KNOWN),), ("Laden",), weight=0.5)
    scores = [
        ranking.worded(reading.read("Laden", changed), changed).best
        for changed in (Index(INDEX.entries, [heavy]), Index(INDEX.entries, [light]))
    ]
    assert scores[0] > 2 * scores[1]


def test_repairs_are_named_as_written():
    assert reading.read("gastätte hund", index()).corrected == "Gaststätte hund"
    assert reading.read("Gaststätte", index()).corrected == ""


@pytest.mark.parametrize(
    ("typed", "first"),
    [("gew", "Gewerbe"), ("gewerbe an", "Gewerbe Anmeldung"), ("perso", "Personalausweis Ausstellung")],
)
def test_suggestions_while_a_word_is_unfinished(typed, first):
    scores = ranking.worded(reading.read_unfinished(typed, INDEX), INDEX).scores
    assert INDEX.entries[ranking.ranked(scores, 3).numbers[0]].name == first


def test_words_for_what_no_office_does_are_known_and_find_nothing():
    assert found("Pizza") == found("Pizza bestellen") == []
    assert reading.read("Pitza", INDEX).corrected == "Pizza"  # and not repaired to something else


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("Pizza bestellen", True),  # no office does that
        ("Ausweispflicht", True),  # known, and not offered here
        ("Perso", False),
        ("Pizza Gaststätte Gewerbe", False),  # something else is in it
        ("Quetzal", False),  # unknown: the meaning is asked
    ],
)
def test_what_is_known_and_not_here_leads_elsewhere(text, elsewhere):
    assert ranking.worded(reading.read(text, INDEX), INDEX).leads_elsewhere is elsewhere


@pytest.mark.parametrize("text", ["Gaststätte Wismar", "Wismarer Gaststätte"])
def test_a_town_says_where_not_what(text):
    here = ranking.ranked(ranking.worded(reading.read(text, INDEX), INDEX).scores, 10)
    assert found(text) == found("Gaststätte")
    assert not here.is_unsure
    assert ranking.worded(reading.read("Gaststätte Quetzal", INDEX), INDEX).best < here.best
    assert found("Wismar") == []


class TestMeaning:
    @staticmethod
    def vector(*numbers: float) -> np.ndarray:
        padded = np.zeros(384, dtype=np.float32)
        padded[: len(numbers)] = numbers
        return padded

    @property
    def index(self) -> Index:
        return index(
            {"Kneipe": self.vector(1), "Reisepass": self.vector(0, 1), "Hundesteuer Festsetzung": self.vector(0.9)}
        )

    def test_the_closest_text_of_a_service_counts(self):
        scores = ranking.by_meaning(self.vector(1), self.index).scores
        best = {self.index.entries[number].name for number in np.flatnonzero(scores == scores.max())}
        assert best == {"Gaststättengewerbe", "Gaststättengewerbe Erlaubnis"}
        assert ranking.by_meaning(self.vector(0.5, 0.5), self.index).scores.max() == 0  # anything is a little alike

    def test_it_decides_where_words_do_not(self):
        meanings = ranking.by_meaning(self.vector(0, 1), self.index).scores
        nothing = np.zeros(len(self.index), dtype=np.float32)
        assert ranking.fused(nothing, meanings).max() == pytest.approx(ranking.MEANING)
        certain = nothing + np.float32(1)
        least = 1 + ranking.MEANING * (1 - ranking.CERTAINTY)  # between equals it still decides
        assert ranking.fused(certain, meanings).max() == pytest.approx(least)

    def test_words_that_lead_to_one_object_need_none(self):
        for text, sure in [("Perso", True), ("Personalausweis Reisepass", False), ("Quetzal", False)]:
            assert ranking.is_sure(ranking.worded(reading.read(text, INDEX), INDEX).scores, INDEX) is sure, text

    def test_what_is_closer_to_something_no_office_does_leads_elsewhere(self):
        among = index({"Kneipe": self.vector(1), "Pizza bestellen": self.vector(0, 1)})
        assert ranking.by_meaning(self.vector(0.6, 0.8), among).elsewhere == pytest.approx(0.2)
        assert ranking.by_meaning(self.vector(0.8, 0.6), among).elsewhere == pytest.approx(-0.2)
        assert not ranking.by_meaning(self.vector(0, 1), among).scores.any()

    @pytest.mark.parametrize(
        ("by_words", "elsewhere", "shown", "unsure"),
        [
            (0.3, 0.01, False, True),  # nothing speaks for it
            (0.5, 0.01, True, True),  # some word does
            (0.9, 0.01, True, False),  # the words are certain
            (0.3, -0.02, True, True),  # rather close to a service: a guess
            (0.3, -0.05, True, False),  # clearly close to a service
        ],
    )
    def test_what_leads_elsewhere_is_shown_with_a_doubt_or_not_at_all(self, by_words, elsewhere, shown, unsure):
        words, meant = np.zeros(3, dtype=np.float32), np.zeros(3, dtype=np.float32)
        words[0], meant[0] = by_words, 0.9
        found = ranking.by_both(words, ranking.Meant(meant, elsewhere), 10)
        assert (len(found.numbers) > 0, found.is_unsure) == (shown, unsure)

    def test_without_vectors_nothing_is_alike(self):
        assert ranking.by_meaning(self.vector(1), INDEX).scores.max() == 0


@pytest.mark.parametrize(
    ("name", "base", "parts"),
    [
        ("Führerschein Umtausch in EU-Führerschein", "Führerschein", ("Führerschein", "Umtausch in EU-Führerschein")),
        ("Gewerbe Anmeldung", "", ("Gewerbe", "Anmeldung")),  # no base known: by the noun
        ("Erlaubnis zur Kindertagespflege", "", ("Erlaubnis zur Kindertagespflege", "")),  # the noun stands first
        ("Anzeige der Zulassung", "", ("Anzeige der Zulassung", "")),  # the noun is part of the matter
    ],
)
def test_a_name_is_a_matter_and_an_act(name, base, parts):
    assert texts.split_name(name, base) == parts


class TestQuality:
    ASKED = [
        TestQuery("eins", "stem", frozenset({"a"})),
        TestQuery("zwei", "typo", frozenset({"b", "c"})),
        TestQuery("drei", "negative", frozenset()),
        TestQuery("vier", "negative", frozenset()),
    ]

    def test_counts(self):
        answers = [Answer(["a"]), Answer(["x", "c", "b"]), Answer(["a"], is_unsure=True), Answer(["a"])]
        assert quality.quality(self.ASKED, answers).as_json() == {
            "hit@1": 0.5,
            "hit@5": 1.0,
            "mrr@10": 0.75,
            "negatives": 0.5,
        }

    def test_by_kind(self):
        kinds = quality.by_kind(self.ASKED, [Answer([])] * 4)
        assert list(kinds) == ["", "negative", "stem", "typo"]
        assert (kinds["negative"].first, kinds["negative"].negatives, kinds["stem"].negatives) == (None, 1, None)

    def test_only_the_first_ten_count(self):
        assert quality.rank_of(Answer(["x"] * 10 + ["a"]), frozenset("a")) == 0
