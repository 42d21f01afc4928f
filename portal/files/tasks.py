from celery import shared_task
from django.utils import timezone

from portal.files import actions
from portal.outbox.actions import lease


@shared_task(name="portal.files.scan", ignore_result=True)
def scan(outbox_id: int) -> None:
    """Scan what could not be scanned at upload; whoever comes second finds nothing to do."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.scan_pending()


@shared_task(name="portal.files.clean", ignore_result=True)
def clean() -> None:
    """Hourly: files that a killed process left behind, every folder once a day."""
    actions.clean(timezone.localtime().hour)
