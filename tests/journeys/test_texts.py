"""Help, news, words and notices, as readers and editors meet them."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.hands import Keyboard

pytestmark = pytest.mark.journey
RIEKE = "redaktion@demo.example"
SHOWN_AT_ONCE = 10_000


def test_a_word_is_explained_and_leads_back(someone):
    reader = someone(hands=Keyboard)
    reader.open("/leistungen/gaststaettenerlaubnis/")
    reader.sees("Gaststättenerlaubnis")
    word = reader.main.locator("a.mv-term").first
    name = word.inner_text()
    reader.hands.press(word)
    explained = reader.page.locator(":target")
    expect(explained).to_be_visible()
    reader.hands.press(explained.get_by_role("link"))
    expect(reader.page.locator(":target")).to_have_text(name)


def test_questions_open_without_javascript(someone):
    reader = someone(script=False)
    reader.open("/haeufige-fragen/")
    reader.sees("Häufige Fragen")
    answer = reader.main.get_by_text("Sie können jeden Antrag ohne Konto stellen")
    expect(answer).to_be_hidden()
    reader.hands.press(reader.main.get_by_text("Brauche ich ein Konto, um einen Antrag zu stellen?"))
    expect(answer).to_be_visible()


def test_from_the_start_page_to_a_piece_of_news_and_its_service(someone):
    reader = someone()
    reader.open("/")
    reader.sees("Was möchten Sie erledigen?")
    reader.follow(re.compile("Fotos gibt es nur noch digital"))
    reader.sees("Fotos gibt es nur noch digital")
    reader.follow(re.compile("Personalausweis beantragen"))
    reader.sees("Personalausweis")


def test_an_editor_writes_a_notice_and_everybody_sees_it_at_once(someone):
    """From the form of the Redaktion over the review to the banner, and away again."""
    reader, editor = someone(), someone()
    reader.open("/hilfe/")
    reader.sees("So benutzen Sie das Portal")
    editor.is_logged_in(RIEKE)
    editor.open("/redaktion/content/notice/add/")
    editor.page.locator("#id_title_de").fill("Heute ab 20 Uhr: Wartung")
    editor.page.locator("#id_title_en").fill("Maintenance from 8 pm today")
    editor.page.locator("#id_text_de").fill("Online-Anträge gehen bis 22 Uhr nicht.")
    editor.page.locator("[name=_review]").click()
    editor.page.get_by_role("button", name="Zur Prüfung geben").click()
    editor.page.locator(".rd-desk a.button.default").click()
    editor.page.locator(".submit-row input[type=submit]").click()
    banner = reader.page.get_by_role("complementary").filter(has_text="Wartung")
    reader.page.reload()
    expect(banner).to_contain_text("Online-Anträge gehen bis 22 Uhr nicht.", timeout=SHOWN_AT_ONCE)
    reader.thorough = True
    reader.sees("So benutzen Sie das Portal")
    reader.open("/en/konto/login/")
    expect(reader.page.get_by_text("Maintenance from 8 pm today")).to_be_visible()
