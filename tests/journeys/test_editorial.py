"""Editors write, review and publish; citizens see what is public, where it counts, as long as it counts."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.checks import AXE_SCRIPT, DESKTOP, check, look_at, views_of
from tests.journeys.people import Person
from tests.running_portal import wait_until

pytestmark = pytest.mark.journey

FRAUKE, JONAS, DÖRTE, RIEKE = (f"{name}@demo.example" for name in ("stadt", "pruefung", "ihk", "redaktion"))
SERVICES = "/redaktion/content/service/"
SUPPLEMENTS = "/redaktion/content/servicesupplement/"


def sits_down(someone, email: str, **how) -> Person:
    """An editor before the administration."""
    editor = someone(**how)
    editor.is_logged_in(email)
    editor.open("/redaktion/")
    return editor


def opens_text(editor: Person, name: str) -> str:
    """From the list to the form of a text; its address."""
    editor.open(f"{SERVICES}?q={name}")
    editor.hands.press(editor.main.locator("#result_list tbody th a").first)
    editor.reads("Redaktion des Landes")
    return editor.page.url


def takes_step(editor: Person, step: str) -> None:
    """The link asks, the button does."""
    editor.follow(step)
    editor.sees(step)
    editor.press(step)


def publishes(editor: Person) -> None:
    takes_step(editor, "Veröffentlichen")
    expect(editor.page.locator(".messagelist")).to_contain_text("veröffentlicht")


def citizen_reads(citizen: Person, slug: str, place: str = "") -> str:
    """The page of a service as people at this place see it."""
    if place:
        citizen.open(f"/ort/?weiter=/leistungen/{slug}/")
        citizen.write("Ort oder Postleitzahl", place)
        citizen.press("Ort übernehmen")
    else:
        citizen.open(f"/leistungen/{slug}/")
    return citizen.main.inner_text()


# The moment that was planned for later is over
APPEARS = """UPDATE content_version SET publish_at = now() - interval '1 minute'
WHERE status = 'approved' AND object_id = (SELECT id FROM content_service WHERE slug = %s) RETURNING 1"""
ENDS = """UPDATE content_service SET publish_at = now() - interval '2 minutes', expire_at = now() - interval '1 minute'
WHERE slug = %s RETURNING 1"""


@pytest.mark.parametrize("script", [True, False])
def test_a_supplement_from_the_desk_to_its_place(someone, script):
    slug, word = ("osterfeuer", "Osterfeuer") if script else ("plakate", "Plakate an der Straße aufhängen")
    frauke = sits_down(someone, FRAUKE, script=script)
    frauke.open(SUPPLEMENTS)
    frauke.follow("Text des Landes suchen")
    frauke.sees("Text des Landes ergänzen")
    frauke.write("Leistung", word)
    frauke.press("Suchen")
    frauke.follow(re.compile(f"^Ergänzen ?: {word}"))
    frauke.sees("Regionale Ergänzung hinzufügen")
    frauke.page.get_by_label("Gebiet:").select_option(label="Güstrow, Barlachstadt")
    frauke.write("Hinweise [de]:", "In Güstrow fragen Sie das Ordnungsamt.")
    frauke.press("Speichern und zur Prüfung geben")
    frauke.sees("Zur Prüfung geben")
    frauke.write("Was sich ändert (freiwillig)", "Wer in Güstrow antwortet")
    frauke.press("Zur Prüfung geben")
    frauke.reads("Fassung 1: in Prüfung")
    address = frauke.page.url
    # She cannot approve what she wrote
    expect(frauke.link("Freigeben")).to_have_count(0)
    citizen = someone()
    assert "Ordnungsamt" not in citizen_reads(citizen, slug, "18273")

    stranger = sits_down(someone, DÖRTE)
    assert stranger.context.request.get(address).status == 404

    jonas = sits_down(someone, JONAS, script=script)
    jonas.open(address)
    jonas.reads("Wer in Güstrow antwortet")
    jonas.follow("Vorschau")
    jonas.reads("In Güstrow fragen Sie das Ordnungsamt.")
    jonas.open(address)
    takes_step(jonas, "Freigeben")
    expect(jonas.page.locator(".messagelist")).to_contain_text("ist veröffentlicht")
    assert "In Güstrow fragen Sie das Ordnungsamt." in citizen_reads(citizen, slug, "18273")
    assert "In Güstrow fragen Sie das Ordnungsamt." not in citizen_reads(citizen, slug, "18246 Bützow")


def test_back_to_an_older_version(someone):
    rieke, citizen = sits_down(someone, RIEKE), someone()
    before = citizen_reads(citizen, "baum-faellen")
    address = opens_text(rieke, "Baumfällgenehmigung")
    rieke.write("Kurztext [de]:", "Bäume sind schön.")
    rieke.press("Sichern und weiter bearbeiten")
    expect(rieke.page.locator(".messagelist")).to_contain_text("Der Entwurf")
    assert citizen_reads(citizen, "baum-faellen") == before
    publishes(rieke)
    assert "Bäume sind schön." in citizen_reads(citizen, "baum-faellen")
    rieke.open(address)
    rieke.follow("Fassungen")
    rieke.sees("Fassungen")
    rieke.follow("Fassung 2")
    rieke.reads("Kurztext (Deutsch)")
    expect(rieke.main.locator("ins")).to_have_count(1)
    expect(rieke.main.locator("ins")).to_contain_text("schön.")
    rieke.open(f"{address.replace('change/', 'history/')}")
    rieke.follow("Fassung 1")
    rieke.press("Entwurf mit diesem Text beginnen")
    rieke.reads("Fassung 3: Entwurf", "Text der Fassung 1")
    publishes(rieke)
    assert citizen_reads(citizen, "baum-faellen") == before


def test_a_text_comes_and_goes_in_its_time(someone, portal):
    rieke, citizen = sits_down(someone, RIEKE), someone()
    address = opens_text(rieke, "Fischereischein")
    slug, words = "fischereischein", "Ab morgen gilt die neue Gebühr."
    for name, day in (("publish_at", "31.12.2030"), ("expire_at", "31.12.2031")):
        rieke.page.locator(f"[name={name}_0]").fill(day)
        rieke.page.locator(f"[name={name}_1]").fill("08:00")
    rieke.write("Kurztext [de]:", words)
    rieke.press("Sichern und weiter bearbeiten")
    takes_step(rieke, "Veröffentlichen")
    expect(rieke.page.locator(".messagelist")).to_contain_text("erscheint am 31.12.2030 um 08:00 Uhr")
    assert words not in citizen_reads(citizen, slug)
    assert portal.rows(APPEARS, slug)
    citizen.waits_for(citizen.main.get_by_text(words).first)
    rieke.open(address)
    rieke.reads("Öffentlich")
    assert portal.rows(ENDS, slug)
    page = f"/leistungen/{slug}/"
    wait_until(lambda: citizen.context.request.get(page).status == 404, what="the text to leave")
    rieke.open(address)
    rieke.reads("Nicht mehr öffentlich")


def test_two_editors_at_one_text(someone):
    first, second = sits_down(someone, RIEKE), sits_down(someone, RIEKE)
    address = opens_text(first, "Sperrzeit")
    second.open(address)
    first.write("Kurztext [de]:", "Der Text der Ersten.")
    first.press("Sichern und weiter bearbeiten")
    second.write("Kurztext [de]:", "Der Text der Zweiten.")
    second.press("Sichern und weiter bearbeiten")
    second.reads("Rieke Sommer hat den Text am", "Ihr Text steht unten und ist nicht verloren")
    expect(second.main.locator("ins").first).to_contain_text("Zweiten")
    expect(second.field("Kurztext [de]:")).to_have_value("Der Text der Zweiten.")
    check_form(second)
    second.press("Sichern und weiter bearbeiten")
    second.follow("Fassungen")
    second.reads("überholt")


PAGES = ["history/", "vorschau/", "uebergeben/", "schritt/withdraw/", "schritt/submit/"]
# Django's own: Select2 writes its list and its styles itself
OWN = """axe.run({exclude: ['.select2']}, {resultTypes: ['violations'], preload: false})
.then((results) => results.violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target)}`))"""


def check_form(editor: Person) -> None:
    """A form of Django's administration, with all that is ours in it."""
    editor.page.wait_for_load_state()  # its scripts have run
    editor.page.evaluate(AXE_SCRIPT)
    for scheme, size in views_of(editor.page):
        look_at(editor.page, scheme, size)
        assert editor.page.evaluate(OWN) == [], f"{editor.page.url} {scheme} {size}"
        assert editor.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    look_at(editor.page, "light", DESKTOP)


def test_the_editors_pages_are_open_to_everybody(someone):
    """axe in light, dark and 320 px."""
    rieke = sits_down(someone, RIEKE)
    address = opens_text(rieke, "Gewerbe Anmeldung")
    check_form(rieke)
    for page in PAGES:
        rieke.open(address.replace("change/", page))
        check(rieke.page)
    rieke.open(address.replace("change/", "history/"))
    rieke.follow("Fassung 2")
    expect(rieke.main).to_contain_text("Gespeichert am")
    check(rieke.page)
    for page in (SERVICES, SUPPLEMENTS, f"{SUPPLEMENTS}texte/"):
        rieke.open(page)
        check(rieke.page)
    for page in (f"{SUPPLEMENTS}add/?service=1", f"{SERVICES}add/", f"{SUPPLEMENTS}1/change/"):
        rieke.open(page)
        check_form(rieke)
