from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.outbox import actions, broker
from portal.outbox.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def test_celery_is_told_after_commit(queue, use_broker):
    with transaction.atomic():
        entry = actions.add("tests.nothing", 17)
        assert queue() == 0
    assert queue() == 1
    entry.refresh_from_db()
    assert (entry.status, entry.task, entry.subject_id) == ("waiting", "tests.nothing", 17)


def test_a_change_that_is_rolled_back_leaves_nothing(queue, use_broker):
    with transaction.atomic():
        actions.add("tests.nothing", 17)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert queue() == 0


def test_all_that_one_change_orders_is_told_in_one_go(queue, use_broker, monkeypatch):
    told, tell = [], broker.tell
    monkeypatch.setattr(broker, "tell", lambda entries: told.append(len(entries)) or tell(entries))
    with transaction.atomic():
        for number in range(3):
            actions.add("tests.nothing", number)
    assert (told, queue()) == ([3], 3)


def test_what_is_rolled_back_with_its_savepoint_is_not_told(queue, use_broker):
    with transaction.atomic():
        actions.add("tests.nothing", 1)
        with transaction.atomic():
            actions.add("tests.nothing", 2)
            transaction.set_rollback(True)
        with transaction.atomic():
            actions.add("tests.nothing", 3)
        actions.add("tests.nothing", 4)
    assert queue() == 3
    assert list(Entry.objects.order_by("subject_id").values_list("subject_id", flat=True)) == [1, 3, 4]


def test_work_for_later_is_left_to_the_sweep(queue, use_broker):
    entry = actions.add("tests.nothing", 17, not_before=timezone.now() + timedelta(hours=1))
    assert queue() == 0
    assert actions.sweep() == 0  # not due
    Entry.objects.filter(pk=entry.pk).update(next_attempt_at=timezone.now())
    assert actions.sweep() == 1
    assert queue() == 1


def test_the_broker_is_away_and_nobody_waits(queue, use_broker, closed_port, stopwatch):
    use_broker(f"redis://127.0.0.1:{closed_port}/0")
    with transaction.atomic():
        entries = [actions.add("tests.nothing", number) for number in range(20)]
    assert stopwatch() < 1

    use_broker(settings.REDIS_URL)
    assert actions.sweep() == len(entries)
    assert queue() == len(entries)


def test_a_hanging_broker_costs_half_a_second_once(use_broker, hanging_port, stopwatch):
    use_broker(f"redis://127.0.0.1:{hanging_port}/0")
    with transaction.atomic():
        entries = [actions.add("tests.nothing", number) for number in range(20)]
    assert stopwatch() < 1
    assert Entry.objects.filter(told_at=None).count() == len(entries)


def test_after_a_pause_the_broker_is_tried_again(queue, use_broker, closed_port, monkeypatch):
    use_broker(f"redis://127.0.0.1:{closed_port}/0")
    actions.add("tests.nothing", 1)
    assert broker.was_away_just_now()
    use_broker(settings.REDIS_URL)
    actions.add("tests.nothing", 2)
    assert queue() == 1


def test_a_restarted_broker_is_found_again(use_broker):
    """The pooled connection is dead after a restart; the next message opens a new one."""
    entry = actions.add("tests.nothing", 1)
    broker.connection().default_channel.client.connection_pool.disconnect()
    assert broker.tell([entry]) == []
