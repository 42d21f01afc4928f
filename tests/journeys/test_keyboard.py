"""Nothing but the keyboard: the first Tab skips the header, the focus is always seen, nothing holds it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import papers, steps
from tests.journeys.forms import new_address, restaurant
from tests.journeys.hands import Keyboard
from tests.journeys.people import CORD, EVA

pytestmark = pytest.mark.journey


def test_the_whole_journey_by_keyboard(someone, tmp_path):
    ove = someone(hands=Keyboard)
    steps.search(ove, "restaurant eröffnen")
    ove.follow(steps.RESTAURANT)
    ove.sees(steps.RESTAURANT)
    steps.choose_place_for_service(ove, "18273")
    ove.sees(steps.RESTAURANT)
    steps.begin(ove)
    pages = restaurant("Ove Petersen", new_address("ove"), papers.pdf(tmp_path, "grundriss.pdf"))
    steps.fill(ove, pages[:3], wrong_first=True)
    steps.fill(ove, pages[3:])
    ove.sees("Prüfen Sie Ihre Angaben")
    ove.follow("Ändern: Zahl der Beschäftigten")
    ove.write("Zahl der Beschäftigten", "7")
    ove.press(steps.SAVE)
    reference = steps.send(ove)

    eva = someone(hands=Keyboard)
    steps.log_in(eva, EVA)
    eva.sees("Neu")
    steps.open_from_inbox(eva, reference)
    steps.claim(eva)
    steps.forward(eva)
    cord = someone(hands=Keyboard)
    steps.handle(
        cord,
        CORD,
        reference,
        "Mit Auflagen bewilligen",
        "Die Räume sind geeignet.",
        conditions="Um 22 Uhr ist Schluss.",
    )

    ove.follow("Stand ansehen")
    ove.waits_for(ove.link(re.compile("Bescheid öffnen")))
    ove.sees("Zur Nebel")
    ove.reads("Bewilligt mit Auflagen")
    ove.write("Ihre Nachricht", "Vielen Dank!")
    ove.press("Nachricht senden")
    ove.reads("Ihre Nachricht ist gesendet.")


@pytest.mark.parametrize(
    "address", ["/", "/leistungen/gaststaettenerlaubnis/", "/ort/?q=18276", "/konto/login/", "/behoerden/"]
)
def test_tab_leads_through_a_page_and_out_again(someone, address):
    reader = someone(hands=Keyboard)
    reader.open(address)
    passed = reader.hands.walk()
    assert "mv-skip" in passed[0]
    assert any("<footer" in stop or "datenschutz" in stop for stop in passed), passed


def test_shift_tab_goes_back(someone):
    reader = someone(hands=Keyboard)
    reader.open("/")
    query, place = reader.field("Leistung oder Anliegen"), reader.field("Ort oder Postleitzahl")
    reader.hands.go_to(place)
    reader.page.keyboard.press("Shift+Tab")
    expect(query).to_be_focused()


def test_the_menu_of_a_phone_opens_and_closes(someone):
    reader = someone(hands=Keyboard)
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.open("/")
    menu = reader.page.locator("details.mv-menu")
    opener = menu.locator("summary")
    reader.hands.press(opener)
    services = menu.get_by_role("link", name="Leistungen")
    expect(services).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(services).to_be_hidden()
    expect(opener).to_be_focused()
