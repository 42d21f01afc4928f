"""The staff page of what is broken, and the post of the demonstration."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from portal.mail.models import OutgoingMail
from portal.operations.models import PeriodicRun
from portal.outbox import broker
from portal.outbox.models import Entry
from tests.factories.portal import UserFactory

BROKEN = reverse("operations:broken")
MAILS = reverse("operations:demo_mail")


@pytest.fixture
def operator(db):
    """Keeps the portal running; no superuser."""
    user = UserFactory(email="otto@example.org", name="Otto Betrieb", is_staff=True, is_demo=True)
    user.user_permissions.add(Permission.objects.get(codename="change_entry", content_type__app_label="outbox"))
    return user


@pytest.fixture
def as_operator(client, operator):
    client.force_login(operator)
    return client


def entry(**fields) -> Entry:
    return Entry.objects.create(**{"task": "cases.send_receipt", "subject_id": 17} | fields)


def long_ago() -> dict:
    return {"created_at": timezone.now() - timedelta(hours=1), "next_attempt_at": timezone.now() - timedelta(hours=1)}


def mail(**fields) -> OutgoingMail:
    values = {"key": "k1", "recipient": "anna@example.org", "subject": "Ihr Antrag ist da", "text": "Guten Tag"}
    return OutgoingMail.objects.create(**values | fields)


def test_nobody_is_sent_to_the_log_in(client, db):
    assert client.get(BROKEN).status_code == 302


@pytest.mark.parametrize("fields", [{}, {"is_staff": True, "is_demo": True}])
def test_others_do_not_learn_of_the_page(client, db, fields):
    client.force_login(UserFactory(**fields))
    dead = entry(status=Entry.Status.DEAD)
    assert client.get(BROKEN).status_code == 404
    assert client.post(reverse("operations:retry", args=[dead.pk])).status_code == 404
    dead.refresh_from_db()
    assert dead.status == Entry.Status.DEAD


def test_when_all_is_done_the_page_says_so(as_operator):
    entry(status=Entry.Status.DONE, done_at=timezone.now())
    entry()  # just written, nothing to worry about
    assert "Alles ist erledigt" in as_operator.get(BROKEN).content.decode()


def test_it_shows_what_failed_and_what_waits_too_long(as_operator):
    entry(status=Entry.Status.DEAD, last_error="Der Postserver lehnt ab.")
    entry(last_error="Zeit abgelaufen.", attempts=2, **long_ago())
    mail(created_at=timezone.now() - timedelta(hours=1))
    page = as_operator.get(BROKEN).content.decode()
    for text in ("Der Postserver lehnt ab.", "Zeit abgelaufen.", "Ihr Antrag ist da"):
        assert text in page
    assert page.count("Wiederholen") == 2


@pytest.mark.parametrize("rows", [1, 40])
def test_the_page_needs_the_same_queries_for_many_rows(as_operator, django_assert_num_queries, rows):
    for _ in range(rows):
        entry(status=Entry.Status.DEAD)
        entry(**long_ago())
    as_operator.get(BROKEN)  # content types and the session are cached from here on
    with django_assert_num_queries(10):
        as_operator.get(BROKEN)


def test_each_line_shows_its_tasks(as_operator):
    entry(task="cases.receive", **long_ago())
    entry(task="cases.write_receipt", status=Entry.Status.RUNNING, attempts=1)
    entry(task="cases.write_receipt", attempts=3, next_attempt_at=timezone.now() + timedelta(hours=1))
    entry(task="webhooks.send", status=Entry.Status.DEAD)
    lines = {row.name: row for row in as_operator.get(BROKEN).context["page"].queues}
    assert [(line.waiting, line.running, line.failing, line.dead) for line in lines.values()] == [
        (1, 0, 0, 0),  # move
        (0, 0, 0, 0),
        (0, 0, 0, 0),
        (0, 0, 0, 1),  # what nobody has assigned is a delivery
        (1, 1, 1, 0),  # documents
    ]
    assert [name for name, line in lines.items() if line.is_late] == ["move"]
    assert [task.task for task in lines["document"].tasks] == ["cases.write_receipt"]


def test_the_broker_may_be_away(as_operator, monkeypatch):
    monkeypatch.setattr(broker, "lengths", lambda: None)
    assert "Der Broker antwortet nicht" in as_operator.get(BROKEN).content.decode()


@pytest.mark.parametrize(
    ("ago", "error", "shown"),
    [
        ({"seconds": 10}, "", "in Ordnung"),
        ({"minutes": 10}, "", "zu spät"),  # the sweep comes every 15 seconds
        ({"seconds": 10}, "OperationalError: weg", "OperationalError: weg"),
    ],
)
def test_regular_tasks_that_are_late_or_fail_are_named(as_operator, ago, error, shown):
    then = timezone.now() - timedelta(**ago)
    PeriodicRun.objects.create(task="portal.outbox.sweep", ended_at=then, succeeded_at=then, error=error)
    page = as_operator.get(BROKEN)
    assert shown in page.content.decode()
    assert page.context["page"].is_clear == (shown == "in Ordnung")


def test_a_dead_entry_is_tried_again(as_operator):
    dead = entry(status=Entry.Status.DEAD, attempts=12, last_error="Der Postserver lehnt ab.")
    response = as_operator.post(reverse("operations:retry", args=[dead.pk]), follow=True)
    assert f"Der Auftrag {dead.pk} wird jetzt noch einmal versucht." in response.content.decode()
    dead.refresh_from_db()
    assert (dead.status, dead.attempts) == (Entry.Status.WAITING, 0)


def test_an_entry_that_is_gone_is_not_found(as_operator):
    assert as_operator.post(reverse("operations:retry", args=[999])).status_code == 404


def test_a_link_retries_nothing(as_operator):
    assert as_operator.get(reverse("operations:retry", args=[1])).status_code == 405


def test_the_demonstration_shows_its_post(client, db):
    sent = mail(text="Ihr Link: https://portal.example/fall/MV-1/", sent_at=timezone.now(), status="sent")
    assert "Ihr Antrag ist da" in client.get(MAILS).content.decode()
    message = client.get(reverse("operations:demo_mail_message", args=[sent.message_id])).content.decode()
    assert 'href="https://portal.example/fall/MV-1/"' in message


def test_before_the_first_message_it_says_so(client, db):
    assert "Noch keine Post" in client.get(MAILS).content.decode()


def test_outside_the_demonstration_there_is_no_post(client, db, settings):
    settings.DEMO = False
    sent = mail(sent_at=timezone.now(), status="sent")
    assert client.get(MAILS).status_code == 404
    assert client.get(reverse("operations:demo_mail_message", args=[sent.message_id])).status_code == 404
