from celery import shared_task

from portal.outbox import actions


@shared_task(name="portal.outbox.sweep", ignore_result=True)
def sweep() -> None:
    """Every few seconds: whatever Celery does not know of, it learns now."""
    actions.sweep()


@shared_task(name="portal.outbox.clean", ignore_result=True)
def clean() -> None:
    """Every day: done entries leave after 30 days."""
    actions.clean()
