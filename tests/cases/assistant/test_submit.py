"""Checking and sending: once, whatever is clicked."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Application, ApplicationFile, Case, CaseDocument
from responsibility.models import Responsibility
from tests.cases.assistant.world import CONTACT, DOG_PAGES, TRADE, begin, build_world
from tests.factories.files import pdf
from tests.factories.portal import run_outbox


@pytest.fixture
def ready(dog):
    """Everything is answered; only sending is left."""
    dog.fill(DOG_PAGES)
    return dog


def test_every_answer_stands_there_with_a_way_to_change_it(licence):
    licence.fill(
        {
            "vorhaben": {"procedures": TRADE},
            "gewerbe": {"activity": "Imbiss", "start-day": "1", "start-month": "3", "start-year": "2027"},
            "nachweise": {"plan": SimpleUploadedFile("grundriss.pdf", pdf())},
            "kontakt": CONTACT,
        }
    )

    page = licence.client.get(licence.url("check")).content.decode()

    rows = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert rows == {
        "procedures": "Gaststättenerlaubnis, Gewerbeanmeldung",
        "activity": "Imbiss",
        "start": "1. März 2027",
        "plan": "grundriss.pdf",
        "note": "Keine Angabe",
        "applicant_name": "Anna Petersen",
        "applicant_email": "anna@post.example",
    }
    link = (
        f'href="{licence.url("page", "gewerbe")}?weiter=pruefen#frage-start">Ändern<span class="kern-sr-only">: start'
    )
    assert link in page
    for receiver in ("IHK zu Rostock", "Landkreis Rostock", "Barlachstadt Güstrow"):
        assert receiver in page


def test_hidden_answers_are_not_shown(licence):
    licence.fill(
        {
            "vorhaben": {"procedures": TRADE},
            "gewerbe": {"activity": "Imbiss", "start-day": "1", "start-month": "3", "start-year": "2027"},
        }
    )
    licence.fill({"vorhaben": {}, "nachweise": {"plan": SimpleUploadedFile("a.pdf", pdf())}, "kontakt": CONTACT})

    page = licence.client.get(licence.url("check")).content.decode()

    assert "Imbiss" not in page
    assert "Barlachstadt Güstrow" not in page


def test_sent_and_confirmed(ready):
    response = ready.send()

    case = Case.objects.get()
    assert response.url == ready.url("submitted")
    assert case.application == ready.application
    page = ready.client.get(response.url).content.decode()
    assert "Ihr Antrag ist angekommen" in page
    assert case.reference in page
    assert "Dienstag, 24. November 2026, 10:42 Uhr" in page
    assert f"{reverse('cases:case', args=[case.reference])}?schluessel={case.secret}" in page
    assert "wird gerade erstellt" in page


def test_who_sends_in_english_is_answered_in_english(ready):
    submit, submitted = (f"/en{ready.url(name)}" for name in ("submit", "submitted"))

    assert ready.client.post(submit, {"truth": "yes"}).url == submitted
    assert Case.objects.get().language == "en"


def test_the_pdf_appears_when_it_is_made(ready):
    ready.send()
    run_outbox()

    page = ready.client.get(ready.url("submitted")).content.decode()

    document = CaseDocument.objects.get(kind="application")
    url = reverse("cases:document", args=[document.case.reference, document.pk])
    assert url in page
    assert "wird gerade erstellt" not in page
    assert b"".join(ready.client.get(url).streaming_content).startswith(b"%PDF")


def test_without_the_declaration_nothing_is_sent(ready):
    response = ready.send(truth="")

    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Fehler: " in page
    assert page.count("Bestätigen Sie, dass Ihre Angaben vollständig und richtig sind.") == 2
    assert "Bello" in page
    assert not Case.objects.exists()


def test_sent_twice_there_is_one_case(ready):
    """Double click, back button, reload: the same confirmation."""
    urls = {ready.send().url for _click in range(3)}

    assert urls == {ready.url("submitted")}
    assert Case.objects.count() == 1


def test_what_is_missing_is_asked_before_sending(dog):
    dog.fill({name: DOG_PAGES[name] for name in ("antragsteller", "anschrift")})

    response = dog.send()

    assert response.url == dog.url("page", "kontakt")
    assert "fehlt hier noch eine Angabe" in dog.client.get(response.url).content.decode()
    assert not Case.objects.exists()


def test_everything_is_checked_again_when_it_is_sent(ready):
    """Whatever the row says is done, the answers decide."""
    application = ready.application
    del application.answers["breed"]
    application.save()

    assert ready.send().url == ready.url("page", "hund")
    assert not Case.objects.exists()


def test_the_submit_address_opened_by_hand_leads_to_the_check_page(ready):
    assert ready.client.get(ready.url("submit")).url == ready.url("check")
    assert ready.client.get(ready.url("submitted")).url == ready.url("check")


def test_nobody_responsible_any_more(world, ready):
    Responsibility.objects.filter(service=world.dog).delete()

    response = ready.send()

    assert response.status_code == 409
    assert "Ihre Angaben sind gespeichert" in response.content.decode()
    assert ready.application.status == "draft"


def test_after_sending_nothing_can_be_edited(ready):
    ready.send()
    before = Application.objects.values().get()

    for name in ("resume", "check", "later"):
        response = ready.client.get(ready.url(name))
        assert response.status_code == 200
        assert "Diesen Antrag haben Sie schon abgeschickt." in response.content.decode()
        assert ready.url("submitted") in response.content.decode()
    assert "schon abgeschickt" in ready.get("hund").content.decode()
    response = ready.post("hund", DOG_PAGES["hund"] | {"dog_name": "Rex"})
    assert response.status_code == 409
    assert "schon abgeschickt" in response.content.decode()
    assert ready.client.post(ready.url("later"), {"email": "x@post.example"}).status_code == 409
    assert Application.objects.values().get() == before


def test_after_sending_no_file_can_be_added_or_removed(licence):
    licence.fill({"vorhaben": {}, "nachweise": {"plan": SimpleUploadedFile("a.pdf", pdf())}, "kontakt": CONTACT})
    licence.send()
    kept = ApplicationFile.objects.get()

    assert licence.client.post(licence.url("remove_file", kept.file_id)).status_code == 409
    assert licence.post("nachweise", {"plan": SimpleUploadedFile("b.pdf", pdf())}).status_code == 409
    assert list(ApplicationFile.objects.all()) == [kept]


def test_the_confirmation_outlives_the_draft(ready):
    ready.send()

    with time_machine.travel(timezone.now() + timedelta(days=400)):
        response = Client().get(ready.url("submitted"))

    assert "Ihr Antrag ist angekommen" in response.content.decode()


def test_a_foreign_confirmation_does_not_exist(ready):
    ready.send()
    ready.slug = "gewerbeanmeldung"

    assert ready.client.get(ready.url("submitted"), follow=True).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_are_one_case():
    """Two tabs and an impatient finger, with real threads and real transactions."""
    world = build_world()
    walk = begin(world, world.dog)
    since = timezone.localdate() - timedelta(days=30)
    day = {"since-day": since.day, "since-month": since.month, "since-year": since.year}
    walk.fill(DOG_PAGES | {"hund": DOG_PAGES["hund"] | day})

    def click(number: int) -> str:
        try:
            return Client().post(walk.url("submit"), {"truth": "yes"}).url
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        urls = set(pool.map(click, range(8)))

    assert urls == {walk.url("submitted")}
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_on_different_pages_lose_nothing():
    world = build_world()
    walk = begin(world, world.dog)
    walk.fill({name: DOG_PAGES[name] for name in ("antragsteller", "anschrift", "kontakt")})
    pages = {
        "antragsteller": {"applicant_name": "Anna Lena Petersen"},
        "anschrift": {"street": "Markt 1", "postcode": "18273", "town": "Güstrow"},
        "kontakt": {"applicant_email": "lena@post.example", "phone": "03843 12345"},
    }

    def save(page: str) -> int:
        try:
            return Client().post(walk.url("page", page), pages[page]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(save, pages)) == {302}

    assert walk.application.answers == {key: value for answers in pages.values() for key, value in answers.items()}
