"""Work after commit: written with the change, told to Celery, leased by a worker, repeated until done."""

import logging
import traceback
from contextlib import ExitStack
from datetime import datetime, timedelta
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import rows
from portal.errors import NotPermitted
from portal.outbox import broker
from portal.outbox.models import Entry
from portal.outbox.rules import MAX_ATTEMPTS, delay_after, error_text
from portal.queues import TASKS

logger = logging.getLogger(__name__)

KEEP_DONE = timedelta(days=30)
# One sweep tells of up to so many times so many entries
SWEEP_LIMIT, SWEEP_BATCHES = 500, 20
# From so many messages on a line is long; a message in it that was lost is told anew after this time
LONG_LINE, FORGOTTEN = 200, timedelta(minutes=10)
# The clocks of two machines may differ by this much
CLOCK_TOLERANCE = timedelta(seconds=5)
CLAIM = """
    UPDATE outbox_entry SET status = 'running', attempts = attempts + 1, next_attempt_at = %(until)s
    WHERE id = (
        SELECT id FROM outbox_entry
        WHERE id = %(id)s AND status IN ('waiting', 'running') AND next_attempt_at <= %(due)s AND attempts < %(most)s
        FOR UPDATE SKIP LOCKED
    )
    RETURNING *
"""
# Only what Celery was told of once, when it became due: the rest has failed or was interrupted before
TAKE = """
    UPDATE outbox_entry SET status = 'done', attempts = 1, done_at = %(now)s, last_error = ''
    WHERE id = (
        SELECT id FROM outbox_entry
        WHERE id = %(id)s AND status = 'waiting' AND attempts = 0 AND told_at = next_attempt_at
        FOR UPDATE SKIP LOCKED
    )
    RETURNING *
"""


class RetryLater(Exception):
    """The effect cannot be brought about now; try again after the usual delay."""


def add(task: str, subject_id: int, *, not_before: datetime | None = None) -> Entry:
    """Write an entry in the caller's transaction; Celery is told after commit."""
    now = timezone.now()
    at_once = not_before is None or not_before <= now
    entry = Entry(task=task, subject_id=subject_id, next_attempt_at=not_before or now, told_at=now if at_once else None)
    rows.insert(entry)
    if at_once:
        _wake_after_commit(entry)
    return entry


class _Wake:
    """Tells Celery of all entries that one block of a transaction has written."""

    def __init__(self, entry: Entry) -> None:
        self.entries = [entry]

    def __call__(self) -> None:
        untold = self.entries if broker.was_away_just_now() else broker.tell(self.entries)
        if untold:
            _mark_untold(untold)


def _wake_after_commit(entry: Entry) -> None:
    """With the others of the same block, so that what is rolled back with its savepoint is not told."""
    block = set(connection.savepoint_ids)
    for savepoints, hook, _robust in connection.run_on_commit:
        if isinstance(hook, _Wake) and savepoints == block:
            hook.entries.append(entry)
            return
    transaction.on_commit(_Wake(entry))


def _mark_untold(entries: list[Entry]) -> None:
    Entry.objects.filter(pk__in=[entry.pk for entry in entries], status=Entry.Status.WAITING).update(told_at=None)


def _claimable(now: datetime) -> Q:
    """Waiting and due, or running with a lease that ran out."""
    return Q(status__in=[Entry.Status.WAITING, Entry.Status.RUNNING], next_attempt_at__lte=now)


class lease:
    """Claim one entry for this worker, committed before the body runs. None: done or in other hands.

    When the body ends, the entry is done. When it raises, the error is stored, logged once without personal
    data, and the entry waits for its next attempt: the exception ends here. A worker that is killed leaves
    the entry running; after OUTBOX_LEASE_SECONDS the sweep gives it to the next one.
    """

    def __init__(self, outbox_id: int) -> None:
        self.outbox_id = outbox_id
        self.entry: Entry | None = None
        # How the entry looks to others while the work is done
        self.held_as: dict[str, str | int] = {}

    def __enter__(self) -> Entry | None:
        self.entry = _claim(self.outbox_id)
        if self.entry is not None:
            self.held_as = {"status": Entry.Status.RUNNING, "attempts": self.entry.attempts}
        return self.entry

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self.entry is None:
            return False
        if error is None:
            self._finish(status=Entry.Status.DONE, done_at=timezone.now(), last_error="")
            return False
        if not isinstance(error, Exception):  # the worker is told to stop: the next one may begin at once
            self._finish(status=Entry.Status.WAITING, next_attempt_at=timezone.now(), told_at=None)
            return False
        self._record_failure(error, trace)
        return True

    def _record_failure(self, error: Exception, trace: TracebackType | None) -> None:
        text = error_text(error)
        delay = delay_after(self.entry.attempts)
        if delay is None:
            self._finish(status=Entry.Status.DEAD, last_error=text)
        else:
            self._finish(
                status=Entry.Status.WAITING, next_attempt_at=timezone.now() + delay, told_at=None, last_error=text
            )
        place = "" if isinstance(error, RetryLater) else "\n" + "".join(traceback.format_tb(trace))
        level = logging.ERROR if delay is None else logging.WARNING
        logger.log(
            level, "%s, entry %d, attempt %d: %s%s", self.entry.task, self.entry.pk, self.entry.attempts, text, place
        )

    def _finish(self, **changes) -> None:
        """Write the outcome, unless somebody else has had the entry since."""
        held = Entry.objects.filter(pk=self.entry.pk, **self.held_as)
        if not held.update(attempts=self.entry.attempts, **changes):
            logger.warning("%s, entry %d: somebody else had it before the work ended.", self.entry.task, self.entry.pk)


