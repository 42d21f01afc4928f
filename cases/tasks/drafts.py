"""Keeping the promise of how long a draft is kept."""

from celery import shared_task

from cases import actions


@shared_task(name="cases.delete_expired_drafts", ignore_result=True)
def delete_expired_drafts() -> None:
    """Daily, by beat; a second run finds nothing."""
    actions.delete_expired_drafts()
