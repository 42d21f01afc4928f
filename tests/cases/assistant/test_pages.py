"""One page after the other: saved, checked, never skipped."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cases.actions.applications import save_page
from cases.errors import ApplicationGone
from cases.models import Application
from tests.cases.assistant.world import CONTACT, DOG_PAGES, LICENCE, TRADE
from tests.factories.files import pdf
from tests.factories.portal import UserFactory


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.pdf", pdf())


def test_a_page_is_saved_and_the_next_one_follows(dog):
    response = dog.post("antragsteller", DOG_PAGES["antragsteller"])

    assert response.url == dog.url("page", "anschrift")
    assert dog.application.answers == {"applicant_name": "Anna Petersen"}
    assert dog.application.pages_done == ["antragsteller"]
    page = dog.client.get(response.url).content.decode()
    assert "Schritt 2 von 6: Anschrift" in page
    assert "danach: Kontakt" in page
    assert "Gespeichert um 10:42 Uhr" in page
    assert dog.url("page", "antragsteller") in page  # back


def test_a_wrong_answer_is_explained_and_nothing_typed_is_lost(dog):
    dog.fill({"antragsteller": DOG_PAGES["antragsteller"]})

    response = dog.post("anschrift", {"street": "Hafenstraße 3", "postcode": "1827", "town": ""})

    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Fehler: " in page
    assert page.count("Die Postleitzahl braucht fünf Ziffern.") == 2  # on top and at the field
    assert page.count("Geben Sie den Ort ein.") == 2
    assert 'href="#id_postcode"' in page
    assert 'value="1827"' in page
    assert 'value="Hafenstraße 3"' in page
    assert "Bitte prüfen Sie 2 Angaben" in page
    assert dog.application.pages_done == ["antragsteller"]


def test_a_date_error_links_to_its_part(dog):
    dog.fill({name: DOG_PAGES[name] for name in ("antragsteller", "anschrift", "kontakt")})

    page = dog.post("hund", DOG_PAGES["hund"] | {"since-month": "13"}).content.decode()

    assert 'href="#id_since_1"' in page
    assert 'value="13"' in page


def test_the_future_is_refused_where_the_past_is_asked(dog):
    dog.fill({name: DOG_PAGES[name] for name in ("antragsteller", "anschrift", "kontakt")})

    assert "liegt in der Zukunft" in dog.post("hund", DOG_PAGES["hund"] | {"since-year": "2027"}).content.decode()


@pytest.mark.parametrize("name", ["anschrift", "kontakt", "weitere", "gibt-es-nicht"])
def test_no_page_can_be_skipped(dog, name):
    for response in (dog.get(name), dog.post(name, {"street": "Hafenstraße 3"})):
        assert response.url == dog.url("page", "antragsteller")
    assert dog.application.answers == {}
    assert dog.client.get(dog.url("check")).url == dog.url("page", "antragsteller")


def test_hidden_pages_cannot_be_reached(licence):
    licence.fill({"vorhaben": {}})

    assert licence.get("gewerbe").url == licence.url("page", "nachweise")
    assert licence.post("gewerbe", {"activity": "Imbiss"}).url == licence.url("page", "nachweise")


def test_changing_an_earlier_answer_opens_what_became_visible(licence):
    licence.fill({"vorhaben": {}, "nachweise": {"plan": upload()}, "kontakt": CONTACT})
    assert licence.client.get(licence.url("resume")).url == licence.url("check")

    response = licence.client.post(licence.url("page", "vorhaben") + "?weiter=pruefen", {"procedures": TRADE})

    assert response.url == licence.url("page", "gewerbe")
    assert licence.client.get(licence.url("check")).url == licence.url("page", "gewerbe")
    assert licence.application.answers["procedures"] == [LICENCE, TRADE]


def test_a_changed_answer_leads_back_to_the_check_page(licence):
    licence.fill({"vorhaben": {}, "nachweise": {"plan": upload()}, "kontakt": CONTACT})

    response = licence.client.post(licence.url("page", "kontakt") + "?weiter=pruefen", CONTACT)

    assert response.url == licence.url("check")


def test_later_keeps_what_is_right_and_says_what_is_not(dog):
    dog.fill({"antragsteller": DOG_PAGES["antragsteller"]})

    response = dog.post("anschrift", {"street": "Hafenstraße 3", "postcode": "1", "town": ""}, later="1")

    assert response.url == dog.url("later")
    assert dog.application.answers == {"applicant_name": "Anna Petersen", "street": "Hafenstraße 3"}
    assert dog.application.pages_done == ["antragsteller"]
    page = dog.client.get(response.url).content.decode()
    assert "Noch nicht gespeichert, weil etwas fehlt oder nicht stimmt: Postleitzahl, Ort." in page
    assert f"http://localhost:8000{dog.url('resume')}" in page.replace("localhost:8150", "localhost:8000")
    assert dog.client.get(dog.url("resume")).url == dog.url("page", "anschrift")


def test_every_save_keeps_the_draft_for_its_full_time(dog):
    Application.objects.update(expires_at=timezone.now() + timedelta(hours=1))

    dog.post("antragsteller", DOG_PAGES["antragsteller"])

    assert dog.application.expires_at == timezone.now() + timedelta(days=30)


@pytest.mark.parametrize("why", ["unknown", "expired", "other service"])
@pytest.mark.parametrize("name", ["resume", "page", "check", "later", "submit"])
def test_what_is_gone_says_so(dog, why, name):
    if why == "unknown":
        dog.secret = "x" * 32
    if why == "expired":
        Application.objects.update(expires_at=timezone.now())
    if why == "other service":
        dog.slug = "gewerbeanmeldung"
    url = dog.url(name, "antragsteller") if name == "page" else dog.url(name)

    response = dog.client.post(url) if name == "submit" else dog.client.get(url)

    assert response.status_code == 404
    assert "Diesen Entwurf gibt es nicht (mehr)" in response.content.decode()


def test_a_post_to_an_expired_draft_changes_nothing(dog):
    Application.objects.update(expires_at=timezone.now())

    assert dog.post("antragsteller", DOG_PAGES["antragsteller"]).status_code == 404
    assert dog.application.answers == {}


def test_time_that_runs_out_while_the_page_is_sent(dog):
    """The view found the draft in time, the locked row decides."""
    Application.objects.update(expires_at=timezone.now())

    with pytest.raises(ApplicationGone):
        save_page(dog.secret, page="antragsteller", posted={"applicant_name": ["Anna"]}, uploads={})

    assert dog.application.answers == {}


def test_the_link_is_the_key_for_any_browser(dog):
    """No session, no account: another device goes on."""
    dog.client = Client()
    dog.fill(DOG_PAGES)
    dog.client = Client()
    dog.client.force_login(UserFactory())

    assert dog.client.get(dog.url("resume")).url == dog.url("check")


def test_nothing_is_cached(dog):
    assert "no-store" in dog.get("antragsteller")["Cache-Control"]


def test_page_keeps_its_number_of_queries(dog, django_assert_max_num_queries):
    dog.fill(DOG_PAGES)
    with django_assert_max_num_queries(2):  # application with service and place, files
        dog.get("weitere")
    with django_assert_max_num_queries(11):  # the draft before and after (2 each), the locked save (7)
        dog.post("weitere", DOG_PAGES["weitere"])