class step(lease):
    """For work that changes nothing but our database: the work and "done" are one transaction.

    None: done or in other hands. A worker that is killed leaves nothing behind, and the sweep tells of the entry
    again. When the body raises, all it did is rolled back; then the failure is counted as by a lease. From its
    second attempt on it has a lease, so that work which kills every worker is counted too and buried in the end.
    """

    def __init__(self, outbox_id: int) -> None:
        super().__init__(outbox_id)
        self.transaction: ExitStack | None = None

    def __enter__(self) -> Entry | None:
        with ExitStack() as stack:
            stack.enter_context(transaction.atomic())
            self.entry = _take(self.outbox_id)
            if self.entry is not None:
                self.held_as = {"status": Entry.Status.WAITING, "attempts": 0}
                self.transaction = stack.pop_all()
                return self.entry
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self.transaction is None:
            return super().__exit__(kind, error, trace)
        try:
            self.transaction.__exit__(kind, error, trace)
        except DatabaseError as refusal:  # of the commit
            kind, error, trace = type(refusal), refusal, refusal.__traceback__
        return error is not None and super().__exit__(kind, error, trace)


def _take(outbox_id: int) -> Entry | None:
    """Mark the entry done in the transaction that does its work."""
    return next(iter(Entry.objects.raw(TAKE, {"id": outbox_id, "now": timezone.now()})), None)


def _claim(outbox_id: int) -> Entry | None:
    """Take the entry for this worker; what another one has locked or does is left alone. One statement, committed."""
    now = timezone.now()
    values = {
        "id": outbox_id,
        "until": now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS),
        "due": now + CLOCK_TOLERANCE,
        "most": MAX_ATTEMPTS,
    }
    return next(iter(Entry.objects.raw(CLAIM, values)), None)


def sweep() -> int:
    """Tell Celery of due entries it was not told of lately. Returns how many it was told of."""
    now = timezone.now()
    _bury_killers(now)
    busy, told = busy_tasks(), 0
    for _batch in range(SWEEP_BATCHES):
        due = _claim_untold(now, busy)
        untold = broker.tell(due)
        told += len(due) - len(untold)
        if untold:
            _mark_untold(untold)
        if untold or len(due) < SWEEP_LIMIT:
            break
    return told


def busy_tasks() -> set[str]:
    """Tasks whose line is long: the workers have heard of them and are behind. Telling them again helps nobody."""
    lengths = broker.lengths() or {}
    return {task for task, work in TASKS.items() if lengths.get(work.queue, 0) >= LONG_LINE}


@transaction.atomic
def _claim_untold(now: datetime, busy: set[str]) -> list[Entry]:
    """The next entries to tell of, marked as told."""
    reminded = Q(told_at__lt=now - timedelta(seconds=settings.OUTBOX_REMIND_SECONDS)) & ~Q(task__in=busy)
    forgotten = Q(told_at__lt=now - FORGOTTEN)
    due = list(
        Entry.objects.filter(_claimable(now))
        .filter(Q(told_at=None) | reminded | forgotten)
        .order_by("next_attempt_at", "pk")
        .select_for_update(skip_locked=True)[:SWEEP_LIMIT]
    )
    Entry.objects.filter(pk__in=[entry.pk for entry in due]).update(told_at=now)
    return due


def _bury_killers(now: datetime) -> None:
    """An entry whose worker never came back from the last attempt either."""
    Entry.objects.filter(status=Entry.Status.RUNNING, next_attempt_at__lte=now, attempts__gte=MAX_ATTEMPTS).update(
        status=Entry.Status.DEAD, last_error="Der Arbeitsprozess endete während jedes Versuchs."
    )


def clean() -> int:
    """Delete what was done more than 30 days ago."""
    deleted, _ = Entry.objects.filter(status=Entry.Status.DONE, done_at__lt=timezone.now() - KEEP_DONE).delete()
    return deleted


@transaction.atomic
def retry(entry_id: int, *, actor) -> None:
    """Try a dead or waiting entry again now, with all its attempts. Done or running ones stay as they are."""
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    if not actor.has_perm("outbox.change_entry"):
        raise NotPermitted(_("Sie dürfen Aufträge nicht wiederholen."))
    if entry.status not in (Entry.Status.DEAD, Entry.Status.WAITING):
        return
    entry.status = Entry.Status.WAITING
    entry.attempts = 0
    entry.next_attempt_at = entry.told_at = timezone.now()
    entry.save(update_fields=["status", "attempts", "next_attempt_at", "told_at"])
    _wake_after_commit(entry)
