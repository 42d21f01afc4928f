"""GET /api/v1/organisations/ and the detail."""

import pytest

from responsibility.models import Organisation
from tests.factories.responsibility import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mv")]

URL = "/api/v1/organisations/"


def test_by_words_and_kind(client):
    answer = client.get(URL, {"q": "Rostock", "kind": "chamber"}).json()
    assert [row["slug"] for row in answer["results"]] == ["ihk-rostock"]
    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)
    row = answer["results"][0]
    assert row["url"] == "http://testserver/behoerden/ihk-rostock/"
    assert "iban" not in row


def test_page_by_page(client):
    answer, seen = client.get(URL).json(), []
    while True:
        seen += [row["id"] for row in answer["results"]]
        if not answer["next"]:
            break
        answer = client.get(answer["next"]).json()
    assert len(seen) == len(set(seen)) == answer["count"] == Organisation.objects.count()


def test_one(client):
    office = Organisation.objects.get(slug="guestrow")
    answer = client.get(f"{URL}{office.pk}/")
    assert answer.json()["area"] == {
        "ars": "130720043043",
        "ags": "13072043",
        "name": "Güstrow, Barlachstadt",
        "kind": "gemeinde",
    }
    again = client.get(f"{URL}{office.pk}/", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [("0/", {}, 404), ("", {"kind": "stadt"}, 400), ("", {"page": "0"}, 400), ("", {"q": "x" * 121}, 400)],
)
def test_refusals_are_problem_documents(client, path, query, status):
    answer = client.get(URL + path, query)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("offices", [1, 40])
def test_a_fixed_number_of_queries(client, django_assert_num_queries, offices):
    OrganisationFactory.create_batch(offices, name="Zentrale Stelle Quilitz")
    with django_assert_num_queries(2):
        client.get(URL, {"q": "Quilitz"})
