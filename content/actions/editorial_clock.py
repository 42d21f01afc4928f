"""What time does to texts: publish and take away when their moment comes, remind their editors. Safe to repeat."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from content.actions import editorial as verbs
from content.actions import editorial_letters as letters
from content.models import Status, Version, VersionStatus
from content.queries import editorial
from content.rules.workflow import MoveRefused
from portal.accounts.actions import system_user
from portal.errors import Refusal

logger = logging.getLogger(__name__)

ACTOR = "redaktion"
MONTH = timedelta(days=30.4375)


def publish_due() -> int:
    """Publish what is approved for a moment that has come; each on its own. Returns how many."""
    actor, done = system_user(ACTOR), 0
    due = Version.objects.filter(status=VersionStatus.APPROVED, publish_at__lte=timezone.now()).order_by("publish_at")
    for version in due.defer("data"):
        try:
            verbs.publish(version.pk, saves=version.saves, actor=actor)
            done += 1
        except (MoveRefused, verbs.ChangedMeanwhile):
            continue  # another process or an editor was faster
        except Refusal as refusal:
            logger.warning("Version %s was not published: %s", version.pk, refusal)
            letters.stuck(version.text, version, f"{refusal.title} {refusal.help_text}".strip())
    return done


def expire_due() -> int:
    """Take away what is over. Returns how many."""
    actor, done = system_user(ACTOR), 0
    for model in editorial.editorial_models():
        over = model._base_manager.filter(status=Status.PUBLISHED, expire_at__lte=timezone.now())
        for pk in over.order_by("pk").values_list("pk", flat=True):
            done += verbs.expire(model, pk, actor=actor)
    return done


def remind() -> None:
    """Write to the editors of what ends soon, and of what nobody has confirmed for long."""
    now = timezone.now()
    soon = now + timedelta(days=settings.EDITORIAL_REMIND_DAYS)
    for model in editorial.editorial_models():
        public = model._base_manager.select_related("owner").filter(status=Status.PUBLISHED)
        for text in public.filter(expire_at__gt=now, expire_at__lte=soon):
            letters.expires(text, text.expire_at)
        remind_of_checks(model, now - settings.EDITORIAL_CHECK_MONTHS * MONTH)


def remind_of_checks(model: type, before: datetime) -> None:
    old = Version.objects.filter(
        content_type=ContentType.objects.get_for_model(model), status=VersionStatus.PUBLISHED, checked_at__lt=before
    ).defer("data")
    versions = {version.object_id: version for version in old}
    for text in model._base_manager.select_related("owner").filter(pk__in=versions, status=Status.PUBLISHED):
        letters.to_check(text, versions[text.pk])
