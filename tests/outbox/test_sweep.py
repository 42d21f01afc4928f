from datetime import timedelta

import pytest
from django.utils import timezone

from portal.outbox import actions
from portal.outbox.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def written(**fields) -> Entry:
    return Entry.objects.create(**{"task": "tests.nothing", "subject_id": 1} | fields)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, 1),  # nobody was told: the process ended between commit and message
        ({"told_at": timedelta(seconds=-5)}, 0),  # in the queue, give the workers time
        ({"told_at": timedelta(minutes=-2)}, 1),  # the message was lost
        ({"next_attempt_at": timedelta(seconds=30)}, 0),
        ({"status": "running", "attempts": 1, "next_attempt_at": timedelta(seconds=30)}, 0),  # at work
        ({"status": "running", "attempts": 1, "next_attempt_at": timedelta(seconds=-1)}, 1),  # worker killed
        ({"status": "dead", "attempts": 8}, 0),
    ],
)
def test_who_is_told(fields, told, queue, use_broker):
    now = timezone.now()
    written(**{name: now + value if isinstance(value, timedelta) else value for name, value in fields.items()})
    assert actions.sweep() == told
    assert queue() == told


def test_a_long_queue_is_not_told_again_each_time(queue, use_broker):
    Entry.objects.bulk_create(Entry(task="tests.nothing", subject_id=number) for number in range(700))
    assert [actions.sweep() for _ in range(3)] == [700, 0, 0]
    assert queue() == 700


@pytest.mark.parametrize(("waiting", "since", "told"), [(3, 60, 4), (300, 60, 0), (300, 700, 301)])
def test_a_line_that_is_long_is_not_made_longer(queue, use_broker, monkeypatch, waiting, since, told):
    """Workers that are behind know of the work; only what should be done by now may have been lost."""
    now = timezone.now()
    Entry.objects.bulk_create(Entry(task="portal.mail.send", subject_id=number) for number in range(waiting))
    actions.sweep()
    written(task="portal.mail.send", told_at=now)
    Entry.objects.update(told_at=now - timedelta(seconds=since))
    assert actions.sweep() == told


def test_a_broker_that_goes_away_is_told_again_next_time(queue, use_broker, closed_port, settings):
    written()
    use_broker(f"redis://127.0.0.1:{closed_port}/0")
    assert actions.sweep() == 0
    use_broker(settings.REDIS_URL)
    assert actions.sweep() == 1


def test_clean_keeps_thirty_days_and_all_that_is_not_done(use_broker):
    now = timezone.now()
    old = written(status="done", done_at=now - timedelta(days=31))
    kept = [
        written(status="done", done_at=now - timedelta(days=29)),
        written(status="dead", created_at=now - timedelta(days=90)),
        written(created_at=now - timedelta(days=90)),
    ]
    assert actions.clean() == 1
    assert set(Entry.objects.values_list("pk", flat=True)) == {entry.pk for entry in kept}
    assert not Entry.objects.filter(pk=old.pk).exists()
