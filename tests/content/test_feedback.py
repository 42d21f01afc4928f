"""Readers say what they think of a page; nobody learns who they are; the right editors read it."""

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.http import Http404
from django.urls import reverse

from content import actions
from content.actions.feedback import MOST_A_DAY
from content.models import Feedback
from content.queries.feedback import own_feedback
from portal.accounts.models import User
from portal.errors import Refusal
from responsibility.actions import grant_role
from tests.factories.content import ServiceFactory
from tests.factories.responsibility import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limit_of_another_test() -> None:
    cache.clear()


def editor_of(organisation, email: str) -> User:
    user = User.objects.create_user(email, is_demo=True)
    grant_role(user, organisation, "editor")
    return user


def give(client, path: str, **data):
    return client.post(f"{reverse('content:feedback')}?seite={path}", {"found": "yes"} | data)


def test_an_opinion_is_kept_without_its_author(client):
    service = ServiceFactory(slug="hund", owner=OrganisationFactory())
    answer = give(client, "/leistungen/hund/", rating="4", text="Gut erklärt.")
    assert answer.status_code == 302
    row = Feedback.objects.get()
    assert (row.about, row.owner, row.found, row.rating, row.text) == (service, service.owner, "yes", 4, "Gut erklärt.")
    assert not {"user", "ip", "address", "session"} & {field.name for field in Feedback._meta.fields}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"found": ""}, "Wählen Sie aus, ob Sie gefunden haben"),
        ({"text": "Rufen Sie mich an: 03843 769-100"}, "Nehmen Sie die lange Nummer heraus"),
        ({"text": "anna.petersen@example.org wartet"}, "Nehmen Sie die E-Mail-Adresse heraus"),
        ({"text": "x" * 1001}, "Kürzen Sie den Text"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, data, sentence):
    answer = give(client, "/leistungen/", **data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert data.get("text", "")[:40] in answer.content.decode()
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "path", ["https://other.example/", "//other.example/", "/eingang/", "/redaktion/", "/gibt/es/nicht"]
)
def test_only_public_pages_are_spoken_of(client, path):
    assert give(client, path).status_code == 404


def test_a_program_that_fills_the_trap_is_thanked_and_forgotten(client):
    assert give(client, "/leistungen/", website="https://spam.example").status_code == 302
    assert not Feedback.objects.exists()


def test_a_flood_is_refused():
    given = {"language": "de", "found": "no", "rating": None, "text": "", "sender": "203.0.113.7"}
    for _ in range(MOST_A_DAY):
        actions.give_feedback("/leistungen/", **given)
    with pytest.raises(Refusal):
        actions.give_feedback("/leistungen/", **given)
    actions.give_feedback("/leistungen/", **(given | {"sender": "203.0.113.8"}))
    assert Feedback.objects.count() == MOST_A_DAY + 1


def test_editors_read_and_settle_what_is_said_about_their_own_texts():
    ours, theirs = OrganisationFactory(), OrganisationFactory()
    rieke, doerte = editor_of(ours, "rieke@demo.example"), editor_of(theirs, "doerte@demo.example")
    ServiceFactory(slug="hund", owner=ours)
    row = actions.give_feedback(
        "/leistungen/hund/", language="de", found="no", rating=2, text="Zu lang.", sender="203.0.113.9"
    )
    assert [*own_feedback(rieke)] == [row]
    assert not own_feedback(doerte).exists()
    with pytest.raises(Http404):
        actions.settle_feedback(row.pk, actor=doerte, state="done")
    actions.settle_feedback(row.pk, actor=rieke, state="done")
    row.refresh_from_db()
    assert row.state == "done"


def test_the_rooms_of_the_editors(client):
    ours = OrganisationFactory()
    ServiceFactory(slug="hund", owner=ours)
    for text in ("Zu lang.", "Zu kurz."):
        actions.give_feedback("/leistungen/hund/", language="de", found="no", rating=2, text=text, sender="x")
    client.force_login(editor_of(ours, "rieke@demo.example"))
    page = client.get("/redaktion/content/feedback/")
    assert "Zu lang." in page.content.decode()
    client.post(
        "/redaktion/content/feedback/",
        {"action": "settle", "_selected_action": [row.pk for row in Feedback.objects.all()]},
    )
    assert set(Feedback.objects.values_list("state", flat=True)) == {"done"}
    figures = client.get(reverse("admin:content_statistics")).content.decode()
    assert "/leistungen/hund/" in figures


def test_the_editors_of_the_land_read_what_is_said_about_pages_of_nobody():
    land = User.objects.create_user("land@demo.example", is_staff=True)
    land.user_permissions.add(Permission.objects.get(codename="edit_everything"))
    row = actions.give_feedback("/leistungen/", language="de", found="no", rating=None, text="", sender="x")
    assert [*own_feedback(User.objects.get(pk=land.pk))] == [row]
