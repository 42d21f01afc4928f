"""The page before an application, and beginning one."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Application, ProcessSettings
from forms.actions import publish
from responsibility.models import Area, Responsibility
from tests.cases.assistant.world import begin, browser_in, shipped
from tests.factories.portal import UserFactory


def start_url(service) -> str:
    return reverse("cases:start", args=[service.slug])


def test_it_says_what_to_expect(world):
    page = browser_in(world.guestrow).get(start_url(world.licence)).content.decode()

    assert "10 Minuten" in page
    assert "innerhalb von 30 Tagen" in page
    assert "IHK zu Rostock" in page
    assert "Landkreis Rostock" in page
    assert "Gewerbe Anmeldung" in page
    assert "Antrag beginnen" in page
    assert reverse("content:privacy") in page


def test_without_a_place_it_asks_for_it_first(world):
    page = Client().get(start_url(world.dog)).content.decode()

    assert "Antrag beginnen" not in page
    assert f"{reverse('responsibility:place')}?weiter={quote(start_url(world.dog), safe='')}" in page
    response = Client().post(start_url(world.dog))
    assert response.url == f"{reverse('responsibility:place')}?weiter={quote(start_url(world.dog), safe='')}"
    assert not Application.objects.exists()


def test_a_district_is_no_place(world):
    kreis = Area.objects.get(kind="kreis")

    page = browser_in(kreis).get(start_url(world.dog)).content.decode()

    assert "Gemeinde wählen" in page
    assert browser_in(kreis).post(start_url(world.dog)).url.startswith(reverse("responsibility:place"))


def test_nobody_responsible(world):
    Responsibility.objects.filter(service=world.dog).delete()

    page = browser_in(world.guestrow).get(start_url(world.dog)).content.decode()

    assert "Rufen Sie die 115 an" in page
    assert "Antrag beginnen" not in page
    browser_in(world.guestrow).post(start_url(world.dog))
    assert not Application.objects.exists()


def test_beginning_pins_place_form_and_language(world):
    walk = begin(world, world.dog)
    publish("f-hundesteuer-anmeldung", shipped("hundesteuer") | {"minutes": 99})

    application = walk.application
    assert application.area == world.guestrow
    assert application.form_version.number == 1
    assert (application.language, application.user, application.status) == ("de", None, "draft")
    assert len(walk.secret) == 32
    assert walk.client.get(walk.url("resume")).url == walk.url("page", "antragsteller")


def test_in_english(world):
    client = browser_in(world.guestrow)

    response = client.post(f"/en{start_url(world.dog)}")

    assert response.url.startswith("/en/antrag/hundesteuer-anmeldung/")
    assert Application.objects.get().language == "en"
    page = client.get(response.url, follow=True).content.decode()
    assert "Who are you?" in page
    assert "First and last name" in page


def test_a_logged_in_person_keeps_it_in_the_account(world):
    anna = UserFactory()
    client = browser_in(world.guestrow)
    client.force_login(anna)

    assert begin(world, world.dog, client).application.user == anna


@pytest.mark.parametrize("missing", ["service", "unpublished", "no form", "no version"])
def test_what_is_not_online_is_not_found(world, missing):
    if missing == "unpublished":
        world.dog.status = "draft"
        world.dog.save()
    if missing == "no form":
        ProcessSettings.objects.filter(service=world.dog).update(form=None)
    if missing == "no version":
        form = ProcessSettings.objects.get(service=world.dog).form
        form.pk, form.slug = None, "leer"
        form.save()
        ProcessSettings.objects.filter(service=world.dog).update(form=form)
    url = reverse("cases:start", args=["gibt-es-nicht" if missing == "service" else world.dog.slug])

    for response in (browser_in(world.guestrow).get(url), browser_in(world.guestrow).post(url)):
        assert response.status_code == 404
    assert not Application.objects.exists()


def test_number_of_queries(world, django_assert_max_num_queries):
    client = browser_in(world.guestrow)
    with django_assert_max_num_queries(6):  # place, service, process, version, companions, responsibility
        client.get(start_url(world.licence))
