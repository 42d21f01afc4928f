"""A restaurant in Güstrow: from the first search to two decisions, on a desk with JavaScript."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cases.rules import references
from tests.journeys import papers, steps
from tests.journeys.forms import new_address, restaurant
from tests.journeys.people import BIRTE, CORD, EVA, Person

pytestmark = pytest.mark.journey

EMAIL = new_address("jule")
# § 71b Abs. 3 VwVfG M-V
STATEMENTS = (
    "1. Eingang",
    "2. Frist",
    "3. Wann die Frist beginnt",
    "4. Was nach der Frist gilt",
    "5. Ihre Rechtsbehelfe",
)
UNREADABLE = (
    "Die Datei „notizen.pdf“ hat ein Format, das wir nicht lesen können. Bitte laden Sie ein PDF, JPG oder PNG hoch."
)


def test_a_restaurant_opens_in_guestrow(someone, tmp_path):
    jule = someone(thorough=True)
    find_out_who_is_responsible(jule)
    steps.begin(jule)
    pages = restaurant("Jule Harms", EMAIL, papers.pdf(tmp_path, "grundriss.pdf"))
    steps.fill(jule, pages[:4], wrong_first=True)
    jule = go_on_elsewhere(jule, someone(thorough=True))
    steps.fill(jule, pages[4:8], wrong_first=True)
    hand_in_files(jule, pages[8].heading, tmp_path)
    change_an_answer(jule)
    reference = send_impatiently(jule)
    read_receipt(jule)

    eva = someone(thorough=True)
    ask_for_lease(eva, reference)
    hand_in_lease(jule, tmp_path)
    steps.open_from_inbox(eva, reference, view="meine")
    eva.reads("pachtvertrag.pdf")
    steps.forward(eva)

    steps.handle(someone(), BIRTE, reference, "Bewilligen", "Die Anmeldung ist vollständig.")
    steps.handle(
        someone(thorough=True),
        CORD,
        reference,
        "Mit Auflagen bewilligen",
        "Die Räume sind geeignet.",
        conditions="Die Plätze im Freien schließen um 22 Uhr.\nDer Notausgang bleibt frei.",
    )
    read_decisions(jule)


def find_out_who_is_responsible(jule: Person) -> None:
    steps.search(jule, "restaurant eröffnen")
    jule.reads("Gaststättengewerbe Erlaubnis", "Gewerbe Anmeldung")
    jule.follow(steps.RESTAURANT)
    jule.sees(steps.RESTAURANT)
    steps.choose_place_for_service(jule, "18273")
    jule.sees(steps.RESTAURANT)
    jule.reads("Zuständig in Güstrow", "Landkreis Rostock", "Einheitlicher Ansprechpartner: IHK zu Rostock")


def go_on_elsewhere(jule: Person, elsewhere: Person) -> Person:
    """Stop, and go on with the link in another browser."""
    jule.press("Später weitermachen")
    jule.sees("Später weitermachen")
    link = jule.main.get_by_label("Link zum Kopieren").input_value()
    jule.write("E-Mail-Adresse", EMAIL)
    jule.press("Link zuschicken")
    jule.reads(EMAIL)
    elsewhere.open(link)
    elsewhere.sees("Wie erreichen wir Sie?")
    return elsewhere


def hand_in_files(jule: Person, heading: str, directory: Path) -> None:
    """A wrong file and a harmful one are refused at the field; what was fine beside them is kept."""
    jule.sees(heading)
    jule.press(steps.SAVE)
    jule.sees_errors("Laden Sie den Grundriss der Räume hoch.")
    lease = papers.pdf(directory, "mietvertrag.pdf")
    jule.attach("Pachtvertrag oder Mietvertrag", lease)
    jule.attach("Grundriss der Räume", papers.text_called_pdf(directory))
    jule.press(steps.SAVE)
    jule.sees_errors(UNREADABLE)
    jule.reads("mietvertrag.pdf")
    jule.attach("Grundriss der Räume", papers.malware(directory))
    jule.press(steps.SAVE)
    jule.sees_errors("In der Datei „eicar.pdf“ wurde Schadsoftware gefunden. Bitte laden Sie eine andere Datei hoch.")
    jule.press("Entfernen: mietvertrag.pdf")
    expect(jule.button("Entfernen: mietvertrag.pdf")).to_have_count(0)
    jule.attach("Grundriss der Räume", papers.pdf(directory, "grundriss.pdf"))
    jule.press(steps.SAVE)


def change_an_answer(jule: Person) -> None:
    jule.sees("Prüfen Sie Ihre Angaben")
    jule.reads("Jule Harms", "Zur Nebel", "grundriss.pdf", "IHK zu Rostock", "Landkreis Rostock")
    jule.follow("Ändern: Name der Gaststätte")
    jule.sees("Wo und wann eröffnen Sie?")
    jule.write("Name der Gaststätte", "Zum Nebelufer")
    jule.press(steps.SAVE)
    jule.sees("Prüfen Sie Ihre Angaben")
    jule.reads("Zum Nebelufer")


def send_impatiently(jule: Person) -> str:
    """Without the confirmation first, then with a double click: one case."""
    jule.press(steps.SEND)
    jule.sees_errors("Bestätigen Sie, dass Ihre Angaben vollständig und richtig sind.")
    jule.tick(steps.CONFIRMED)
    jule.button(steps.SEND).dblclick()
    reference = steps.arrived(jule)
    assert references.normalise(reference) == reference
    steps.expect_one_case(jule, EMAIL, reference)
    saved = re.compile("Antrag speichern")
    jule.waits_for(jule.link(saved))
    assert "Zum Nebelufer" in jule.read_pdf(saved)
    return reference


def read_receipt(jule: Person) -> None:
    steps.open_mail(jule, EMAIL, "Ihr Antrag ist eingegangen")
    steps.follow_link_in_mail(jule)
    receipt = re.compile("^Empfangsbestätigung")
    jule.waits_for(jule.link(receipt))
    jule.sees("Zum Nebelufer")
    words = jule.read_pdf(receipt)
    for statement in STATEMENTS:
        assert statement in words


def ask_for_lease(eva: Person, reference: str) -> None:
    steps.log_in(eva, EVA)
    eva.sees("Neu")
    steps.open_from_inbox(eva, reference)
    steps.claim(eva)
    eva.follow("Unterlage nachfordern")
    eva.sees("Unterlage nachfordern")
    eva.press("Nachforderung abschicken")
    eva.sees_errors("Schreiben Sie, welche Unterlage fehlt.")
    eva.write("Was fehlt?", "Es fehlt der Pachtvertrag mit beiden Unterschriften.")
    eva.press("Nachforderung abschicken")
    eva.reads("Die Nachforderung ist abgeschickt.")
    eva.sees("Jule Harms")


def hand_in_lease(jule: Person, directory: Path) -> None:
    steps.open_mail(jule, EMAIL, "Sie sind dran: eine Unterlage fehlt")
    steps.follow_link_in_mail(jule)
    jule.sees("Zum Nebelufer")
    jule.reads("Sie sind dran: eine Unterlage fehlt", "Pachtvertrag mit beiden Unterschriften")
    jule.follow("Unterlage nachreichen")
    jule.sees("Unterlage nachreichen")
    jule.press("Unterlage einreichen")
    jule.sees_errors("Laden Sie mindestens eine Datei hoch oder schreiben Sie eine Nachricht.")
    jule.write("Nachricht dazu", "Der Vertrag ist seit gestern unterschrieben.")
    jule.attach("Unterlagen", papers.text_called_pdf(directory))
    jule.press("Unterlage einreichen")
    jule.sees_errors(UNREADABLE)
    expect(jule.main.get_by_label("Nachricht dazu")).to_have_value("Der Vertrag ist seit gestern unterschrieben.")
    jule.attach("Unterlagen", papers.pdf(directory, "pachtvertrag.pdf"))
    jule.press("Unterlage einreichen")
    jule.reads("Ihre Antwort ist angekommen.")


def read_decisions(jule: Person) -> None:
    jule.page.reload()
    decisions = jule.main.get_by_role("link", name=re.compile("Bescheid öffnen"))
    jule.waits_for(decisions.nth(1))
    jule.sees("Zum Nebelufer")
    jule.reads("Bewilligt", "Bewilligt mit Auflagen", "Der Antrag ist abgeschlossen.")
    licence = jule.read_pdf(re.compile("Bescheid öffnen.*Gaststätte"))
    trade = jule.read_pdf(re.compile("Bescheid öffnen.*Gewerbe"))
    for decision in (licence, trade):
        assert "Rechtsbehelfsbelehrung" in decision
        assert "Widerspruch" in decision
    assert "Die Plätze im Freien schließen um 22 Uhr." in licence
    assert "Die Anmeldung ist vollständig." in trade
