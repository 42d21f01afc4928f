"""Who is responsible, on the page of a service: asked only if it matters."""

import pytest

from responsibility.models import Area, ResponsibilityGap
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import OrganisationFactory, ResponsibilityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

RESTAURANT, TRADE = "/leistungen/gaststaettenerlaubnis/", "/leistungen/gewerbeanmeldung/"


def text_of(client, path: str, typed: str) -> str:
    return client.get(path, {"ort": typed}).content.decode()


def test_a_postcode_of_twenty_municipalities_with_one_authority_is_answered(client):
    text = text_of(client, RESTAURANT, "19230")
    assert "Zuständig in 19230" in text
    assert "Landkreis Ludwigslust-Parchim" in text
    assert 'name="ars"' not in text
    assert "ort" not in client.cookies  # no municipality was chosen


def test_the_same_postcode_asks_where_the_authorities_differ(client):
    text = text_of(client, TRADE, "19230")
    assert "Hier sind mehrere Behörden zuständig." in text
    assert text.count('name="ars"') == 20
    chosen = client.post("/ort/", {"ars": "130765658013", "weiter": TRADE}, follow=True)
    assert "Zuständig in" in chosen.content.decode()
    assert 'name="ars"' not in chosen.content.decode()


def test_one_municipality_is_remembered(client):
    assert "Zuständig in Güstrow" in text_of(client, TRADE, "18273")
    assert client.cookies["ort"].value == "130720043043%7CG%C3%BCstrow"


@pytest.mark.parametrize("typed", ["1827", "20095", "18000", "Atlantis"])
def test_a_place_that_is_not_there_is_explained_and_the_input_stays(client, typed):
    page = client.get(TRADE, {"ort": typed}, follow=True)
    assert page.redirect_chain[0][0].startswith("/ort/?q=")
    assert "data-error-summary" in page.content.decode()
    assert f'value="{typed}"' in page.content.decode()
    assert f'value="{TRADE}"' in page.content.decode()  # the way back


def test_crafts_are_told_their_chamber(client):
    text = text_of(client, TRADE, "18273")
    assert "Einheitlicher Ansprechpartner: IHK zu Rostock" in text
    assert "Bei einem zulassungspflichtigen Handwerk ist es:" in text
    assert "Handwerkskammer Ostmecklenburg-Vorpommern" in text
    assert "zulassungspflichtigen Handwerk ist es" not in text_of(client, RESTAURANT, "18273")


def test_nobody_found_names_who_helps_and_tells_the_editors(client):
    service = ServiceFactory()
    text = text_of(client, f"/leistungen/{service.slug}/", "18273")
    assert "Diese Stelle hilft Ihnen weiter" in text
    assert "IHK zu Rostock" in text
    assert ResponsibilityGap.objects.get(service=service).count == 1


def test_a_conflict_is_not_shown(client):
    service, area = ServiceFactory(), Area.objects.get(ags="13072043")
    for name in ("Amt Eins", "Amt Zwei"):
        ResponsibilityFactory(area=area, service=service, organisation=OrganisationFactory(name=name))
    text = text_of(client, f"/leistungen/{service.slug}/", "18273")
    assert "Amt Eins" not in text
    assert "Amt Zwei" not in text
    assert ResponsibilityGap.objects.get(service=service).kind == "conflict"
