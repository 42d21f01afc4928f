"""A call to the 115, answered without a mouse while the caller waits; and what readers say about a page."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OLAF

pytestmark = pytest.mark.journey
AGENT = "115@demo.example"
MOST_KEYS = 10


def test_a_call_in_under_ten_keystrokes_after_the_question(someone):
    wiebke = someone()
    wiebke.is_logged_in(AGENT)
    wiebke.sees("Auskunft 115")
    wiebke.thorough = True
    page, pressed = wiebke.page, []

    def press(key: str) -> None:
        pressed.append(key)
        page.keyboard.press(key)

    page.keyboard.type("Hund anmelden Güstrow")  # the field has the focus
    press("Enter")
    wiebke.reads("Hund anmelden", "Barlachstadt Güstrow", "Telefon", "Was mitbringen")
    wiebke.looks_around()
    press("ArrowDown")  # to the results, and back
    expect(page.locator("[data-call-choice]").first).to_be_focused()
    press("Escape")
    press("F4")
    expect(page.get_by_label("E-Mail-Adresse der anrufenden Person")).to_be_focused()
    page.keyboard.type("anruf@example.org")
    press("Enter")
    wiebke.reads("Die Auskunft ist unterwegs.", "Hund anmelden")
    press("F6")
    expect(page.get_by_label("Telefonnummer der anrufenden Person")).to_be_focused()
    page.keyboard.type("0175 1234567")
    press("Enter")
    wiebke.reads("ruft zurück.", "Hund anmelden")
    press("F8")
    wiebke.reads("Gezählt. Bereit für den nächsten Anruf.")
    expect(page.get_by_label("Anliegen und Ort")).to_be_focused()
    assert len(pressed) < MOST_KEYS


def test_a_call_without_a_script(someone):
    wiebke = someone(script=False)
    wiebke.is_logged_in(AGENT)
    wiebke.write("Anliegen und Ort", "Perso 18273")
    wiebke.press("Suchen")
    wiebke.reads("Personalausweis", "Barlachstadt Güstrow")
    wiebke.press("Beantwortet")
    wiebke.reads("Gezählt.")


def test_a_reader_says_what_is_missing_and_the_office_of_the_editors_reads_it(someone):
    mats = someone(thorough=True)
    mats.open("/leistungen/hundesteuer-anmeldung/")
    mats.page.get_by_role("link", name="Hat Ihnen diese Seite geholfen? Sagen Sie es uns.").click()
    mats.sees("Wie finden Sie diese Seite?")
    mats.press("Rückmeldung senden")
    mats.sees_errors("Wählen Sie aus, ob Sie gefunden haben, was Sie suchten.")
    mats.choose("Haben Sie gefunden, was Sie suchten?", "Nein")
    mats.write("Was können wir besser machen?", "Wie teuer ist der zweite Hund?")
    mats.press("Rückmeldung senden")
    mats.sees("Danke für Ihre Rückmeldung")

    olaf = someone()
    olaf.is_logged_in(OLAF)
    olaf.page.goto("/redaktion/content/feedback/")
    expect(olaf.page.get_by_text("Wie teuer ist der zweite Hund?")).to_be_visible()
    olaf.page.get_by_role("link", name="Auswertung").click()
    expect(olaf.page.get_by_role("heading", name="Meistgelesene Seiten")).to_be_visible()
    assert re.search("/leistungen/hundesteuer-anmeldung/", olaf.page.content())
