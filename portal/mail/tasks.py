from celery import shared_task

from portal.mail import actions
from portal.outbox.actions import lease


@shared_task(name="portal.mail.send", ignore_result=True)
def send(outbox_id: int) -> None:
    """Deliver one message; a second run finds it sent."""
    with lease(outbox_id) as entry:
        if entry is not None:
            actions.deliver(entry.subject_id)
