"""GET /api/v1/services/ and /api/v1/responsibilities/"""

import pytest

from content.models import Service
from content.queries.index_copy import current_index
from tests.factories.content import ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

SERVICES, RESPONSIBILITIES = "/api/v1/services/", "/api/v1/responsibilities/"
RESTAURANT, TRADE = "99025002005000", "99050012104000"


def test_services_have_the_agreed_shape(client):
    answer = client.get(SERVICES, {"q": "Hundemarke"}).json()
    dog = Service.objects.get(slug="hundesteuer-anmeldung")
    assert answer == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "id": dog.pk,
                "leika_key": "99102013104000",
                "name": "Hundesteuer Anmeldung",
                "summary": dog.summary,
                "url": "http://testserver/leistungen/hundesteuer-anmeldung/",
            }
        ],
    }


def test_all_services_page_by_page(client):
    ServiceFactory.create_batch(25)
    answer, seen = client.get(SERVICES).json(), []
    assert answer["previous"] is None
    while True:
        seen += [row["id"] for row in answer["results"]]
        if not answer["next"]:
            break
        answer = client.get(answer["next"]).json()
    assert len(seen) == len(set(seen)) == answer["count"] == Service.objects.count()
    assert answer["previous"]


def test_texts_follow_the_language(client):
    answer = client.get(SERVICES, {"q": "dog"}, headers={"accept-language": "en"}).json()
    assert answer["results"][0]["name"] == "Dog tax registration"


@pytest.mark.parametrize("place", ["130720043043", "13072043", "18273"])
def test_a_responsibility_has_the_agreed_shape(client, place):
    answer = client.get(RESPONSIBILITIES, {"service": RESTAURANT, "place": place}).json()
    assert (answer["status"], answer["choices"]) == ("resolved", [])
    assert [(o["role"], o["name"]) for o in answer["organisations"]] == [
        ("ea", "IHK zu Rostock"),
        ("zb", "Landkreis Rostock"),
    ]
    assert answer["organisations"][1]["url"] == "http://testserver/behoerden/landkreis-rostock/"
    assert answer["organisations"][1]["is_sample"] is True


def test_the_service_may_be_named_by_its_number(client):
    pk = Service.objects.get(leika_key=RESTAURANT).pk
    assert client.get(RESPONSIBILITIES, {"service": pk, "place": "18273"}).json()["status"] == "resolved"


@pytest.mark.parametrize(
    ("service", "place", "choices"),
    [
        (TRADE, "19230", 20),  # 20 municipalities in several Ämter
        (RESTAURANT, "18059", 4),  # on both sides of the border of Rostock
        (RESTAURANT, "130725258000", 15),  # an Amt
        (RESTAURANT, "13072", 112),  # a Kreis
    ],
)
def test_choices(client, service, place, choices):
    answer = client.get(RESPONSIBILITIES, {"service": service, "place": place}).json()
    assert (answer["status"], answer["organisations"], len(answer["choices"])) == ("choose", [], choices)
    fields = {"ars", "ags", "name", "short_name", "kind", "parents", "postcodes", "locality"}
    assert set(answer["choices"][0]) == fields


def test_a_postcode_of_one_authority_does_not_ask(client):
    answer = client.get(RESPONSIBILITIES, {"service": RESTAURANT, "place": "19230"}).json()
    assert (answer["status"], answer["choices"]) == ("resolved", [])


def test_unknown(client):
    service = ServiceFactory()
    answer = client.get(RESPONSIBILITIES, {"service": service.pk, "place": "18273"}).json()
    assert (answer["status"], answer["choices"], answer["questions"]) == ("unknown", [], [])
    assert [(o["role"], o["name"]) for o in answer["organisations"]] == [("ea", "IHK zu Rostock")]  # somebody helps


@pytest.mark.parametrize(
    ("url", "query", "status"),
    [
        (RESPONSIBILITIES, {}, 400),
        (RESPONSIBILITIES, {"service": RESTAURANT}, 400),
        (RESPONSIBILITIES, {"service": RESTAURANT, "place": "Güstrow"}, 400),  # a name is not a key
        (RESPONSIBILITIES, {"service": RESTAURANT, "place": "99999"}, 400),
        (RESPONSIBILITIES, {"service": "abc", "place": "18273"}, 400),
        (RESPONSIBILITIES, {"service": "99999999999999", "place": "18273"}, 404),
        (RESPONSIBILITIES, {"service": "123456789", "place": "18273"}, 404),
        (SERVICES, {"page": "0"}, 400),
        (SERVICES, {"page": "x"}, 400),
        (SERVICES, {"q": "x" * 201}, 400),
        (SERVICES, {"place": "00000"}, 400),
    ],
)
def test_bad_input_is_a_problem_document(client, url, query, status):
    answer = client.get(url, query)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert {"type", "title", "status"} <= set(answer.json())


def test_an_unpublished_service_is_404(client):
    service = ServiceFactory(status="draft")
    assert client.get(RESPONSIBILITIES, {"service": service.pk, "place": "18273"}).status_code == 404
    assert service.pk not in [row["id"] for row in client.get(SERVICES).json()["results"]]


@pytest.mark.parametrize(
    ("url", "query"), [(SERVICES, {"q": "hund"}), (RESPONSIBILITIES, {"service": RESTAURANT, "place": "18273"})]
)
def test_an_unchanged_answer_is_not_sent_again(client, url, query):
    first = client.get(url, query)
    assert first["Cache-Control"] == "public, max-age=300"
    assert client.get(url, query, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("url", "query", "queries"),
    [
        (SERVICES, {"q": "hund"}, 2),
        (SERVICES, {"q": "beantragen"}, 2),
        (SERVICES, {}, 2),
        (RESPONSIBILITIES, {"service": RESTAURANT, "place": "18273"}, 1),
    ],
)
def test_queries(client, django_assert_num_queries, url, query, queries):
    current_index()  # read once a change
    with django_assert_num_queries(queries):
        client.get(url, query)


def test_the_schema_names_all_three(client):
    text = client.get("/api/v1/schema/").content.decode()
    for path in (SERVICES, RESPONSIBILITIES, "/api/v1/areas/"):
        assert f"{path}:" in text
    assert "operationId: responsibilities" in text
