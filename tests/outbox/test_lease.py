import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.outbox import actions
from portal.outbox.models import Entry
from portal.outbox.rules import DELAYS, MAX_ATTEMPTS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entry(use_broker):
    return actions.add("tests.nothing", 17)


def let_the_lease_run_out(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def taken(entry: Entry) -> Entry | None:
    """What a worker gets that comes now. Asserted outside: the lease keeps a failed assertion to itself."""
    with actions.lease(entry.pk) as held:
        return held


def fail(entry: Entry, error: Exception) -> None:
    Entry.objects.filter(pk=entry.pk).update(next_attempt_at=timezone.now())
    with actions.lease(entry.pk) as held:
        assert held is not None
        raise error


def test_the_claim_is_committed_before_the_work_begins(entry):
    with actions.lease(entry.pk) as held:
        assert not connection.in_atomic_block
        stored = Entry.objects.get(pk=entry.pk)
        assert (stored.status, stored.attempts) == ("running", 1)
        assert held.subject_id == 17
    entry.refresh_from_db()
    assert entry.status == "done"
    assert entry.done_at is not None


def test_done_work_is_not_done_again(entry):
    with actions.lease(entry.pk):
        pass
    assert taken(entry) is None


def test_of_many_workers_one_gets_the_lease(entry):
    ready = threading.Barrier(8)
    claims = []

    def work() -> None:
        ready.wait()
        with actions.lease(entry.pk) as held:
            if held is not None:
                claims.append(held.attempts)
                ready_to_leave.wait(timeout=10)
        connection.close()

    ready_to_leave = threading.Event()
    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers[:]:
        worker.join(timeout=0.5)
    ready_to_leave.set()
    for worker in workers:
        worker.join(timeout=10)
    assert claims == [1]
    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == ("done", 1)


def test_a_killed_worker_loses_the_lease_and_the_next_one_gets_it(entry, queue):
    killed = actions.lease(entry.pk)
    killed.__enter__()
    assert taken(entry) is None
    let_the_lease_run_out(entry)
    Entry.objects.filter(pk=entry.pk).update(told_at=timezone.now() - timedelta(minutes=5))
    assert actions.sweep() == 1
    assert taken(entry).attempts == 2


def test_a_late_worker_does_not_write_over_the_next_one(entry):
    late = actions.lease(entry.pk)
    late.__enter__()
    let_the_lease_run_out(entry)
    with actions.lease(entry.pk):
        late.__exit__(ValueError, ValueError("late"), None)
        entry.refresh_from_db()
        assert (entry.status, entry.last_error) == ("running", "")
    entry.refresh_from_db()
    assert entry.status == "done"


def test_an_error_is_kept_and_tried_again_later(entry, caplog):
    address = "anna@example.org"
    with actions.lease(entry.pk):
        raise ConnectionError(f"{address}: mailbox full")
    entry.refresh_from_db()
    assert (entry.status, entry.last_error) == ("waiting", "ConnectionError: [E-Mail-Adresse]: mailbox full")
    wait = entry.next_attempt_at - timezone.now()
    assert DELAYS[0] - timedelta(seconds=5) < wait <= DELAYS[0]
    assert address not in caplog.text
    assert taken(entry) is None  # not before its time


def test_success_after_an_error_clears_it(entry):
    fail(entry, ValueError("once"))
    Entry.objects.filter(pk=entry.pk).update(next_attempt_at=timezone.now())
    with actions.lease(entry.pk):
        pass
    entry.refresh_from_db()
    assert (entry.status, entry.last_error) == ("done", "")


def test_dead_after_the_last_attempt(entry, caplog):
    for _ in range(MAX_ATTEMPTS):
        fail(entry, actions.RetryLater("still away"))
    entry.refresh_from_db()
    assert (entry.status, entry.attempts) == ("dead", MAX_ATTEMPTS)
    assert caplog.records[-1].levelname == "ERROR"
    assert taken(entry) is None


def test_work_that_kills_every_worker_is_buried(entry):
    for _ in range(MAX_ATTEMPTS):
        actions.lease(entry.pk).__enter__()
        let_the_lease_run_out(entry)
    assert taken(entry) is None
    actions.sweep()
    entry.refresh_from_db()
    assert entry.status == "dead"


def test_a_worker_told_to_stop_hands_the_work_back(entry):
    with pytest.raises(SystemExit), actions.lease(entry.pk):
        raise SystemExit
    assert taken(entry).attempts == 2
