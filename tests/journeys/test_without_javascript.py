"""The whole journey in a browser that runs no JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import papers, steps
from tests.journeys.forms import new_address, restaurant
from tests.journeys.people import CORD, EVA, Person

pytestmark = pytest.mark.journey


def test_the_whole_journey_without_javascript(someone, tmp_path):
    ida = someone(script=False)
    steps.search(ida, "restaurant eröffnen")
    ida.follow(steps.RESTAURANT)
    ida.sees(steps.RESTAURANT)
    choose_among_several_places(ida)
    pages = restaurant("Ida Wolter", new_address("ida"), papers.pdf(tmp_path, "grundriss.pdf"))
    steps.fill(ida, pages[:-1], wrong_first=True)
    change_a_file(ida, pages[-1].heading, tmp_path)
    reference = steps.send(ida)

    eva = someone(script=False)
    steps.log_in(eva, EVA)
    eva.sees("Neu")
    steps.open_from_inbox(eva, reference)
    steps.claim(eva)
    eva.follow("Unterlage nachfordern")
    eva.write("Was fehlt?", "Es fehlt der Pachtvertrag.")
    eva.press("Nachforderung abschicken")
    eva.reads("Die Nachforderung ist abgeschickt.")

    ida.follow("Stand ansehen")
    ida.waits_for(ida.link("Unterlage nachreichen"))
    ida.follow("Unterlage nachreichen")
    ida.attach("Unterlagen", papers.pdf(tmp_path, "pachtvertrag.pdf"))
    ida.press("Unterlage einreichen")
    ida.reads("Ihre Antwort ist angekommen.")

    eva.page.reload()
    steps.forward(eva)
    decide_after_a_second_thought(someone(script=False), reference)
    ida.page.reload()
    ida.waits_for(ida.link(re.compile("Bescheid öffnen")))
    ida.reads("Bewilligt mit Auflagen")


def choose_among_several_places(ida: Person) -> None:
    """The authority is the same in all places of the postcode, the application is for one of them."""
    steps.choose_place_for_service(ida, "18276")
    ida.sees(steps.RESTAURANT)
    ida.reads("Zuständig in 18276", "Landkreis Rostock")
    ida.follow("Online beantragen")
    ida.reads("Zuerst: Um welchen Ort geht es?")
    ida.follow("Ort wählen")
    ida.sees("Welcher Ort?")
    ida.write("Ort oder Postleitzahl", "18276")
    ida.press("Ort übernehmen")
    ida.reads("Orte passen. Welchen meinen Sie?", "Amt Güstrow-Land")
    ida.press(re.compile("^Mühl Rosin"))
    ida.reads("Ihr Antrag in Mühl Rosin")
    ida.follow("Ort ändern")
    ida.write("Ort oder Postleitzahl", "Xyzhausen")
    ida.press("Ort übernehmen")
    expect(ida.page).to_have_title(re.compile("^Fehler:"))
    ida.write("Ort oder Postleitzahl", "18273")
    ida.press("Ort übernehmen")
    ida.reads("Ihr Antrag in Güstrow")
    ida.press("Antrag beginnen")


def change_a_file(ida: Person, heading: str, directory) -> None:
    ida.sees(heading)
    ida.attach("Grundriss der Räume", papers.pdf(directory, "falsch.pdf"))
    ida.press(steps.SAVE)
    ida.sees("Prüfen Sie Ihre Angaben")
    ida.reads("falsch.pdf")
    ida.follow("Ändern: Grundriss der Räume")
    ida.press("Entfernen: falsch.pdf")
    expect(ida.button("Entfernen: falsch.pdf")).to_have_count(0)
    ida.attach("Grundriss der Räume", papers.pdf(directory, "grundriss.pdf"))
    ida.press(steps.SAVE)
    ida.sees("Prüfen Sie Ihre Angaben")
    ida.reads("grundriss.pdf")


def decide_after_a_second_thought(cord: Person, reference: str) -> None:
    """The preview leads back, and what was written is still there."""
    steps.log_in(cord, CORD)
    cord.sees("Neu")
    steps.open_from_inbox(cord, reference)
    steps.claim(cord)
    cord.follow("Entscheiden")
    cord.choose("Wie entscheiden Sie?", "Bewilligen")
    cord.write("Begründung", "Die Räume sind geeignet.")
    cord.press("Bescheid ansehen")
    cord.reads("Noch ist nichts entschieden")
    cord.press("Zurück und ändern")
    expect(cord.field("Begründung")).to_have_value("Die Räume sind geeignet.")
    cord.choose("Wie entscheiden Sie?", "Mit Auflagen bewilligen")
    cord.write("Auflagen", "Um 22 Uhr ist Schluss.")
    cord.press("Bescheid ansehen")
    cord.reads("Bewilligt mit Auflagen", "Um 22 Uhr ist Schluss.")
    cord.press("Endgültig entscheiden")
    cord.reads("Die Entscheidung ist getroffen.")
