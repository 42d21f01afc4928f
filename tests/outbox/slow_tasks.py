"""Work that takes long enough to be interrupted."""

import time

from celery import shared_task

from portal.outbox.actions import lease


@shared_task(name="tests.slow", ignore_result=True)
def slow(outbox_id: int) -> None:
    """Two seconds of work under a lease."""
    with lease(outbox_id) as entry:
        if entry is not None:
            time.sleep(2)
