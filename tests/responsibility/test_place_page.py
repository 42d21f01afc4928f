"""Choosing "Mein Ort" over HTTP."""

import pytest
from django.urls import reverse

from responsibility.models import Area, PostcodeArea
from tests.factories.responsibility import AreaFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

URL = "/ort/"


def remembered(response) -> str:
    return response.cookies["ort"].value if "ort" in response.cookies else ""


@pytest.mark.parametrize("text", ["18273", "Güstrow", "guestrow", "18273 Güstrow"])
def test_a_clear_place_is_remembered_and_leads_back(client, text):
    response = client.post(URL, {"q": text, "weiter": "/leistungen/gewerbeanmeldung/"})
    assert (response.status_code, response.url) == (302, "/leistungen/gewerbeanmeldung/")
    assert remembered(response) == "130720043043%7CG%C3%BCstrow"
    page = client.get("/")
    assert "Häufig genutzt in Güstrow" in page.content.decode()


def test_several_places_ask(client):
    page = client.post(URL, {"q": "19230", "weiter": "/leistungen/"})
    text = page.content.decode()
    assert page.status_code == 200
    assert not remembered(page)
    assert "20 Orte passen" in text
    assert text.count('name="ars"') == 20
    assert 'value="/leistungen/"' in text
    chosen = client.post(URL, {"ars": "130765658013", "weiter": "/leistungen/"})
    assert (chosen.status_code, chosen.url) == (302, "/leistungen/")
    assert remembered(chosen).startswith("130765658013")


def test_places_of_the_same_name_show_amt_and_kreis(client):
    text = client.get(URL, {"q": "Neuenkirchen"}).content.decode()
    assert "Amt Landhagen, Landkreis Vorpommern-Greifswald" in text
    assert "Amt Neverin, Landkreis Mecklenburgische Seenplatte" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1827", "Eine Postleitzahl hat fünf Ziffern"),
        ("18000", "wird in Mecklenburg-Vorpommern keine Wohnung und kein Betrieb beliefert"),
        ("20095", "liegt nicht in Mecklenburg-Vorpommern"),
        ("Hamburg", "Diesen Ort kennen wir nicht"),
        ("", "Geben Sie einen Ort oder eine Postleitzahl ein."),
    ],
)
def test_each_mistake_has_its_own_sentence_and_the_input_stays(client, typed, sentence):
    page = client.post(URL, {"q": typed, "weiter": "/leistungen/"})
    text = page.content.decode()
    assert page.status_code == 200
    assert sentence in text
    assert "data-error-summary" in text
    assert f'value="{typed}"' in text or not typed
    assert not remembered(page)


def test_a_merged_municipality_is_remembered_as_what_it_is_today(client):
    response = client.post(URL, {"q": "Breest"})
    assert remembered(response) == "130715163006%7CBartow"


@pytest.mark.parametrize("ars", ["130720000000", "999999999999", "", "x" * 300])
def test_only_municipalities_can_be_chosen(client, ars):
    response = client.post(URL, {"ars": ars, "weiter": "/leistungen/"})
    assert response.status_code == 302
    assert response.url.startswith(URL)
    assert not remembered(response)


@pytest.mark.parametrize(
    "onward",
    ["https://boese.example/", "//boese.example/", "/\\boese.example/", "javascript:alert(1)", "leistungen/", ""],
)
def test_leads_nowhere_else(client, onward):
    response = client.post(URL, {"q": "18273", "weiter": onward})
    assert response.url == reverse("content:home")


def test_works_in_english(client):
    response = client.post("/en/ort/", {"q": "18273", "weiter": "/en/leistungen/"})
    assert response.url == "/en/leistungen/"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_a_village_leads_to_its_municipality_and_says_so(client):
    response = client.post(URL, {"q": "Adamshoffnung", "weiter": "/leistungen/"}, follow=True)
    assert client.cookies["ort"].value == "130715154036%7CF%C3%BCnfseen"
    assert "Adamshoffnung ist ein Ortsteil von Fünfseen." in response.content.decode()
    assert "Ortsteil von Fünfseen" in client.get(URL, {"q": "Adamshoffnung"}).content.decode()


def test_weak_postcodes_are_shown_as_what_may_be_meant(client):
    PostcodeArea.objects.create(postcode="18999", area=Area.objects.get(ags="13072043"), confidence="low")
    page = client.post(URL, {"q": "18999", "weiter": "/leistungen/"})
    text = page.content.decode()
    assert "Meinten Sie einen von diesen?" in text
    assert 'value="18999"' in text  # the input stays
    assert not remembered(page)
    assert client.post(URL, {"ars": "130720043043", "weiter": "/leistungen/"}).status_code == 302


def test_an_ortsteil_can_be_chosen(client):
    part = AreaFactory(
        ars="130030000000001", kind="ortsteil", short_name="Hafen", parent=Area.objects.get(ags="13003000")
    )
    assert remembered(client.post(URL, {"ars": part.ars})) == "130030000000001%7CHafen"
    assert "in Hafen" in client.get("/").content.decode()
