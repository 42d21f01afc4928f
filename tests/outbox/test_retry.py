import pytest
from django.urls import reverse
from django.utils import timezone

from portal.errors import NotPermitted
from portal.outbox import actions
from portal.outbox.models import Entry
from portal.outbox.rules import MAX_ATTEMPTS
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def operator():
    return UserFactory(is_staff=True, is_superuser=True, is_demo=True)


@pytest.fixture
def dead():
    return Entry.objects.create(
        task="tests.nothing", subject_id=1, status="dead", attempts=MAX_ATTEMPTS, last_error="ValueError: kaputt"
    )


def test_dead_work_gets_all_its_attempts_again(dead, operator, queue, use_broker):
    actions.retry(dead.pk, actor=operator)
    dead.refresh_from_db()
    assert (dead.status, dead.attempts, dead.last_error) == ("waiting", 0, "ValueError: kaputt")
    assert queue() == 1
    with actions.lease(dead.pk) as held:
        assert held is not None


def test_anna_may_not(dead):
    with pytest.raises(NotPermitted):
        actions.retry(dead.pk, actor=UserFactory())
    dead.refresh_from_db()
    assert dead.status == "dead"


@pytest.mark.parametrize("fields", [{"status": "running"}, {"status": "done", "done_at": timezone.now()}])
def test_done_or_running_work_stays_as_it_is(fields, operator, queue, use_broker):
    entry = Entry.objects.create(task="tests.nothing", subject_id=1, attempts=1, **fields)
    actions.retry(entry.pk, actor=operator)
    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == (fields["status"], 1)
    assert queue() == 0


def test_the_admin_lists_and_retries_but_never_edits(client, dead, operator, queue, use_broker):
    client.force_login(operator)
    assert "ValueError: kaputt" in client.get(reverse("admin:outbox_entry_changelist")).content.decode()
    assert client.get(reverse("admin:outbox_entry_add")).status_code == 403
    client.post(reverse("admin:outbox_entry_changelist"), {"action": "retry_entries", "_selected_action": [dead.pk]})
    dead.refresh_from_db()
    assert dead.status == "waiting"
