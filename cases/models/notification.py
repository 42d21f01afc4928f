"""Bekanntgabe: how a decision reached the applicant, and from when on it counts."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.models.proceeding import Decision, Way


class Notification(models.Model):
    """One attempt to make a decision known. `law` is the legal basis that was used, as it was on that day.

    `notified_on` and `remedy_until` follow from cases.rules.notification and are written by cases.actions alone.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="notifications")
    way = models.CharField("Weg", max_length=10, choices=Way)
    law = models.CharField("Grundlage", max_length=120)
    # Posted, sent or provided on this day
    sent_on = models.DateField("abgesandt am")
    fetched_on = models.DateField("abgerufen am", null=True, blank=True)
    notified_on = models.DateField("gilt als bekannt gegeben am", null=True, blank=True)
    remedy_until = models.DateField("Widerspruch bis", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "Bekanntgabe"
        verbose_name_plural = "Bekanntgaben"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="remedy_follows_notification",
                condition=models.Q(notified_on=None, remedy_until=None)
                | models.Q(notified_on__isnull=False, remedy_until__gt=models.F("notified_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}, {self.sent_on}"
