"""Work that changes nothing but our database: it and its "done" are one transaction."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.outbox import actions
from portal.outbox.models import Entry
from portal.outbox.rules import DELAYS, MAX_ATTEMPTS

pytestmark = pytest.mark.django_db(transaction=True)

EFFECT = Entry.objects.filter(task="tests.effect")


@pytest.fixture
def entry(use_broker):
    return actions.add("tests.nothing", 17)


def act() -> None:
    """The effect of the work, something that can be counted."""
    Entry.objects.create(task="tests.effect", subject_id=1, next_attempt_at=timezone.now() + timedelta(days=1))


def elsewhere(look):
    """What another process sees now."""
    seen = []

    def run() -> None:
        seen.append(look())
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    return seen[0]


def fail(entry: Entry, error: Exception) -> None:
    with actions.step(entry.pk) as held:
        assert held is not None
        act()
        raise error


def taken(entry: Entry) -> Entry | None:
    """What a worker gets that comes now. Asserted outside: the step keeps a failed assertion to itself."""
    with actions.step(entry.pk) as held:
        return held


def tell_again(entry: Entry) -> None:
    """As the sweep does with what Celery was told of and nobody has done."""
    Entry.objects.filter(pk=entry.pk).update(told_at=timezone.now(), next_attempt_at=timezone.now())


def test_work_and_done_are_one_transaction(entry):
    with actions.step(entry.pk) as held:
        act()
        assert held.subject_id == 17
        assert elsewhere(lambda: (Entry.objects.get(pk=entry.pk).status, EFFECT.count())) == ("waiting", 0)
    entry.refresh_from_db()
    assert (entry.status, entry.attempts, entry.last_error) == ("done", 1, "")
    assert entry.done_at is not None
    assert EFFECT.count() == 1


def test_done_work_is_not_done_again(entry):
    with actions.step(entry.pk):
        act()
    assert taken(entry) is None
    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == ("done", 1)


def test_of_many_workers_one_does_the_work(entry):
    ready, may_end = threading.Barrier(8), threading.Event()
    left_alone = []

    def work() -> None:
        ready.wait()
        with actions.step(entry.pk) as held:
            if held is None:
                left_alone.append(1)
                return
            act()
            may_end.wait(timeout=10)

    def work_and_close() -> None:
        work()
        connection.close()

    workers = [threading.Thread(target=work_and_close) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=0.5)
    assert len(left_alone) == 7  # nobody waits for the one at work
    may_end.set()
    for worker in workers:
        worker.join(timeout=10)
    assert EFFECT.count() == 1
    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == ("done", 1)


def test_a_worker_that_is_killed_leaves_nothing_and_the_next_one_may_begin_at_once(entry):
    def begin_and_die() -> None:
        actions.step(entry.pk).__enter__()
        act()
        connection.connection.close()
        connection.connection = None

    elsewhere(begin_and_die)
    entry.refresh_from_db()
    assert (entry.status, entry.attempts, EFFECT.count()) == ("waiting", 0, 0)
    with actions.step(entry.pk) as held:
        assert held is not None
        act()
    assert EFFECT.count() == 1


def test_the_sweep_tells_of_what_a_killed_worker_has_left(entry, queue):
    told = timezone.now() - timedelta(minutes=5)
    Entry.objects.filter(pk=entry.pk).update(told_at=told, next_attempt_at=told)
    before = queue()
    assert actions.sweep() == 1
    assert queue() == before + 1


def test_a_failure_undoes_the_work_and_is_counted(entry, caplog):
    address = "anna@example.org"
    fail(entry, ConnectionError(f"{address}: no"))
    entry.refresh_from_db()
    assert (entry.status, entry.attempts, EFFECT.count()) == ("waiting", 1, 0)
    assert (entry.last_error, entry.told_at) == ("ConnectionError: [E-Mail-Adresse]: no", None)
    wait = entry.next_attempt_at - timezone.now()
    assert DELAYS[0] - timedelta(seconds=5) < wait <= DELAYS[0]
    assert address not in caplog.text
    assert taken(entry) is None  # not before its time


def test_what_has_failed_is_tried_again_and_succeeds(entry, queue):
    fail(entry, ValueError("once"))
    Entry.objects.filter(pk=entry.pk).update(next_attempt_at=timezone.now())
    assert actions.sweep() == 1
    with actions.step(entry.pk) as held:
        assert held.attempts == 2
        act()
    entry.refresh_from_db()
    assert (entry.status, entry.attempts, entry.last_error) == ("done", 2, "")
    assert EFFECT.count() == 1


def test_what_the_commit_refuses_is_a_failure_too(entry):
    with actions.step(entry.pk):
        act()
        with connection.cursor() as cursor:  # a deferred foreign key to nobody
            cursor.execute(
                "INSERT INTO audit_record (at, actor_id, actor_name, verb, subject, number, detail, previous_hash,"
                " hash) VALUES (now(), 0, '', 'x', 'x', 1, '{}', '', '')"
            )
    entry.refresh_from_db()
    assert (entry.status, entry.attempts, EFFECT.count()) == ("waiting", 1, 0)
    assert entry.last_error.startswith("IntegrityError")


def test_dead_after_the_last_attempt(entry):
    for _ in range(MAX_ATTEMPTS):
        fail(entry, actions.RetryLater("not yet"))
        Entry.objects.filter(pk=entry.pk).update(next_attempt_at=timezone.now())
    entry.refresh_from_db()
    assert (entry.status, entry.attempts, EFFECT.count()) == ("dead", MAX_ATTEMPTS, MAX_ATTEMPTS - 1)


def test_work_that_kills_every_worker_is_buried(entry):
    """The first time nothing is counted; told of again, it is leased, and a lease that runs out is an attempt."""
    for _ in range(MAX_ATTEMPTS):
        tell_again(entry)
        Entry.objects.filter(pk=entry.pk).update(told_at=timezone.now() + timedelta(seconds=1))
        assert actions.step(entry.pk).__enter__() is not None
        assert not connection.in_atomic_block
    tell_again(entry)
    assert taken(entry) is None
    actions.sweep()
    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == ("dead", MAX_ATTEMPTS)


def test_another_one_that_was_faster_is_not_written_over(entry):
    """Between the roll-back and the note of the failure somebody else does the work."""
    late = actions.step(entry.pk)
    late.__enter__()
    transaction.set_rollback(True)
    late.transaction.__exit__(None, None, None)
    with actions.step(entry.pk) as held:
        assert held is not None
    late._finish(status=Entry.Status.WAITING, last_error="late")
    entry.refresh_from_db()
    assert (entry.status, entry.last_error) == ("done", "")


def test_a_worker_told_to_stop_hands_the_work_back(entry):
    def stop() -> None:
        act()
        raise SystemExit

    with pytest.raises(SystemExit), actions.step(entry.pk):
        stop()
    entry.refresh_from_db()
    assert (entry.status, entry.told_at, EFFECT.count()) == ("waiting", None, 0)
    assert taken(entry).attempts == 2


def test_what_the_work_orders_is_told_after_its_commit(entry, queue):
    before = queue()
    with actions.step(entry.pk):
        actions.add("tests.nothing", 18)
        assert queue() == before
    assert queue() == before + 1
