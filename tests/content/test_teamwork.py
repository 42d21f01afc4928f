"""Comments, mentions and tasks between editors of two offices."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.http import Http404

from content.actions import teamwork as actions
from content.models import Comment, Mention, Share, Task
from content.queries import teamwork
from portal.audit.models import Record
from portal.errors import NotPermitted, Refusal
from portal.mail.models import OutgoingMail
from tests.content.editorial.people import browser, build_world
from tests.factories.content import LifeSituationFactory, ServiceFactory
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


@pytest.fixture
def draft(world):
    """A text of the Amt Bützow that nobody else has seen."""
    return ServiceFactory(name="Hundesteuer", status="draft", owner=world.buetzow.organisation, summary="Geheim.")


def talk_url(text):
    return f"/redaktion/content/task/{text._meta.model_name}/{text.pk}/"


def say(world, draft, body="@Cord Lüders, stimmt das?", **more):
    return actions.comment("service", draft.pk, actor=world.birte, body=body, **more)


def give(world, draft, to, **more):
    return actions.assign("service", draft.pk, actor=world.birte, title="Gebühr prüfen", assignee=to.pk, **more)


# Who may


def test_colleagues_of_the_office_talk_and_others_see_nothing(world, draft):
    actions.comment("service", draft.pk, actor=world.birte, body="Fertig?")
    assert "Fertig?" in browser(world.bruno).get(talk_url(draft)).content.decode()
    for person in (world.cord,):
        assert browser(person).get(talk_url(draft)).status_code == 404
        assert browser(person).post(talk_url(draft), {"body": "Hallo"}).status_code == 404
        with pytest.raises(Http404):
            actions.comment("service", draft.pk, actor=person, body="Hallo")
        with pytest.raises(Http404):
            actions.assign("service", draft.pk, actor=person, title="Tu es", assignee=person.pk)
    assert Comment.objects.count() == 1
    assert not Task.objects.exists()


def test_a_mention_lets_somebody_from_elsewhere_read_and_join(world, draft):
    say(world, draft)
    cord = browser(world.cord)
    page = cord.get(talk_url(draft)).content.decode()
    assert "Geheim." in page  # the text to read
    assert cord.post(talk_url(draft), {"body": "Ja, stimmt."}).status_code == 302
    assert "Ja, stimmt." in browser(world.birte).get(talk_url(draft)).content.decode()
    # but writing in it, its versions and its form stay with its office
    for address in (
        f"/redaktion/content/service/{draft.pk}/change/",
        f"/redaktion/content/service/{draft.pk}/history/",
    ):
        assert cord.get(address).status_code == 404
    assert not Share.objects.filter(person__in=[world.birte, world.bruno]).exists()


def test_an_office_of_its_own_needs_no_share(world, draft):
    say(world, draft, "@Bruno Behn schau bitte")
    assert not Share.objects.exists()
    assert Mention.objects.get().person == world.bruno


def test_the_share_can_be_ended_when_no_task_is_open(world, draft):
    give(world, draft, world.cord)
    share = Share.objects.get()
    with pytest.raises(Http404):
        actions.end_share(share.pk, actor=world.cord)
    with pytest.raises(Refusal, match="noch eine Aufgabe"):
        actions.end_share(share.pk, actor=world.birte)
    actions.finish(Task.objects.get().pk, actor=world.cord)
    actions.end_share(share.pk, actor=world.birte)
    assert browser(world.cord).get(talk_url(draft)).status_code == 404
    with pytest.raises(Http404):
        actions.end_share(share.pk, actor=world.birte)


@pytest.mark.parametrize("kind", ["user", "organisation", "session", "version", "gibtesnicht"])
def test_only_texts_can_be_talked_about(world, kind):
    assert browser(world.rieke).get(f"/redaktion/content/task/{kind}/1/").status_code == 404


def test_a_talk_about_any_kind_of_text(world):
    situation = LifeSituationFactory()
    assert browser(world.rieke).post(talk_url(situation), {"body": "Neues Bild?"}).status_code == 302
    assert Comment.objects.get().text == situation


# Mentions and mail


def test_who_is_spoken_to_gets_one_mail(world, draft):
    say(world, draft, "@Cord Lüders und @Bruno Behn und @Cord Lüders: bitte lesen", also=[world.bruno.pk])
    mails = OutgoingMail.objects.order_by("pk")
    assert sorted(mail.recipient for mail in mails) == sorted([world.cord.email, world.bruno.email])
    assert talk_url(draft) in mails[0].text
    assert "bitte lesen" in mails[0].text
    assert "Birte Voß hat Sie angesprochen: Hundesteuer" in mails[0].subject


def test_nobody_mails_themselves(world, draft):
    say(world, draft, "Ich, @Birte Voß, mache das.")
    assert not OutgoingMail.objects.exists()
    assert not Mention.objects.exists()


@pytest.mark.parametrize("body", ["@Karl Niemand hilf", "@cord", "@Cord Lüdersen"])
def test_an_unknown_name_keeps_the_words_and_says_so(world, draft, body):
    page = browser(world.birte).post(talk_url(draft), {"body": body})
    assert page.status_code == 200
    assert "niemanden mit dem Namen" in page.content.decode()
    assert body in page.content.decode()
    assert not Comment.objects.exists()
    with pytest.raises(actions.UnclearMention):
        say(world, draft, body)


def test_an_applicant_cannot_be_spoken_to(world, draft):
    anna = UserFactory(name="Anna Petersen")
    with pytest.raises(actions.UnclearMention):
        say(world, draft, "@Anna Petersen?")
    say(world, draft, "Text", also=[anna.pk])
    assert not Mention.objects.exists()


def test_whoever_answers_has_read(world, draft):
    say(world, draft)
    assert teamwork.waiting(world.cord) == (0, 0, 1)
    actions.comment("service", draft.pk, actor=world.cord, body="Stimmt.")
    assert teamwork.waiting(world.cord) == (0, 0, 0)


def test_read_by_a_button(world, draft):
    say(world, draft)
    cord = browser(world.cord)
    assert "stimmt das?" in cord.get("/redaktion/content/task/").content.decode()
    assert cord.get(f"{talk_url(draft)}gesehen/").status_code == 405
    assert cord.post(f"{talk_url(draft)}gesehen/").status_code == 302
    assert "stimmt das?" not in cord.get("/redaktion/content/task/").content.decode()


def test_comments_are_text_and_nothing_else(world, draft):
    say(world, draft, "<script>alert(1)</script>")
    assert "<script>alert(1)" not in browser(world.birte).get(talk_url(draft)).content.decode()


# Tasks


def test_a_task_is_given_found_done_and_opened_again(world, draft):
    form = {"title": "Gebühr prüfen", "assignee": world.cord.pk, "due_on": "1.12.2026"}
    assert browser(world.birte).post(talk_url(draft), form).status_code == 302
    task = Task.objects.get()
    assert (task.due_on, task.assignee) == (date(2026, 12, 1), world.cord)
    (mail,) = OutgoingMail.objects.all()
    assert mail.recipient == world.cord.email
    assert "1. Dezember 2026" in mail.text
    cord = browser(world.cord)
    with time_machine.travel("2026-12-02 12:00+01:00"):
        assert "überfällig seit dem 01.12.2026" in cord.get("/redaktion/content/task/").content.decode()
        assert teamwork.waiting(world.cord) == (1, 1, 0)
    assert cord.post(f"/redaktion/content/task/{task.pk}/erledigt/", {"list": "1"}).status_code == 302
    actions.finish(task.pk, actor=world.cord)  # twice changes nothing
    assert Record.objects.filter(verb="text.task_done").count() == 1
    task.refresh_from_db()
    assert task.done_by == world.cord
    assert cord.post(f"/redaktion/content/task/{task.pk}/erledigt/", {"reopen": "1"}).status_code == 302
    task.refresh_from_db()
    assert task.done_at is None
    assert OutgoingMail.objects.count() == 1


def test_a_task_of_others_is_not_mine_to_finish(world, draft):
    say(world, draft)  # Cord may read
    task = give(world, draft, world.bruno)
    with pytest.raises(NotPermitted):
        actions.finish(task.pk, actor=world.cord)
    other = ServiceFactory(owner=world.crivitz.organisation)
    theirs = actions.assign("service", other.pk, actor=world.cord, title="x", assignee=world.cord.pk)
    with pytest.raises(Http404):
        actions.finish(theirs.pk, actor=world.birte)
    assert not Task.objects.exclude(done_at=None).exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"due_on": "morgen"}, "Schreiben Sie das Datum so"),
        ({"title": ""}, "Dieses Feld ist zwingend erforderlich"),
        ({"assignee": "999999"}, "gültige Auswahl"),
    ],
)
def test_a_wrong_task_is_explained(world, draft, sent, says):
    form = {"title": "Prüfen", "assignee": world.bruno.pk, "due_on": ""} | sent
    page = browser(world.birte).post(talk_url(draft), form)
    assert says in page.content.decode()
    assert not Task.objects.exists()


def test_the_talk_stands_below_the_form_of_the_text(world, draft):
    say(world, draft, "Schaut mal")
    page = browser(world.bruno).get(f"/redaktion/content/service/{draft.pk}/change/").content.decode()
    assert page.index("Schaut mal") > page.index('id="service_form"')
    answer = browser(world.bruno).post(talk_url(draft), {"body": "Gut", "form": "1"})
    assert answer["Location"] == f"/redaktion/content/service/{draft.pk}/change/#gespraech"


# How many queries


def test_pages_have_a_fixed_number_of_queries(world, draft, django_assert_max_num_queries):
    counts = []
    for rows in (1, 30):
        for _ in range(rows):
            say(world, draft)
            give(world, draft, world.cord)
            Mention.objects.update(seen_at=None)
        cord, birte = browser(world.cord), browser(world.birte)
        with django_assert_max_num_queries(60) as captured:
            assert cord.get("/redaktion/content/task/").status_code == 200
            assert cord.get(talk_url(draft)).status_code == 200
            assert birte.get(talk_url(draft)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_comments_at_once_let_somebody_in_once():
    world = build_world()
    text = ServiceFactory(status="draft", owner=world.buetzow.organisation)
    start = Barrier(2)

    def speak(_number):
        start.wait(5)
        try:
            return say(world, text).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(speak, range(2)))) == 2
    assert Share.objects.count() == 1
    assert Mention.objects.count() == 2
