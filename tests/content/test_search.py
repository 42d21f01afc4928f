"""The search on the texts that come with the portal."""

import pytest

from content import actions
from content.models import SearchEntry, Service
from content.queries import search
from portal.place import Place
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import AreaFactory, OrganisationFactory, ResponsibilityFactory, ServiceGroupFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

GUESTROW = Place("130720043043", "Güstrow")


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("restaurant eröffnen", ["gaststaettenerlaubnis", "gewerbeanmeldung"]),
        ("Restaurant eroeffnen", ["gaststaettenerlaubnis", "gewerbeanmeldung"]),
        ("open a restaurant", ["gaststaettenerlaubnis", "gewerbeanmeldung"]),
        ("hund anmelden", ["hundesteuer-anmeldung"]),
        ("Hundesteuer", ["hundesteuer-anmeldung"]),
        ("Hundesteueranmeldung", ["hundesteuer-anmeldung"]),  # a compound nobody wrote
        ("register a dog", ["hundesteuer-anmeldung"]),
        ("gastätte", ["gaststaettenerlaubnis"]),  # letter missing
        ("Führungszeugniss", ["fuehrungszeugnis"]),  # letter too many
        ("fuehrungszeugnis", ["fuehrungszeugnis"]),  # no umlaut
        ("Perso", ["personalausweis"]),  # everyday word
        ("Personalausweis verloren", ["personalausweis"]),
        ("Umzug melden", ["wohnsitz-anmelden"]),
        ("Angelschein", ["fischereischein"]),
        ("Gewerbeschein", ["gewerbeanmeldung"]),
        ("Wie kann ich mein Auto anmelden?", ["fahrzeug-zulassen"]),
        ("security", ["bewachungsgewerbe"]),
        ("Gaststättengewerbe Erlaubnis", ["gaststaettenerlaubnis"]),  # the official name
    ],
)
def test_finds_on_top(text, slugs):
    assert [row.slug for row in search(text).rows[: len(slugs)]] == slugs


@pytest.mark.parametrize(
    "text", ["pizza bestellen", "Wetter morgen", "", "?!", "der die das", "' | !x", "a:*", "\\", "%"]
)
def test_finds_nothing(text):
    page = search(text)
    assert (page.rows, page.total) == ([], 0)


def test_says_what_it_looked_for_instead():
    assert search("gastätte").corrected == "Gaststätte"
    assert search("Gaststätte").corrected == ""


def test_says_why_it_matched():
    row = search("restaurant eröffnen").rows[0]
    assert (row.why.where, row.why.found) == ("synonym", ["Restaurant eröffnen"])
    assert all(row.why for row in search("anmelden").rows)


def test_names_the_authority_at_the_place():
    rows = {row.slug: row.authority for row in search("restaurant eröffnen", place=GUESTROW).rows}
    assert rows["gaststaettenerlaubnis"] == "Landkreis Rostock"
    assert rows["gewerbeanmeldung"] == "Barlachstadt Güstrow"
    assert search("hund").rows[0].authority == ""


def test_pages_follow_each_other():
    everything = search("beantragen", limit=50)
    assert everything.total == len(everything.rows) > 10
    parts = [search("beantragen", limit=5, offset=offset).rows for offset in range(0, everything.total, 5)]
    assert [row.slug for part in parts for row in part] == [row.slug for row in everything.rows]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_fixed_number_of_queries(django_assert_num_queries, rows):
    group = ServiceGroupFactory()
    area = AreaFactory()
    ResponsibilityFactory(group=group, area=area, organisation=OrganisationFactory(name="Amt für Zirkus"))
    services = [ServiceFactory(name=f"Zirkusnummer {n}", group=group) for n in range(rows)]
    actions.index_services([service.pk for service in services])
    search("Zirkusnummer")  # reads the changed index
    with django_assert_num_queries(4):  # state of the index, services, area, authorities
        page = search("Zirkusnummer", limit=50, place=Place(area.ars, area.short_name))
    assert [row.authority for row in page.rows] == ["Amt für Zirkus"] * rows


def test_an_unpublished_service_leaves_the_index():
    service = ServiceFactory(name="Xylothek Erlaubnis")
    actions.index_service(service.pk)
    assert [row.slug for row in search("Xylothek").rows] == [service.slug]
    Service.objects.filter(pk=service.pk).update(status="draft")
    assert search("Xylothek").rows == []
    actions.index_service(service.pk)
    assert not SearchEntry.objects.filter(service=service).exists()


def test_a_changed_text_is_found_at_once():
    service = ServiceFactory(name="Zirkus Erlaubnis")
    actions.index_service(service.pk)
    Service.objects.filter(pk=service.pk).update(synonyms="Manege", synonyms_de="Manege")
    assert search("Manege").rows == []
    actions.index_service(service.pk)
    assert [row.slug for row in search("Manege").rows] == [service.slug]


def test_a_very_long_query_is_cut():
    assert search("hund anmelden " * 500).rows
