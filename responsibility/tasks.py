"""Background work of the finder."""

from celery import shared_task
from django.utils import timezone

from responsibility import actions


@shared_task(name="responsibility.check", ignore_result=True)
def check() -> None:
    """The nightly check of all services and municipalities. Run twice, it keeps two results."""
    actions.run_check(on=timezone.localdate())
