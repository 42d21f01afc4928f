"""Moving a case: applicant to EA, EA to authorities."""

from celery import shared_task

from cases import actions
from portal.outbox.actions import step


@shared_task(name="cases.receive", ignore_result=True)
def receive(outbox_id: int) -> None:
    """A submitted case arrives at its EA or goes on to its authority; a second run finds it moved."""
    with step(outbox_id) as entry:
        if entry is not None:
            actions.receive_case(entry.subject_id)


@shared_task(name="cases.deliver_proceeding", ignore_result=True)
def deliver_proceeding(outbox_id: int) -> None:
    """A proceeding arrives at its authority; a second run finds it there."""
    with step(outbox_id) as entry:
        if entry is not None:
            actions.deliver_proceeding(entry.subject_id)
