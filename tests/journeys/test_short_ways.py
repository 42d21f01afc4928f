"""Cases that end sooner: without an EA, with a no, or because the applicant wants it so."""

import re

import pytest

from tests.journeys import steps
from tests.journeys.people import BIRTE

pytestmark = pytest.mark.journey


def test_the_town_itself_rejects_a_dog(someone):
    """Hundesteuer needs no EA: the case is in the inbox of the town at once."""
    mats = someone()
    reference = steps.apply_for_dog(mats, "Mats Ohlsen")
    mats.follow("Stand ansehen")
    mats.sees("Hund anmelden")
    mats.reads("Barlachstadt Güstrow")

    birte = someone()
    birte.is_logged_in(BIRTE)
    steps.open_from_inbox(birte, reference)
    birte.reads("direkt eingegangen")
    steps.claim(birte)
    birte.follow("Entscheiden")
    birte.thorough = True
    birte.sees("Entscheiden")
    birte.press("Bescheid ansehen")
    birte.sees_errors("Wählen Sie, wie Sie entscheiden.", "Begründen Sie die Entscheidung.")
    birte.choose("Wie entscheiden Sie?", "Mit Auflagen bewilligen")
    birte.press("Bescheid ansehen")
    birte.sees_errors("Nennen Sie mindestens eine Auflage.", "Begründen Sie die Entscheidung.")
    birte.follow("Abbrechen")
    birte.thorough = False
    steps.decide(birte, "Ablehnen", "Der Hund ist schon angemeldet.")

    mats.thorough = True
    mats.page.reload()
    mats.waits_for(mats.link(re.compile("Bescheid öffnen")))
    mats.sees("Hund anmelden")
    mats.reads("Abgelehnt")
    decision = mats.read_pdf(re.compile("Bescheid öffnen"))
    assert "Der Hund ist schon angemeldet." in decision
    assert "Rechtsbehelfsbelehrung" in decision


def test_an_applicant_takes_the_application_back(someone):
    """It asks first, and the office sees it."""
    nora = someone()
    reference = steps.apply_for_dog(nora, "Nora Claus")
    nora.follow("Stand ansehen")
    nora.follow("Antrag zurücknehmen")
    nora.thorough = True
    nora.sees("Wollen Sie den Antrag zurücknehmen?")
    nora.follow("Nein, zurück zum Antrag")
    nora.sees("Hund anmelden")
    nora.follow("Antrag zurücknehmen")
    nora.press("Ja, Antrag zurücknehmen")
    nora.reads("Sie haben Ihren Antrag zurückgenommen.", "Zurückgenommen")
    nora.sees("Hund anmelden")

    birte = someone()
    birte.is_logged_in(BIRTE)
    birte.open(f"/eingang/?ansicht=erledigt&q={reference}")
    birte.waits_for(birte.link(re.compile(reference)))
    birte.follow(re.compile(reference))
    birte.reads("Zurückgenommen", "Gerade ist hier kein Schritt von Ihnen nötig.")
