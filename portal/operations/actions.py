"""What the portal writes down about itself, and whom it tells."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.mail import actions as mail
from portal.operations import queries
from portal.operations.models import PeriodicRun
from portal.outbox.rules import error_text

LANGUAGE = "de"


def note_run(task: str, error: BaseException | None, *, now: datetime) -> None:
    """Keep when a regular task ended, and how."""
    outcome = {"succeeded_at": now, "error": ""} if error is None else {"error": error_text(error)}
    PeriodicRun.objects.update_or_create(task=task, defaults={"ended_at": now} | outcome)


def send_digest(*, now: datetime) -> int:
    """Tell every operator once a day what is broken or late. Nothing is: nobody is told. Returns how many mails."""
    page = queries.broken_page(now=now)
    if page.is_clear:
        return 0
    day = timezone.localdate(now)
    with translation.override(LANGUAGE):
        link = f"{settings.PUBLIC_URL}{reverse('operations:broken')}"
    context = {"page": page, "link": link, "day": day}
    mails = [
        mail.queue(
            f"digest:{day}:{person.pk}",
            recipient=person.email,
            template="digest",
            context=context | {"name": str(person)},
            language=LANGUAGE,
        )
        for person in operators()
    ]
    return sum(message is not None for message in mails)


def operators() -> QuerySet[User]:
    """Whoever may open the page of what is broken."""
    permission = Permission.objects.filter(codename="change_entry", content_type__app_label="outbox")
    allowed = Q(is_superuser=True) | Q(user_permissions__in=permission) | Q(groups__permissions__in=permission)
    return User.objects.filter(allowed, is_active=True, is_staff=True).distinct().order_by("pk")
