"""The directory of authorities over HTTP."""

from datetime import UTC, datetime

import pytest
import time_machine

from responsibility.models import Organisation
from responsibility.queries import find_organisations
from tests.factories.responsibility import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "Güstrow"}, ["Barlachstadt Güstrow", "Amt Güstrow-Land", "Landkreis Rostock"]),
        ({"q": "guestrow", "art": "local"}, ["Barlachstadt Güstrow", "Amt Güstrow-Land"]),
        ({"q": "18273"}, ["Barlachstadt Güstrow", "Landkreis Rostock"]),
        ({"q": "IHK", "art": "chamber"}, ["IHK Neubrandenburg", "IHK zu Rostock", "IHK zu Schwerin"]),
        ({"buchstabe": "ü"}, ["Stadt Seebad Ueckermünde", "Amt Uecker-Randow-Tal", "Amt Usedom-Süd"]),
        ({"art": "state"}, ["Landesamt für Gesundheit und Soziales"]),
    ],
)
def test_find(client, query, found):
    page = client.get("/behoerden/", query)
    names = [organisation.name for organisation in page.context["page"].object_list]
    assert set(found) <= set(names)


def test_nothing_found_says_what_to_do(client):
    assert "Keine Behörde gefunden" in client.get("/behoerden/", {"q": "xyzxyz"}).content.decode()


@pytest.mark.parametrize("query", [{"seite": "99"}, {"seite": "x"}, {"art": "quatsch"}, {"buchstabe": "?"}, {"q": "%"}])
def test_odd_input_is_no_error(client, query):
    assert client.get("/behoerden/", query).status_code == 200


def test_pages(client):
    first = client.get("/behoerden/").content.decode()
    assert "128 Behörden" in first
    assert "?seite=2" in first
    last = client.get("/behoerden/?seite=5").content.decode()
    assert "?seite=4" in last
    assert "?seite=6" not in last


@pytest.mark.parametrize(("text", "rows"), [("Barlachstadt", 1), ("", 30)])
def test_the_list_has_a_fixed_number_of_queries(client, django_assert_num_queries, text, rows):
    with django_assert_num_queries(2):  # count, page
        page = client.get("/behoerden/", {"q": text})
    assert len(page.context["page"].object_list) == rows


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), ["Jetzt geöffnet", "bis 12 Uhr"]),  # Tuesday 10:00 in M-V
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), ["Zurzeit geschlossen", "öffnet heute um 13:30 Uhr"]),
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), ["Zurzeit geschlossen", "öffnet Montag um 8:30 Uhr"]),
    ],
)
def test_an_authority_says_whether_it_is_open(client, moment, words):
    with time_machine.travel(moment, tick=False):
        text = client.get("/behoerden/guestrow/").content.decode()
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    ("slug", "titles", "missing"),
    [
        ("guestrow", ["Hund anmelden", "Gewerbe anmelden"], ["Gaststättenerlaubnis beantragen"]),
        ("landkreis-rostock", ["Gaststättenerlaubnis beantragen"], ["Hund anmelden"]),
        ("rostock", ["Gaststättenerlaubnis beantragen", "Hund anmelden"], ["Elterngeld beantragen"]),  # both levels
        ("ihk-rostock", ["Gewerbe anmelden"], ["Hund anmelden"]),
        ("lagus", ["Elterngeld beantragen"], ["Hund anmelden"]),
    ],
)
def test_services_of_an_authority(client, slug, titles, missing):
    page = client.get(f"/behoerden/{slug}/")
    shown = [row.title for row in page.context["page"].services]
    assert set(titles) <= set(shown)
    assert not set(missing) & set(shown)
    assert "Beispieldaten" in page.content.decode()


def test_the_page_has_a_fixed_number_of_queries(client, django_assert_num_queries):
    bare = OrganisationFactory(slug="leer")
    for slug, queries in ((bare.slug, 3), ("guestrow", 4), ("landkreis-rostock", 4)):
        with django_assert_num_queries(queries):
            client.get(f"/behoerden/{slug}/")


def test_an_unknown_authority_is_404(client):
    assert client.get("/behoerden/gibt-es-nicht/").status_code == 404


def test_the_order_is_the_place_people_look_for():
    names = [organisation.name for organisation in find_organisations(kind=Organisation.Kind.LOCAL)[:4]]
    assert names == ["Amt Altenpleen", "Amt Am Peenestrom", "Amt Am Stettiner Haff", "Hansestadt Anklam"]
