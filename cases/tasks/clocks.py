"""What the calendar brings about. By beat; each can run at any time and any number of times."""

from celery import shared_task

from cases import actions


@shared_task(name="cases.grant_deemed", ignore_result=True)
def grant_deemed() -> None:
    """Hourly: write down the deemed approvals that have occurred; a second run finds none."""
    actions.grant_all_deemed()


@shared_task(name="cases.warn_deadlines", ignore_result=True)
def warn_deadlines() -> None:
    """Hourly: tell of deadlines that are near; each warning has a key and goes out once."""
    actions.warn_deadlines()


@shared_task(name="cases.end_waiting", ignore_result=True)
def end_waiting() -> None:
    """Hourly: end pauses and consultations whose last day is over; a second run finds none."""
    actions.end_pauses()
    actions.end_consultations()
