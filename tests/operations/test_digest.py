"""The morning mail to operators: only if something is broken or late, and once a day."""

from datetime import timedelta

import pytest
from celery.signals import task_postrun
from django.contrib.auth.models import Permission
from django.utils import timezone

from portal.mail.models import OutgoingMail
from portal.operations import actions
from portal.operations.models import PeriodicRun
from portal.operations.tasks import send_digest
from portal.outbox.models import Entry
from portal.outbox.tasks import sweep
from tests.factories.portal import UserFactory


@pytest.fixture
def otto(db):
    person = UserFactory(email="otto@example.org", name="Otto Betrieb", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="change_entry", content_type__app_label="outbox"))
    return person


def dead() -> Entry:
    return Entry.objects.create(task="cases.write_receipt", subject_id=17, status=Entry.Status.DEAD, last_error="Voll.")


def test_when_all_is_well_nobody_is_told(otto):
    send_digest()
    assert not OutgoingMail.objects.exists()


def test_operators_are_told_once_a_day(otto):
    UserFactory(email="rieke@example.org", is_staff=True)  # an editor
    UserFactory(email="gone@example.org", is_staff=True, is_superuser=True, is_active=False)
    dead()
    send_digest()
    send_digest()
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "otto@example.org"
    assert "nicht mehr von selbst versucht: 1" in mail.text
    assert "/betrieb/" in mail.text
    assert "Voll." not in mail.text  # errors stay on the page
    assert actions.send_digest(now=timezone.now() + timedelta(days=1)) == 1


def test_a_line_that_stands_still_and_a_beat_that_is_silent_are_told(otto):
    then = timezone.now() - timedelta(hours=3)
    Entry.objects.create(task="cases.receive", subject_id=1, created_at=then, next_attempt_at=then)
    PeriodicRun.objects.create(task="portal.outbox.sweep", ended_at=then, succeeded_at=then)
    send_digest()
    text = OutgoingMail.objects.get().text
    assert "Warteschlange „Fälle bewegen“" in text
    assert "portal.outbox.sweep: zu spät" in text


def finish(task, error=None) -> None:
    """As a worker tells it when a task has ended; eager, so that the connection of the test stays open."""
    task.push_request(is_eager=True)
    task_postrun.send(sender=task, state="FAILURE" if error else "SUCCESS", retval=error)
    task.pop_request()


def test_each_run_of_a_regular_task_is_kept(db):
    finish(sweep)
    first = PeriodicRun.objects.get(task="portal.outbox.sweep")
    assert (first.error, first.succeeded_at is None) == ("", False)
    finish(sweep, ConnectionError("anna@example.org: weg"))
    second = PeriodicRun.objects.get(task="portal.outbox.sweep")
    assert second.error == "ConnectionError: [E-Mail-Adresse]: weg"
    assert second.succeeded_at == first.succeeded_at
    finish(sweep)
    assert PeriodicRun.objects.get(task="portal.outbox.sweep").error == ""
