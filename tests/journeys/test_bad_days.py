"""What goes wrong in browsers: the back button, two tabs, old links, foreign cases, two officers at once."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.forms import dog, new_address
from tests.journeys.people import ANNA, BIRTE, CORD, EVA, KATRIN, Person

pytestmark = pytest.mark.journey


def test_back_after_sending_shows_the_same_case(someone):
    lene = someone()
    reference = steps.apply_for_dog(lene, "Lene Wulf")
    lene.page.go_back()
    lene.thorough = True
    lene.sees("Diesen Antrag haben Sie schon abgeschickt.")
    lene.thorough = False
    lene.follow("Bestätigung und Stand ansehen")
    assert steps.arrived(lene) == reference


def test_the_second_tab_is_told(someone):
    """Both stand before the last button; one more stands in the middle of the form."""
    timo = someone()
    email = new_address("timo")
    steps.begin_in_guestrow(timo, "hundesteuer-anmeldung")
    steps.fill(timo, dog("Timo Kahl", email))
    timo.sees("Prüfen Sie Ihre Angaben")
    check = timo.page.url
    second, third = timo.in_new_tab(check), timo.in_new_tab(check.replace("/pruefen/", "/hund/"))
    reference = steps.send(timo)

    assert steps.send(second) == reference
    third.write("Name des Hundes", "Bello")
    third.press(steps.SAVE)
    third.sees("Diesen Antrag haben Sie schon abgeschickt.")
    steps.expect_one_case(timo, email, reference)


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/gibt-es-nicht/", "Diese Seite gibt es nicht"),
        ("/leistungen/gibt-es-nicht/", "Diese Seite gibt es nicht"),
        ("/antrag/hundesteuer-anmeldung/gibt-es-nicht/", "Diesen Entwurf gibt es nicht (mehr)"),
        ("/fall/MV-4H7K-M92P-A/", "Diesen Antrag können Sie hier nicht öffnen"),
        ("/vorfuehrung/post/00000000-0000-0000-0000-000000000000/", "Diese Seite gibt es nicht"),
    ],
)
def test_unknown_addresses_say_what_helps(someone, address, heading):
    reader = someone(thorough=True)
    reader.open(address, status=404)
    refused(reader, heading)


def test_a_draft_whose_time_is_over(someone):
    lena = someone()
    steps.begin_in_guestrow(lena, "hundesteuer-anmeldung")
    secret = urlsplit(lena.page.url).path.split("/")[3]
    lena.portal.rows(
        "UPDATE cases_application SET expires_at = now() - interval '1 day' WHERE secret = %s RETURNING id", secret
    )
    lena.open(lena.page.url, status=404)
    lena.sees("Diesen Entwurf gibt es nicht (mehr)")


def test_the_case_of_another(someone):
    """Neither the number nor a file nor a step of it opens without the key, and an office sees only its own."""
    own = someone()
    reference = steps.apply_for_dog(own, "Paul Ritter")
    own.follow("Stand ansehen")
    receipt = re.compile("^Empfangsbestätigung")
    own.waits_for(own.link(receipt))
    document = own.link(receipt).get_attribute("href")

    stranger = someone()
    for address in (f"/fall/{reference}/", document, f"/fall/{reference}/zuruecknehmen/"):
        stranger.open(address, status=404)

    birte, cord = someone(), someone()
    birte.is_logged_in(BIRTE)
    steps.open_from_inbox(birte, reference)
    cord.is_logged_in(CORD)
    cord.open(urlsplit(birte.page.url).path, status=404)
    cord.open(f"/eingang/{reference}/", status=404)


def test_a_step_that_is_not_possible(someone):
    """Posted by hand, it is refused in plain words, and what was written is shown again."""
    reference = steps.apply_for_dog(someone(), "Rike Lang")
    birte = someone()
    birte.is_logged_in(BIRTE)
    steps.open_from_inbox(birte, reference)
    birte.thorough = True
    version = birte.main.locator("[name=version]").first.input_value()
    birte.posts_by_hand(
        f"{birte.page.url}entscheiden/",
        {"version": version, "outcome": "granted", "reasons": "Ohne hinzusehen bewilligt.", "step": "final"},
    )
    refused(birte, re.compile("^Dieser Schritt ist jetzt nicht möglich"))
    birte.reads("Ohne hinzusehen bewilligt.")

    eva = someone()
    eva.is_logged_in(EVA)
    eva.sees("Neu")
    eva.posts_by_hand(f"/eingang/{reference}/weiterleiten/", {"version": "1"})
    eva.reads("Diese Seite gibt es nicht")


def test_the_inbox_is_not_for_everyone(someone):
    anna = someone()
    anna.open("/eingang/")
    anna.sees("Anmelden")
    steps.log_in(anna, ANNA)
    anna.sees("Meine Anträge")
    anna.thorough = True
    anna.open("/eingang/", status=403)
    refused(anna, "Der Eingang ist nur für Mitarbeiterinnen und Mitarbeiter der Behörden.")


def test_a_form_without_its_token(someone):
    """An old form, or cookies switched off: told so, with the text that was written."""
    kai = someone(thorough=True)
    kai.open("/fall/")
    kai.posts_by_hand("/fall/", {"reference": "MV-4H7K-M92P-A", "email": "kai@journey.example"}, with_token=False)
    expect(kai.page.locator("h1")).to_be_visible()
    kai.reads("kai@journey.example")


def test_two_officers_claim_at_once(someone):
    """One owns it, the other is told who. As a head, the other could take it over, but not unknowingly."""
    reference = steps.apply_for_dog(someone(), "Frida Moll")
    birte, katrin = someone(), someone()
    for officer, email in ((birte, BIRTE), (katrin, KATRIN)):
        officer.is_logged_in(email)
        steps.open_from_inbox(officer, reference)
    steps.claim(birte)
    katrin.press("Übernehmen")
    katrin.thorough = True
    refused(katrin, re.compile("^Birte Voß war schneller"))


def refused(person: Person, title: str | re.Pattern) -> None:
    """The page of a refusal, which also names itself an error."""
    expect(person.page.locator("h1")).to_have_text(title)
    person.looks_around()
