"""The steps of the journeys, whoever takes them and with whatever hands."""

import re

from tests.journeys.forms import FormPage, dog, new_address
from tests.journeys.people import PASSWORD, Person

RESTAURANT, TRADE, DOG = "Gaststättenerlaubnis beantragen", "Gewerbe anmelden", "Hundesteuer"
CONFIRMED = "Meine Angaben sind vollständig und richtig."
SEND = "Antrag verbindlich abschicken"
SAVE = "Speichern und weiter"


def search(person: Person, words: str) -> None:
    person.open("/")
    person.sees("Was möchten Sie erledigen?")
    person.write("Leistung oder Anliegen", words)
    person.press("Suchen")
    person.sees(f"für „{words}“")


def choose_place_for_service(person: Person, place: str) -> None:
    """On the page of a service."""
    person.write("Ort oder Postleitzahl", place)
    person.press("Behörde zeigen")


def begin(person: Person) -> None:
    """From the page of a service to the first question."""
    person.follow("Online beantragen")
    person.sees(re.compile("."))
    person.press("Antrag beginnen")


def apply_for_dog(person: Person, name: str) -> str:
    """The shortest application there is; the reference."""
    begin_in_guestrow(person, "hundesteuer-anmeldung")
    fill(person, dog(name, new_address(name.split()[0].lower())))
    return send(person)


def begin_in_guestrow(person: Person, slug: str) -> None:
    """The short way to the first question."""
    person.open(f"/ort/?weiter=/antrag/{slug}/")
    person.sees("Welcher Ort?")
    person.write("Ort oder Postleitzahl", "18273")
    person.press("Ort übernehmen")
    person.sees(re.compile("."))
    person.press("Antrag beginnen")


def fill(person: Person, pages: list[FormPage], *, wrong_first: bool = False) -> None:
    """Answer page after page; `wrong_first` tries each page empty before."""
    for page in pages:
        person.sees(page.heading)
        if wrong_first and page.wrong:
            person.press(SAVE)
            person.sees_errors(*page.wrong)
        for answer in page.answers:
            answer.give(person)
        person.press(SAVE)


def send(person: Person) -> str:
    """Confirm and send; the reference."""
    person.sees("Prüfen Sie Ihre Angaben")
    person.tick(CONFIRMED)
    person.press(SEND)
    return arrived(person)


def arrived(person: Person) -> str:
    person.sees("Ihr Antrag ist angekommen")
    return person.main.locator(".mv-ref").inner_text()


def log_in(person: Person, email: str) -> None:
    person.open("/konto/login/")
    person.sees("Anmelden")
    person.write("E-Mail-Adresse", email)
    person.write("Passwort", PASSWORD)
    person.press("Anmelden")


def open_from_inbox(officer: Person, reference: str, *, view: str = "neu") -> None:
    officer.open(f"/eingang/?ansicht={view}&q={reference}")
    row = re.compile(reference)
    officer.waits_for(officer.link(row))
    officer.sees(re.compile("."))
    officer.follow(row)
    officer.sees(re.compile("."))


def claim(officer: Person) -> None:
    officer.press("Übernehmen")
    officer.reads("Sie bearbeiten jetzt")
    officer.sees(re.compile("."))


def forward(officer: Person) -> None:
    officer.follow("Weiterleiten")
    officer.sees("Weiterleiten")
    officer.press("Vollständig, jetzt weiterleiten")
    officer.reads("Weitergeleitet")
    officer.sees(re.compile("."))


def decide(officer: Person, outcome: str, reasons: str, *, conditions: str = "") -> None:
    """Decide with a look at the decision before it is final."""
    officer.follow("Entscheiden")
    officer.sees("Entscheiden")
    officer.choose("Wie entscheiden Sie?", outcome)
    if conditions:
        officer.write("Auflagen", conditions)
    officer.write("Begründung", reasons)
    officer.press("Bescheid ansehen")
    officer.sees("Entscheiden")
    officer.reads("Noch ist nichts entschieden", reasons)
    officer.press("Endgültig entscheiden")
    officer.reads("Die Entscheidung ist getroffen.")
    officer.sees(re.compile("."))


def handle(officer: Person, email: str, reference: str, outcome: str, reasons: str, *, conditions: str = "") -> None:
    """Take the new proceeding, decide it."""
    officer.is_logged_in(email)
    officer.sees("Neu")
    open_from_inbox(officer, reference)
    claim(officer)
    decide(officer, outcome, reasons, conditions=conditions)


def open_mail(person: Person, recipient: str, subject: str) -> None:
    """Read a mail on the page of the demonstration."""
    person.open("/vorfuehrung/post/")
    mail = person.main.get_by_role("row").filter(has_text=recipient).get_by_role("link", name=subject)
    person.waits_for(mail.first)
    person.sees("Gesendete Post")
    person.hands.press(mail.first)
    person.sees(subject)


def follow_link_in_mail(person: Person) -> None:
    person.hands.press(person.main.get_by_role("link", name=re.compile("^http")).first)


def expect_one_case(person: Person, email: str, reference: str) -> None:
    """However it was sent, the portal holds one case of this applicant."""
    rows = person.portal.rows("SELECT reference FROM cases_case WHERE applicant_email = %s", email)
    assert rows == [(reference,)]
