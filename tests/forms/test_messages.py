"""Sentences: what to do, with the label of the question, in both languages."""

from datetime import date

import pytest
from django.utils import translation

from forms.messages import SENTENCES, sentence
from forms.rules.definition import Field, Text
from forms.rules.values import Problem

LABEL = Text("Fläche", "Floor space")


def question(kind: str = "text", **more) -> Field:
    return Field("area", kind, LABEL, **more)


ROWS = [
    (
        question(missing=Text("Geben Sie die Fläche ein.", "Enter the floor space.")),
        Problem("missing"),
        "Geben Sie die Fläche ein.",
    ),
    (question(), Problem("missing"), "Füllen Sie „Fläche“ aus."),
    (question("choice"), Problem("missing"), "Wählen Sie bei „Fläche“ eine Antwort aus."),
    (question("confirm"), Problem("missing"), "Bestätigen Sie: Fläche"),
    (question("file"), Problem("file_missing"), "Laden Sie bei „Fläche“ eine Datei hoch."),
    (
        question(),
        Problem("too_long", {"limit": 1000, "length": 1234}),
        "Kürzen Sie „Fläche“ auf höchstens 1.000 Zeichen. Jetzt sind es 1.234.",
    ),
    (
        question("number", min=1, max=5000),
        Problem("too_small", {"low": 1, "high": 5000}),
        "Geben Sie bei „Fläche“ eine Zahl zwischen 1 und 5.000 ein.",
    ),
    (
        question("number", min=1),
        Problem("too_small", {"low": 1, "high": 10**12}),
        "Geben Sie bei „Fläche“ eine Zahl ab 1 ein.",
    ),
    (
        question("number", decimals=1),
        Problem("decimals", {"decimals": 1}),
        "Geben Sie „Fläche“ mit höchstens einer Stelle nach dem Komma ein.",
    ),
    (question("date"), Problem("date_format", part="day"), "Geben Sie das Datum so ein: 27 3 2027."),
    (question("date"), Problem("date_part_missing", part="year"), "Ergänzen Sie bei „Fläche“ das Jahr."),
    (
        question("date"),
        Problem("date_early", {"limit": date(1990, 1, 1)}),
        "Geben Sie bei „Fläche“ einen Tag ab dem 1. Januar 1990 ein.",
    ),
    (question("file"), Problem("upload", {"sentence": "Die Datei ist leer."}), "Die Datei ist leer."),
]


@pytest.mark.parametrize(("field", "problem", "expected"), ROWS, ids=[f"{row[0].type} {row[1].code}" for row in ROWS])
def test_sentences(field, problem, expected):
    with translation.override("de"):
        assert sentence(field, problem) == expected


def test_the_form_speaks_english_on_an_english_screen():
    with translation.override("en"):
        assert (
            sentence(question(missing=Text("Geben Sie …", "Enter the area.")), Problem("missing")) == "Enter the area."
        )


FACTS = {"limit": 3, "length": 4, "low": 0, "high": 9, "decimals": 2, "sentence": "x"}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_code_has_a_sentence(code):
    facts = FACTS | ({"limit": date(2027, 1, 1)} if code.startswith("date_") else {})
    text = sentence(question("date", min=0), Problem(code, facts, "month"))

    assert text
    assert "%(" not in text
