"""GET /api/v1/areas/"""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

URL = "/api/v1/areas/"


def test_shape(client):
    answer = client.get(URL, {"q": "18273"})
    assert answer.json() == {
        "results": [
            {
                "ars": "130720043043",
                "ags": "13072043",
                "name": "Güstrow, Barlachstadt",
                "short_name": "Güstrow",
                "kind": "gemeinde",
                "parents": [
                    {"ars": "130720000000", "name": "Landkreis Rostock", "kind": "kreis"},
                    {"ars": "130000000000", "name": "Mecklenburg-Vorpommern", "kind": "land"},
                ],
                "postcodes": ["18273"],
                "locality": "",
            }
        ],
        "suggestions": [],
    }
    assert answer["Cache-Control"] == "public, max-age=300"


def test_an_unchanged_answer_is_not_sent_again(client):
    etag = client.get(URL, {"q": "Rostock"})["ETag"]
    again = client.get(URL, {"q": "Rostock"}, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "19230"}, 20),
        ({"q": "Rostock"}, 3),  # city, Amt Rostocker Heide, Landkreis
        ({"q": "Rostock", "kind": "gemeinde"}, 1),
        ({"q": "20095"}, 0),
    ],
)
def test_results(client, query, count):
    assert len(client.get(URL, query).json()["results"]) == count


@pytest.mark.parametrize(
    ("query", "field"),
    [({}, "q"), ({"q": ""}, "q"), ({"q": "x" * 121}, "q"), ({"q": "a", "kind": "stadt"}, "kind"), ({"q": "a\0"}, "q")],
)
def test_bad_input_is_a_problem_document(client, query, field):
    answer = client.get(URL, query)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/probleme/angaben"
    assert field in answer.json()["errors"]


def test_only_reading(client):
    answer = client.post(URL, {"q": "18273"})
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


def test_one_query(client, django_assert_num_queries):
    for text in ("18273", "19230"):
        with django_assert_num_queries(1):
            client.get(URL, {"q": text})
