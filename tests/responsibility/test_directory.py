"""The directory of authorities over HTTP."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from responsibility.models import ContactPerson, Organisation
from responsibility.queries import find_organisations
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import OrganisationFactory, ResponsibilityFactory

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
        ({"q": "Gutow"}, ["Amt Güstrow-Land", "Landkreis Rostock"]),  # a municipality of the Amt
        (
            {"kreis": "13003"},
            ["Hanse- und Universitätsstadt Rostock", "Stadtamt der Hanse- und Universitätsstadt Rostock"],
        ),
        ({"kreis": "13072", "art": "district"}, ["Landkreis Rostock"]),
        ({"kreis": "13072", "buchstabe": "G"}, ["Barlachstadt Güstrow", "Ordnungsamt der Barlachstadt Güstrow"]),
    ],
)
def test_find(client, query, found):
    page = client.get("/behoerden/", query)
    names = [organisation.name for organisation in page.context["page"].object_list]
    assert set(found) <= set(names)


def test_nothing_found_says_what_to_do(client):
    assert "Keine Behörde gefunden" in client.get("/behoerden/", {"q": "xyzxyz"}).content.decode()


def test_a_kreis_shows_only_its_own(client):
    page = client.get("/behoerden/", {"kreis": "13003"}).context["page"]
    assert page.paginator.count == 2


@pytest.mark.parametrize(
    "query",
    [
        {"seite": "99"},
        {"seite": "x"},
        {"kreis": "99999"},
        {"kreis": "x"},
        {"art": "quatsch"},
        {"buchstabe": "?"},
        {"q": "%"},
    ],
)
def test_odd_input_is_no_error(client, query):
    assert client.get("/behoerden/", query).status_code == 200


def test_pages(client):
    first = client.get("/behoerden/").content.decode()
    assert "132 Behörden" in first
    assert "?seite=2" in first
    last = client.get("/behoerden/?seite=5").content.decode()
    assert "?seite=4" in last
    assert "?seite=6" not in last


@pytest.mark.parametrize(("text", "rows"), [("Bergringstadt", 1), ("", 30)])
def test_the_list_has_a_fixed_number_of_queries(client, django_assert_num_queries, text, rows):
    with django_assert_num_queries(2):  # count, page
        page = client.get("/behoerden/", {"q": text})
    assert len(page.context["page"].object_list) == rows


@pytest.mark.parametrize(("kreis", "rows"), [("13003", 2), ("13076", 30)])
def test_the_list_of_a_kreis_has_one_more_for_its_map(client, django_assert_num_queries, kreis, rows):
    with django_assert_num_queries(3):  # count, page, map
        page = client.get("/behoerden/", {"kreis": kreis})
    assert len(page.context["page"].object_list) == min(rows, page.context["page"].paginator.count)


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
    # itself, its parts, its people, two ways to services; with an area the authorities above it
    for slug, queries in ((bare.slug, 5), ("guestrow", 6), ("landkreis-rostock", 6), ("guestrow-ordnungsamt", 6)):
        with django_assert_num_queries(queries):
            client.get(f"/behoerden/{slug}/")


def test_the_page_counts_the_same_for_one_and_thirty(client, django_assert_num_queries):
    for rows in (1, 30):
        organisation = OrganisationFactory(slug=f"amt-{rows}", parent=OrganisationFactory())
        for number in range(rows):
            OrganisationFactory(parent=organisation)
            ContactPerson.objects.create(organisation=organisation, name=f"Person {number}")
            ResponsibilityFactory(service=ServiceFactory(status="published"), organisation=organisation)
        with django_assert_num_queries(5):
            page = client.get(f"/behoerden/amt-{rows}/").context["page"]
        assert [len(page.parts), len(page.persons), len(page.services)] == [rows, rows, rows]


def test_the_whole_page(client):
    with time_machine.travel(datetime(2026, 12, 24, 9, 0, tzinfo=UTC), tick=False):
        text = " ".join(client.get("/behoerden/guestrow/").content.decode().split())
    for words in (
        "Donnerstag, heute</th><td>geschlossen (Heiligabend)",
        "öffnet Montag um 8:30 Uhr",
        "Freitag, 1. Januar: geschlossen (Neujahr)",
        "und nach Vereinbarung",
        "Postfach 12 34",
        "Zugang ohne Stufen",
        "Keine Höranlage",
        "Deutsche Gebärdensprache",
        "DE89 3704 0044 0532 0130 00",
        "Katrin Behn",
        "Ordnungsamt der Barlachstadt Güstrow",
        "/behoerden/guestrow/kontakt.vcf",
        "/behoerden/guestrow/zeiten.ics",
        "Beispieldaten",
    ):
        assert words in text, words


def test_a_part_names_what_it_belongs_to(client):
    page = client.get("/behoerden/guestrow-ordnungsamt/").context["page"]
    assert [row.slug for row in page.above] == ["guestrow", "landkreis-rostock"]
    assert page.area_name == "Güstrow"
    assert [person.name for person in page.persons] == ["Birte Voß", "Jonas Thoms"]


def test_long_closed_says_the_day(client):
    with time_machine.travel(datetime(2026, 12, 23, 20, 0, tzinfo=UTC), tick=False):
        text = client.get("/behoerden/landkreis-rostock/").content.decode()
    assert "öffnet wieder am Dienstag, 5. Januar um 8 Uhr" in text


def test_a_rule_that_is_not_valid_today_gives_no_service(client):
    organisation = OrganisationFactory(slug="amt")
    for valid in ({"valid_to": date(2020, 1, 1)}, {"valid_from": date(2099, 1, 1)}):
        ResponsibilityFactory(service=ServiceFactory(status="published"), organisation=organisation, **valid)
    assert client.get("/behoerden/amt/").context["page"].services == []


@pytest.mark.parametrize(
    "fields",
    [{"latitude": 53.5}, {"latitude": 53.5, "longitude": 200}],  # half a place, and none of this world
)
def test_coordinates_come_in_pairs(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(**fields)


def test_an_authority_is_no_part_of_itself():
    organisation = OrganisationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(parent=organisation.pk)


@pytest.mark.parametrize("field", ["iban", "bic"])
def test_a_wrong_account_is_said_at_the_field(field):
    organisation = OrganisationFactory.build(**{field: "DE00"})
    with pytest.raises(ValidationError) as refused:
        organisation.full_clean()
    assert "stimmt nicht" in refused.value.message_dict[field][0]


def test_an_unknown_authority_is_404(client):
    assert client.get("/behoerden/gibt-es-nicht/").status_code == 404


def test_the_order_is_the_place_people_look_for():
    names = [organisation.name for organisation in find_organisations(kind=Organisation.Kind.LOCAL)[:4]]
    assert names == ["Amt Altenpleen", "Amt Am Peenestrom", "Amt Am Stettiner Haff", "Hansestadt Anklam"]
