"""Work that takes long enough to be interrupted."""

import time
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from portal.outbox.actions import add, lease, step


@shared_task(name="tests.slow", ignore_result=True)
def slow(outbox_id: int) -> None:
    """Two seconds of work under a lease."""
    with lease(outbox_id) as entry:
        if entry is not None:
            time.sleep(2)


@shared_task(name="tests.slow_step", ignore_result=True)
def slow_step(outbox_id: int) -> None:
    """An effect, and two seconds until it is committed."""
    with step(outbox_id) as entry:
        if entry is not None:
            add("tests.effect", entry.subject_id, not_before=timezone.now() + timedelta(days=1))
            time.sleep(2)
