"""Finding an authority and a place: by keyboard, by name for screen readers, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.checks import check
from tests.journeys.hands import Keyboard
from tests.journeys.people import Person

pytestmark = pytest.mark.journey

READY = "[data-map-ready]"


def on_the_map(person: Person, name: str):
    """An area of the map, as a screen reader finds it."""
    return person.main.locator("figure").get_by_role("link", name=name, exact=True)


def test_the_map_leads_to_an_authority_by_keyboard(someone):
    ove = someone(hands=Keyboard)
    ove.open("/behoerden/")
    ove.sees("Behörden finden")
    expect(ove.page.locator(READY)).to_have_count(1)
    expect(ove.main.locator("figure").get_by_role("link")).to_have_count(8)
    ove.hands.press(on_the_map(ove, "Landkreis Rostock"))
    ove.sees("Behörden: Landkreis Rostock")
    expect(ove.page.locator(READY)).to_have_count(1)
    ove.hands.press(on_the_map(ove, "Barlachstadt Güstrow"))
    ove.sees("Barlachstadt Güstrow")
    ove.reads("Öffnungszeiten", "Zugang ohne Stufen", "GeoBasis-DE / BKG 2016 (Daten verändert)")


def test_zooming_by_keyboard_shows_the_municipalities(someone):
    ove = someone(hands=Keyboard)
    ove.open("/behoerden/?kreis=13072")
    expect(ove.page.locator(READY)).to_have_count(1)
    expect(ove.page.locator(".mv-geo__line")).to_have_count(0)
    closer = ove.main.get_by_role("button", name="Vergrößern")
    for _ in range(3):
        ove.hands.press(closer)
    expect(ove.page.locator(".mv-geo__line").first).to_be_attached()
    further = ove.main.get_by_role("button", name="Verkleinern")
    ove.hands.press(further)


@pytest.mark.parametrize("script", [True, False])
def test_the_list_says_the_same_as_the_map(someone, script):
    ida = someone(script=script)
    ida.open("/behoerden/")
    if script:
        expect(ida.page.locator(READY)).to_have_count(1)
    on_map = ida.main.locator("figure").get_by_role("link")
    names = [link.get_attribute("aria-label") for link in on_map.all()]
    listed = ida.main.get_by_role("navigation", name="Nach Kreisen").get_by_role("link")
    assert sorted(names) == sorted(text.strip() for text in listed.all_inner_texts())
    ida.hands.press(on_the_map(ida, "Landkreis Vorpommern-Rügen"))
    ida.sees("Behörden: Landkreis Vorpommern-Rügen")


def test_an_authority_without_javascript(someone):
    ida = someone(script=False)
    ida.open("/behoerden/")
    ida.write("Name, Ort oder Postleitzahl", "18273")
    ida.press("Suchen")
    ida.follow(re.compile("^Barlachstadt Güstrow"))
    ida.sees("Barlachstadt Güstrow")
    ida.follow(re.compile("^Ordnungsamt"))
    ida.sees("Ordnungsamt der Barlachstadt Güstrow")
    ida.reads("Birte Voß", "Teil einer Behörde")
    expect(ida.main.get_by_role("img", name=re.compile("ist zuständig für Güstrow"))).to_be_visible()


def test_what_can_be_taken_along(someone):
    ida = someone()
    ida.open("/behoerden/guestrow/")
    for link, kind in (("Kontakt für das Adressbuch (vCard)", "text/vcard"), ("Kalender (ICS)", "text/calendar")):
        address = ida.link(re.compile(re.escape(link))).get_attribute("href")
        assert ida.context.request.get(address).headers["content-type"].startswith(kind)
    expect(ida.main.get_by_role("img", name="QR-Code mit den Kontaktdaten von Barlachstadt Güstrow")).to_be_visible()


@pytest.mark.parametrize("hands", [Keyboard, None])
def test_choosing_a_place(someone, hands):
    ida = someone(hands=hands) if hands else someone(script=False)
    ida.open("/ort/?weiter=/behoerden/")
    ida.sees("Welcher Ort?")
    ida.write("Ort oder Postleitzahl", "1827")
    ida.press("Ort übernehmen")
    ida.sees_errors("Eine Postleitzahl hat fünf Ziffern, zum Beispiel 18273. Prüfen Sie Ihre Eingabe.")
    ida.write("Ort oder Postleitzahl", "Güstrow")
    ida.press("Ort übernehmen")
    ida.sees("Behörden finden")
    expect(ida.page.locator("header").get_by_text("Güstrow").first).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "/behoerden/",
        "/behoerden/?kreis=13072",
        "/behoerden/?q=xyzxyz",
        "/behoerden/guestrow/",
        "/behoerden/ihk-rostock/",
        "/behoerden/guestrow-ordnungsamt/",
        "/ort/",
        "/ort/?q=19230",
        "/en/behoerden/landkreis-rostock/",
    ],
)
def test_the_pages_are_open_to_everybody(someone, address):
    """axe in light, dark and 320 px, and a console without a word of the Content-Security-Policy."""
    ida = someone()
    ida.open(address)
    if ida.page.locator("[data-map]").count():
        expect(ida.page.locator(READY)).to_have_count(1)
    check(ida.page)
