"""The digest for operators, and a note of each regular task that a worker has done."""

from typing import Any

from celery import Task, shared_task, states
from celery.signals import task_postrun
from django.utils import timezone

from portal.operations import actions, queries


@shared_task(name="portal.operations.send_digest", ignore_result=True)
def send_digest() -> None:
    """Every morning, if something is broken or late; a second run on the same day sends nothing."""
    actions.send_digest(now=timezone.now())


@task_postrun.connect
def note_periodic_run(sender: Task, state: str, retval: Any, **more: Any) -> None:
    """Celery's own hook after every task; only those in beat's timetable are kept."""
    if sender.name in queries.timetable():
        actions.note_run(sender.name, retval if state != states.SUCCESS else None, now=timezone.now())
