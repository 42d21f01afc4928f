"""Every other page once: axe in light, dark and narrow, for everyone, with an account, and for officers."""

import pytest

from tests.journeys import steps
from tests.journeys.people import ANNA, BIRTE, EVA, OLAF

pytestmark = pytest.mark.journey

PUBLIC = {
    "/leistungen/": "Leistungen",
    "/leistungen/?q=xyzzy": "nichts gefunden",
    "/leistungen/hundesteuer-anmeldung/": "Hund anmelden",
    "/leistungen/personalausweis/": "Personalausweis",
    "/lebenslagen/": "Lebenslagen",
    "/lebenslagen/unternehmen-gruenden/": "Unternehmen gründen",
    "/einheitlicher-ansprechpartner/": "",
    "/behoerden/": "Behörden",
    "/behoerden/?q=xyzzy": "Behörden",
    "/behoerden/landkreis-rostock/": "Landkreis Rostock",
    "/behoerden/ihk-rostock/": "IHK zu Rostock",
    "/aktuelles/": "Aktuelles",
    "/aktuelles/digitale-passfotos/": "Fotos gibt es nur noch digital",
    "/haeufige-fragen/": "Häufige Fragen",
    "/glossar/": "Glossar",
    "/hilfe/": "So benutzen Sie das Portal",
    "/impressum/": "Impressum",
    "/datenschutz/": "Datenschutz",
    "/barrierefreiheit/": "Barrierefreiheit",
    "/leichte-sprache/": "Leichte",
    "/gebaerdensprache/": "Gebärdensprache",
    "/ort/": "Welcher Ort?",
    "/ort/?q=18276": "Welcher Ort?",
    "/fall/": "Stand Ihres Antrags",
    "/konto/signup/": "Konto anlegen",
    "/konto/password/reset/": "",
}
ACCOUNT = {
    "/konto/": "Meine Anträge",
    "/konto/email/": "E-Mail",
    "/konto/password/change/": "Passwort",
    "/konto/2fa/": "",
    "/konto/2fa/totp/activate/": "",
    "/konto/logout/": "abmelden?",
}
OFFICE = {
    "/eingang/?ansicht=meine": "Meine",
    "/eingang/?ansicht=wartet": "",
    "/eingang/?ansicht=erledigt": "",
    "/eingang/?q=xyzzy": "Suche in allen Vorgängen",
}


@pytest.mark.parametrize(("address", "heading"), PUBLIC.items(), ids=PUBLIC)
def test_public(someone, address, heading):
    reader = someone(thorough=True)
    reader.open(address)
    reader.sees(heading)


def test_account(someone):
    anna = someone()
    steps.log_in(anna, ANNA)
    anna.sees("Meine Anträge")
    anna.thorough = True
    for address, heading in ACCOUNT.items():
        anna.open(address)
        if "Bestätigen" in anna.page.title() or anna.page.url.endswith("reauthenticate/"):
            anna.write("Passwort", "vorfuehrung-mv")
        anna.sees(heading)


def test_log_in_and_sign_up_with_wrong_answers(someone):
    guest = someone(thorough=True)
    guest.open("/konto/login/")
    guest.sees("Anmelden")
    guest.press("Anmelden")
    guest.sees_errors("Geben Sie Ihre E-Mail-Adresse ein.", "Geben Sie Ihr Passwort ein.")
    guest.open("/konto/signup/")
    guest.press("Konto anlegen")
    guest.sees_errors(
        "Geben Sie Ihre E-Mail-Adresse ein.",
        "Denken Sie sich ein Passwort aus und geben Sie es ein.",
        "Geben Sie das Passwort noch einmal ein.",
    )


def test_lookup_with_wrong_and_unknown_answers(someone):
    guest = someone(thorough=True)
    guest.open("/fall/")
    guest.press("Link schicken")
    guest.sees_errors("Geben Sie Ihr Aktenzeichen ein.", "Geben Sie die E-Mail-Adresse aus Ihrem Antrag ein.")
    guest.write("Aktenzeichen", "mv 4h7k m92p a")
    guest.write("E-Mail-Adresse", "niemand@journey.example")
    guest.press("Link schicken")
    guest.sees("Sehen Sie in Ihr E-Mail-Postfach")


@pytest.mark.parametrize("email", [EVA, BIRTE])
def test_office(someone, email):
    officer = someone()
    officer.is_logged_in(email)
    officer.sees("Neu")
    officer.thorough = True
    for address, heading in OFFICE.items():
        officer.open(address)
        officer.sees(heading)


def test_operations(someone):
    olaf = someone()
    olaf.is_logged_in(OLAF)
    olaf.thorough = True
    olaf.open("/betrieb/")
    olaf.sees("")
