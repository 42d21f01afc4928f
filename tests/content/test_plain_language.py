"""Hints for plain language: what is found, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.rules.plain_language import hints, sentences
from content.rules.plain_words import BETTER

LONG = (
    "Sie bekommen das Geld, wenn Sie in der Stadt wohnen und wenn Sie alle Papiere bis zum Ende des Monats bei uns"
    " in der Stelle abgeben."
)
NOBODY = "Die Stadt zahlt das Geld. " * 10


def kinds(text, language="de"):
    return [(hint.kind, text[hint.start : hint.end]) for hint in hints(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sie brauchen einen Ausweis.", []),
        (LONG, [("sentence", LONG)]),
        ("Sie melden den Hund an. " * 8, []),  # many short sentences are fine
        ("Der Antrag wird von uns geprüft.", [("passive", "wird von uns geprüft")]),
        ("Wir sagen Ihnen, wann der Antrag geprüft wird.", [("passive", "geprüft wird")]),
        ("Die Erlaubnis wurde schon erteilt.", [("passive", "wurde schon erteilt")]),
        ("Das Auto muss abgemeldet werden.", [("passive", "abgemeldet werden")]),
        ("Die Gebühr wird berechnet und dann bezahlt.", [("passive", "wird berechnet")]),
        ("Sie werden Post bekommen.", []),  # future
        ("Das wird teuer.", []),
        ("Wir prüfen Ihren Antrag.", []),
        (
            "Bei Verspätung der Zahlung droht die Ablehnung.",
            [("nouns", "Bei Verspätung der Zahlung droht die Ablehnung.")],
        ),
        ("Die Meldung kostet nichts.", []),
        ("Legen Sie den Ausweis gemäß § 3 vor.", [("word", "gemäß")]),
        ("Unverzüglich melden Sie sich.", [("word", "Unverzüglich")]),
        ("Dafür sind erforderliche Papiere wichtig.", [("word", "erforderliche")]),
        ("Die Formblätter sind einzureichen.", [("word", "einzureichen")]),
        ("Sie können die Hilfe in Anspruch nehmen.", [("word", "in Anspruch nehmen")]),
        ("Der Bedarf ist groß.", []),  # the noun is an ordinary word
        ("Das bedarf der Zustimmung.", [("word", "bedarf der")]),
        ("Sie brauchen einen Wohnberechtigungsschein.", [("long_word", "Wohnberechtigungsschein")]),
        ("Sie brauchen einen Wohn-Berechtigungs-Schein.", []),
        ("Bringen Sie z. B. den Pass mit.", [("short", "z. B.")]),
        ("Bringen Sie z.B. den Pass mit.", [("short", "z.B.")]),
        ("Sie zahlen ggf. mehr.", [("short", "ggf.")]),
        ("Fragen Sie die IHK.", [("short", "IHK")]),
        ("Fragen Sie die Industrie- und Handelskammer (IHK).", []),
        ("Fragen Sie die IHK (Industrie- und Handelskammer).", []),
        ("Das steht in § 5 GastG und § 15 VwVfG.", []),
        ("Schicken Sie uns ein PDF.", []),
        (NOBODY, [("address", "")]),
        (NOBODY + "Sie müssen nichts tun.", []),
        ("", []),
    ],
)
def test_german(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You need your passport.", []),
        ("The application is checked by us.", [("passive", "is checked")]),
        ("The permit was not granted.", [("passive", "was not granted")]),
        ("We check your application.", []),
        ("Apply prior to the move.", [("word", "prior to")]),
        ("You shall pay.", [("word", "shall")]),
        ("Bring, e.g., your passport.", [("short", "e.g.")]),
        ("The applicant has to pay.", [("word", "applicant")]),
        ("The IHK helps.", [("short", "IHK")]),
        ("The chamber of industry and commerce (IHK) helps.", []),
        ("The office pays the money out. " * 8, [("address", "")]),
    ],
)
def test_english(text, expected):
    assert kinds(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Das gilt ab dem 1. Juli.", 1),
        ("Das kostet z. B. 5 Euro. Mehr nicht.", 2),
        ("Nach § 3 Abs. 2 gilt das. Immer!", 2),
        ("Erste Zeile\nZweite Zeile", 2),
        ("Er sagt: „Kommen Sie.“ Dann geht er.", 3),
        ("Rufen Sie Dr. Voß an.", 1),
    ],
)
def test_where_sentences_end(text, count):
    assert len(sentences(text)) == count


def test_the_better_word_is_said():
    (found,) = hints("Bezahlen Sie mittels Karte.", "de")
    assert (found.about, found.better) == ("mittels", "mit")


def test_every_word_of_the_table_is_found():
    for language, table in BETTER.items():
        for word in table:
            plain = word.removeprefix("=")
            assert [hint for hint in hints(f"Das {plain} hier.", language) if hint.kind == "word"], word


@given(st.text(alphabet=st.sampled_from("Der wird geprüft. z. B. IHK § 3 Abs. 2\n!?:„“ Äé0"), max_size=200))
def test_places_lie_in_the_text_and_nothing_breaks(text):
    for hint in hints(text, "de"):
        assert 0 <= hint.start <= hint.end <= len(text)
    assert "".join("".join(span.text.split()) for span in sentences(text)) == "".join(text.split())
