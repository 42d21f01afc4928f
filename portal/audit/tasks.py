from celery import shared_task

from portal.audit import actions


@shared_task(name="portal.audit.checkpoint", ignore_result=True)
def checkpoint() -> None:
    """Every hour: seal what was recorded since the last time."""
    actions.checkpoint()
