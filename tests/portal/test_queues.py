"""Each task has its line, its limits, and a worker that looks at it."""

from celery import current_app
from django.conf import settings

from portal import queues


def test_every_task_of_the_table_exists() -> None:
    current_app.loader.import_default_modules()
    assert set(queues.TASKS) <= set(current_app.tasks)


def test_every_line_has_a_worker() -> None:
    looked_at = [line for lines in queues.WORKERS.values() for line in lines]
    assert sorted(looked_at) == sorted(queues.QUEUES)
    assert {work.queue for work in queues.TASKS.values()} <= set(queues.QUEUES)


def test_moves_wait_behind_nothing_else() -> None:
    assert queues.WORKERS["moves"] == ("move",)
    moving = {task for task, work in queues.TASKS.items() if work.queue == "move"}
    assert moving == {"cases.receive", "cases.deliver_proceeding"}


def test_no_task_outlives_its_lease_and_no_message_comes_back_too_early() -> None:
    longest = max(queues.HARD_LIMIT, *(work.hard for work in queues.TASKS.values()))
    assert all(work.soft < work.hard for work in queues.TASKS.values())
    assert longest < settings.OUTBOX_LEASE_SECONDS
    # Taken in advance, a message may wait for one task before its own begins
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > 2 * longest
    assert settings.CELERY_WORKER_PREFETCH_MULTIPLIER == 1


def test_what_beat_orders_is_periodic() -> None:
    assert {entry["options"]["queue"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} == {"periodic"}


def test_celery_sends_where_the_table_says() -> None:
    router = current_app.amqp.router
    for task, work in queues.TASKS.items():
        route = router.route({}, task)
        assert (route["queue"].name, route["priority"]) == (work.queue, work.priority)
    assert router.route({}, "portal.something.new")["queue"].name == queues.DEFAULT
