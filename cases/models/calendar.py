"""Secret links under which a calendar program fetches deadlines."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.models.application import new_secret
from responsibility.models import Organisation


class CalendarFeed(models.Model):
    """One link of one officer: the own deadlines, or those of a whole authority. The secret is the key to it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="Person")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="Behörde"
    )
    secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "Kalender"
        verbose_name_plural = "Kalender"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], nulls_distinct=False, name="one_feed_per_person_and_authority"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation or 'eigene Fristen'}"
