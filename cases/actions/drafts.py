"""Deleting drafts whose time is over."""

import logging

from django.db import transaction
from django.utils import timezone

from cases.models import Application
from portal.files.actions import discard

logger = logging.getLogger(__name__)
BATCH = 500


def delete_expired_drafts() -> int:
    """Delete every expired draft with its files, one transaction each; one that is being saved just now is left."""
    deleted = 0
    while expired := list(_expired().order_by("expires_at", "pk").values_list("pk", flat=True)[:BATCH]):
        done = sum(_delete(pk) for pk in expired)
        deleted += done
        if not done:
            break
    logger.info("%d expired drafts deleted", deleted)
    return deleted


@transaction.atomic
def _delete(pk: int) -> bool:
    application = _expired().select_for_update(skip_locked=True).filter(pk=pk).first()
    if application is None:
        return False
    for kept in application.files.select_related("file"):
        kept.delete()
        discard(kept.file)
    application.delete()
    return True


def _expired():
    return Application.objects.filter(status=Application.Status.DRAFT, expires_at__lte=timezone.now())
