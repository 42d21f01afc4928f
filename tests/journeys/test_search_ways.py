"""Finding by suggestions, by narrowing, or learning plainly that there is nothing; and teaching the search a word."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OLAF

pytestmark = pytest.mark.journey


def test_suggestions_by_keyboard_with_their_names(someone):
    mats = someone()
    mats.open("/")
    field = mats.page.get_by_role("combobox", name="Leistung oder Anliegen")
    field.focus()
    mats.page.keyboard.type("hundest", delay=30)
    options = mats.page.get_by_role("listbox", name="Vorschläge").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(mats.page.locator(".mv-suggest [role=status]")).to_contain_text("mit den Pfeiltasten wählen")
    mats.page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "vorschlag-0")
    mats.page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("hundest")
    mats.page.keyboard.type("e")
    expect(options.first).to_be_visible()
    mats.looks_around()
    mats.page.keyboard.press("ArrowDown")
    mats.page.keyboard.press("Enter")
    mats.sees("Hund anmelden")


@pytest.mark.parametrize("script", [True, False])
def test_narrowing_and_feedback(someone, script):
    mats = someone(script=script, thorough=script)
    mats.open("/leistungen/?q=anmelden")
    choices = mats.page.get_by_role("navigation", name="Treffer eingrenzen")
    choices.get_by_role("link", name="Online zu beantragen").click()
    mats.reads("Hund anmelden")
    assert "online=1" in mats.page.url
    mats.press("Ja")
    mats.reads("Danke. Das hilft uns, die Suche besser zu machen.")


def test_nothing_found_says_so_and_shows_other_ways(someone):
    mats = someone(thorough=True)
    mats.open("/leistungen/?q=pizza+bestellen")
    mats.sees("Zu „pizza bestellen“ haben wir nichts gefunden")
    mats.reads("Leistungen von A bis Z", "Oder suchen Sie nach Ihrer Lebenslage", "115")


def test_an_editor_teaches_the_search_a_word(someone):
    """The effect stands on the form before anything counts; then the word finds at once."""
    olaf, mats = someone(), someone()
    olaf.is_logged_in(OLAF)
    page = olaf.page
    page.goto("/redaktion/content/storedquery/add/")
    page.get_by_label("Suche:").fill("wauzi")
    service = page.request.get("/api/v1/services/?q=Hundesteuer").json()["results"][0]["id"]
    page.locator("select[name=service]").evaluate("(box, id) => box.add(new Option(id, id, true, true))", service)
    page.locator("input[name=_save]").click()
    page.goto("/redaktion/content/concept/add/")
    page.get_by_label("Begriff:").fill("Wauzi")
    page.get_by_label("LeiKa-Schlüssel:").fill("102013")
    page.get_by_label("Deutsche Wörter:").fill("wauzi")
    page.get_by_role("button", name="Wirkung ansehen").click()
    row = page.get_by_role("row", name="wauzi")
    expect(row).to_contain_text("besser")
    mats.open("/leistungen/?q=wauzi")
    mats.sees("Zu „wauzi“ haben wir nichts gefunden")
    page.locator("input[name=_save]").click()
    mats.open("/leistungen/?q=wauzi")
    mats.reads("Hund anmelden")
