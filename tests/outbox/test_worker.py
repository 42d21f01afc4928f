"""A real worker: asked to stop it ends its task, killed it leaves the task to the next one."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psutil
import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal import queues
from portal.outbox import actions
from portal.outbox.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start_worker(queue, use_broker) -> Iterator[Callable[[], subprocess.Popen]]:
    """Starts a worker on the database and the broker of this test."""
    started: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "--app=portal.celery", "--quiet", "worker", "--concurrency=1"]
        command += ["--include=tests.outbox.slow_tasks", "--without-gossip", "--without-mingle", "--loglevel=WARNING"]
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        environment = os.environ | {"DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL, "OUTBOX_LEASE_SECONDS": "5"}
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait(10)


def wait_for(entry: Entry, status: str, *, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        entry.refresh_from_db()
        if entry.status == status:
            return
        assert time.monotonic() < until, entry.status
        time.sleep(0.1)


def test_asked_to_stop_it_ends_its_task_and_takes_no_other(start_worker, queue):
    worker = start_worker()
    first, second = actions.add("tests.slow", 1), actions.add("tests.slow", 2)
    wait_for(first, "running")
    worker.terminate()
    assert worker.wait(30) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("done", "waiting")
    assert queue() == 1  # what it had taken in advance is back


def test_the_more_urgent_goes_first_whichever_line_it_is_in(start_worker):
    entries = Entry.objects.bulk_create(Entry(task="tests.slow", subject_id=number) for number in range(4))
    later, normal, urgent = queues.LATER, queues.NORMAL, queues.URGENT
    places = [("document", later), ("document", normal), ("mail", urgent), ("delivery", urgent)]
    for entry, (line, priority) in zip(entries, places, strict=True):
        current_app.send_task("tests.slow", [entry.pk], queue=line, priority=priority)
    start_worker()
    for entry in entries:
        wait_for(entry, "done")
    order = Entry.objects.order_by("done_at").values_list("subject_id", flat=True)
    assert (set(order[:2]), list(order[2:])) == ({2, 3}, [1, 0])


def test_killed_it_leaves_the_task_to_the_next_one(start_worker):
    worker = start_worker()
    entry = actions.add("tests.slow", 1)
    wait_for(entry, "running")
    for process in [*psutil.Process(worker.pid).children(), psutil.Process(worker.pid)]:
        process.kill()
    worker.wait(10)
    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == ("running", 1)
    start_worker()
    Entry.objects.filter(pk=entry.pk).update(told_at=None)
    assert actions.sweep() == 0
    Entry.objects.filter(pk=entry.pk).update(next_attempt_at=timezone.now())  # the lease runs out
    assert actions.sweep() == 1
    wait_for(entry, "done")
    assert entry.attempts == 2


def test_the_same_message_twice_does_the_work_once(start_worker):
    entry = actions.add("tests.slow", 1)
    for _number in range(5):
        Entry.objects.filter(pk=entry.pk).update(told_at=None)
        actions.sweep()
    start_worker()
    wait_for(entry, "done")
    next_one = actions.add("tests.slow", 2)
    wait_for(next_one, "done")  # and before it the other five messages
    entry.refresh_from_db()
    assert entry.attempts == 1


def wait_until_held(entry: Entry) -> None:
    until = time.monotonic() + 60
    while True:
        with transaction.atomic():
            if not Entry.objects.select_for_update(skip_locked=True).filter(pk=entry.pk).exists():
                return
        assert time.monotonic() < until
        time.sleep(0.05)


def test_killed_in_a_step_it_leaves_nothing_behind(start_worker):
    worker = start_worker()
    entry = actions.add("tests.slow_step", 1)
    wait_until_held(entry)
    for process in [*psutil.Process(worker.pid).children(), psutil.Process(worker.pid)]:
        process.kill()
    worker.wait(10)
    time.sleep(0.5)  # the database notices
    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == ("waiting", 0)
    assert not Entry.objects.filter(task="tests.effect").exists()
    start_worker()
    Entry.objects.filter(pk=entry.pk).update(told_at=None)
    assert actions.sweep() == 1
    wait_for(entry, "done")
    assert Entry.objects.filter(task="tests.effect").count() == 1


def test_a_killed_process_of_a_worker_is_replaced_and_does_the_step(start_worker):
    """Nobody waits for a lease or the sweep: the worker gives the message to its next process."""
    worker = start_worker()
    entry = actions.add("tests.slow_step", 1)
    wait_until_held(entry)
    for process in psutil.Process(worker.pid).children():
        process.kill()
    wait_for(entry, "done")
    assert entry.attempts == 1
    assert Entry.objects.filter(task="tests.effect").count() == 1
