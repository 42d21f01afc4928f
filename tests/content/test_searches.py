"""What editors learn from searches, and what they change with open eyes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import actions
from content.actions.searches import count_search, forget_searches, searches, settle_search
from content.models import Concept, SearchCount, Service, StoredQuery
from content.queries import search
from content.queries.searches import effects, vain_searches
from content.rules.searches import kept_text
from portal.accounts.models import User
from portal.errors import NotPermitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_left_over():
    searches.flush()
    SearchCount.objects.all().delete()


@pytest.fixture
def rieke(client) -> User:
    user = User.objects.create_superuser("redaktion@demo.example", is_demo=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Hund   ANMELDEN ", "hund anmelden"),
        ("anna.petersen@example.org", ""),  # an address
        ("03843 769-100", ""),  # a number to call
        ("bescheid 20261124", ""),  # a file number
        ("brief von Frau Petersen", ""),  # somebody's name
        ("ich habe gestern meinen ausweis in der bahn verloren", ""),  # a story
        ("x" * 81, ""),
        ("18273", "18273"),  # a postcode
    ],
)
def test_what_may_say_something_about_a_person_is_not_kept(text, kept):
    assert kept_text(text) == kept


def test_searches_clicks_and_answers_of_a_day_are_one_row(mv, client):
    client.get(reverse("content:services"), {"q": "Hund anmelden"})
    client.get(reverse("content:services"), {"q": "hund anmelden"})
    client.get(reverse("content:service", args=["hundesteuer-anmeldung"]), {"gesucht": "Hund anmelden"})
    client.post(reverse("content:search_found"), {"q": "Hund anmelden", "gefunden": "yes"})
    searches.flush()
    row = SearchCount.objects.get()
    assert (row.text, row.searches, row.clicks, row.helpful, row.unhelpful) == ("hund anmelden", 2, 1, 1, 0)
    assert row.band == "sure"
    fields = {field.name for field in SearchCount._meta.fields}
    assert not fields & {"user", "session", "address", "place"}


def test_editors_see_what_was_searched_in_vain_until_they_settle_it(mv, client, rieke):
    for text in ("pizza bestellen", "pizza bestellen", "hund anmelden"):
        client.get(reverse("content:services"), {"q": text})
    client.get(reverse("content:service", args=["hundesteuer-anmeldung"]), {"gesucht": "hund anmelden"})
    searches.flush()
    assert [(row.text, row.searches, row.band) for row in vain_searches()] == [("pizza bestellen", 2, "none")]
    page = client.get("/redaktion/content/searchcount/")
    assert "pizza bestellen" in page.content.decode()
    client.post("/redaktion/content/searchcount/", {"text": "pizza bestellen"})
    assert vain_searches() == []


def test_old_searches_are_forgotten(settings):
    settings.SEARCH_LOG_DAYS = 90
    today = timezone.localdate()
    for days in (91, 90):
        SearchCount.objects.create(day=today - timedelta(days=days), text="x", language="de", searches=1)
    assert forget_searches() == 1
    assert SearchCount.objects.get().day == today - timedelta(days=90)


def test_what_is_settled_twice_changes_nothing(rieke):
    count_search("zirkus", language="de", what="search", band="none")
    searches.flush()
    settle_search("zirkus", actor=rieke)
    settle_search("zirkus", actor=rieke)
    assert SearchCount.objects.get().is_settled


def test_an_editor_sees_the_effect_before_anything_changes(mv, client, rieke):
    StoredQuery.objects.exclude(text="hund anmelden").delete()
    query = StoredQuery.objects.create(text="fellnase", service=StoredQuery.objects.get().service)
    url = "/redaktion/content/concept/add/"
    data = {"name": "Hund zuhause", "keys": "102013", "words": "fellnase", "weight": "100", "is_active": "on"}

    page = client.post(url, data | {"_preview": "1"})
    found = {row.text: row for row in page.context["effects"]}
    assert (found["fellnase"].before, found["fellnase"].direction) == (0, "better")
    assert found["hund anmelden"].direction == "same"
    assert not Concept.objects.filter(name="Hund zuhause").exists()
    assert not search("fellnase").rows
    assert 'value="fellnase"' in page.content.decode() or ">fellnase" in page.content.decode()

    assert client.post(url, data | {"_save": "1"}).status_code == 302
    assert search("fellnase").rows[0].id == query.service_id


def test_a_form_that_is_not_complete_shows_its_errors_and_no_effect(mv, client, rieke):
    page = client.post("/redaktion/content/concept/add/", {"name": "", "weight": "100", "_preview": "1"})
    assert page.context["effects"] is None
    assert page.context["errors"]


def test_our_own_stored_queries_find_what_is_meant(mv):
    """The words that come with the portal: at least nine of ten among the first three."""
    rows = effects(None)
    assert len(rows) >= 60
    missed = [row.text for row in rows if not 1 <= row.before <= 3]
    assert len(missed) <= len(rows) / 10, missed


def test_results_can_be_narrowed_by_links(mv, client):
    Service.objects.filter(slug="hundesteuer-anmeldung").update(is_online=True)
    page = client.get(reverse("content:services"), {"q": "anmelden"})
    groups = {str(group.label): group for group in page.context["groups"]}
    online = groups["Online"].choices[0]
    address = f"{reverse('content:services')}?q=anmelden"
    assert f'href="?q=anmelden{online.query}"'.replace("&", "&amp;") in page.content.decode()
    narrowed = client.get(address + online.query)
    assert narrowed.context["found"].total == online.count
    assert all(row.is_online for row in narrowed.context["found"].rows)
    back = next(group for group in narrowed.context["groups"] if str(group.label) == "Online").choices[0]
    assert back.is_chosen
    assert client.get(address + back.query).context["found"].total == page.context["found"].total


@pytest.mark.parametrize("query", [{"fuer": "x"}, {"online": "ja"}, {"lage": "gibt-es-nicht"}])
def test_narrowing_to_what_nobody_offers_is_no_error(mv, client, query):
    assert client.get(reverse("content:services"), {"q": "anmelden"} | query).status_code == 200


def test_suggestions_lead_to_services(mv, client):
    rows = client.get(reverse("content:suggestions"), {"q": "hundest"}).json()["results"]
    assert "/leistungen/hundesteuer-anmeldung/" in [row["url"] for row in rows]
    assert client.get(reverse("content:suggestions"), {"q": "h"}).json() == {"results": []}


def test_only_editors_change_what_the_search_knows():
    birte = User.objects.create_user("birte@demo.example")
    count_search("zirkus", language="de", what="search", band="none")
    searches.flush()
    concept = Concept.objects.create(name="Zirkus")
    for step in (
        lambda: actions.save_concept(Concept(name="Manege"), actor=birte),
        lambda: actions.delete_concept(concept.pk, actor=birte),
        lambda: settle_search("zirkus", actor=birte),
    ):
        with pytest.raises(NotPermitted):
            step()
    assert set(Concept.objects.filter(name__in=["Zirkus", "Manege"])) == {concept}
    assert not SearchCount.objects.get().is_settled
