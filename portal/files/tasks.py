from celery import shared_task

from portal.files import actions
from portal.outbox.actions import lease


@shared_task(name="portal.files.scan", ignore_result=True)
def scan(outbox_id: int) -> None:
    """Scan what could not be scanned at upload; whoever comes second finds nothing to do."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.scan_pending()
