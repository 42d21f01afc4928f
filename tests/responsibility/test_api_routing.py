"""The FIT-Connect routing API below /v1/."""

import pytest

from responsibility.models import Area, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

ROUTES, AREAS = "/v1/routes", "/v1/areas"
RESTAURANT, TRADE = "99025002005000", "99050012104000"
DESTINATION = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


@pytest.fixture
def destination() -> Organisation:
    """The Landkreis Rostock can be reached."""
    office = Organisation.objects.get(slug="landkreis-rostock")
    office.fit_connect, office.fit_connect_signature = DESTINATION, "aaa.bbb.ccc"
    office.street, office.is_sample = "Am Wall 3-5", False
    office.save()
    return office


@pytest.mark.parametrize(
    "area",
    [
        {"ags": "13072043"},
        {"ars": "130720043043"},
        {"ars": "13072"},  # the whole Kreis has the same authority
        {"ars": "130725258"},  # an Amt
        {"ags": "13072"},
    ],
)
def test_a_route(client, destination, area):
    answer = client.get(ROUTES, {"leikaKey": RESTAURANT, **area}).json()
    assert {key: answer[key] for key in ("count", "offset", "totalCount")} == {"count": 1, "offset": 0, "totalCount": 1}
    (route,) = answer["routes"]
    assert (route["destinationId"], route["destinationSignature"]) == (DESTINATION, "aaa.bbb.ccc")
    assert route["destinationName"] == "Landkreis Rostock"
    assert route["address"] == {"street": "Am Wall", "houseNumber": "3-5", "zip": "18273", "city": "Güstrow"}
    assert route["contactPersons"][0]["tel"].startswith("030 23125")


def test_by_the_number_from_the_search(client, destination):
    (found,) = [
        a for a in client.get(AREAS, {"areaSearchexpression": "Güstrow"}).json()["areas"] if a["type"] == "Gemeinde"
    ]
    answer = client.get(ROUTES, {"leikaKey": RESTAURANT, "areaId": found["id"]}).json()
    assert answer["count"] == 1


@pytest.mark.parametrize(
    ("service", "area"),
    [
        (RESTAURANT, {"ars": "13"}),  # the Land has many authorities
        (TRADE, {"ars": "13072"}),
        (TRADE, {"ags": "13072043"}),  # Güstrow has no destination
    ],
)
def test_no_route(client, destination, service, area):
    answer = client.get(ROUTES, {"leikaKey": service, **area})
    assert (answer.status_code, answer.json()["routes"]) == (200, [])


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"leikaKey": RESTAURANT}, 400),
        ({"leikaKey": RESTAURANT, "ags": "13072043", "ars": "130720043043"}, 400),  # exactly one
        ({"leikaKey": RESTAURANT, "ars": "1307"}, 400),
        ({"leikaKey": "123", "ags": "13072043"}, 400),
        ({"leikaKey": RESTAURANT, "ags": "13072043", "limit": "501"}, 400),
        ({"leikaKey": RESTAURANT, "ags": "13072043", "offset": "-1"}, 400),
        ({"leikaKey": RESTAURANT, "ags": "99999999"}, 400),
        ({"leikaKey": RESTAURANT, "areaId": "999999999999999999"}, 400),
        ({"leikaKey": "99999999999999", "ags": "13072043"}, 404),
    ],
)
def test_refusals_are_problem_documents(client, query, status):
    answer = client.get(ROUTES, query)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    ("expressions", "names"),
    [
        (["18273"], ["Güstrow, Barlachstadt"]),
        (["Güst*"], ["Güstrow, Barlachstadt", "Gustow", "Amt Güstrow-Land"]),
        (["Neuenkirchen", "Landhagen"], ["Neuenkirchen"]),
        (["Atlantis"], []),
    ],
)
def test_areas(client, expressions, names):
    answer = client.get(AREAS, {"areaSearchexpression": expressions}).json()
    assert [area["name"] for area in answer["areas"]] == names
    assert answer["totalCount"] == len(names)


def test_areas_page_by_page(client):
    first = client.get(AREAS, {"areaSearchexpression": "Neu", "limit": 3}).json()
    second = client.get(AREAS, {"areaSearchexpression": "Neu", "limit": 3, "offset": 3}).json()
    assert (first["count"], second["offset"]) == (3, 3)
    assert first["totalCount"] == second["totalCount"] > 6
    assert not {area["id"] for area in first["areas"]} & {area["id"] for area in second["areas"]}


@pytest.mark.parametrize("expressions", [[], ["x"], ["*"], ["ab"] * 11])
def test_areas_need_words(client, expressions):
    assert client.get(AREAS, {"areaSearchexpression": expressions}).status_code == 400


@pytest.mark.parametrize(
    ("ars", "word"),
    [
        ("130000000000", "Bundesland"),
        ("130720000000", "Landkreis"),
        ("130725258000", "Amt"),
        ("130030000000", "Kreisfreie Stadt"),
        ("130720043043", "Gemeinde"),
    ],
)
def test_kinds_in_words(client, ars, word):
    area = Area.objects.get(ars=ars)
    found = client.get(AREAS, {"areaSearchexpression": area.short_name}).json()["areas"]
    assert {row["id"]: row["type"] for row in found}[str(area.pk)] == word


def test_the_version(client):
    assert client.get("/v1/info").json() == {"version": {"major": 2, "minor": 0, "patch": 0}}
